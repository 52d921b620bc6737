// Changes of config.yaml that are not saved yet: what the file would say with them, and in which order they are made. Pure.
import type { SettingEdit } from '../../../shared/model/settings.ts'

export type Path = SettingEdit['path']
type Value = SettingEdit['value']
/** By the text of their path. */
export type Draft = ReadonlyMap<string, SettingEdit>

export const keyOf = (path: Path): string => JSON.stringify(path)

/** `equipment[0].transport.ssh_target`, as config.yaml's faults name it. */
export const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`,
    '',
  )

/** The value at a place; undefined: nothing is said there. */
export const valueIn = (values: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    values,
  )

const listIn = (values: unknown, path: Path): readonly unknown[] => {
  const found = valueIn(values, path)
  return Array.isArray(found) ? found : []
}

/** An entry of a list is taken out by its place. */
const isEntry = (path: Path): boolean => typeof path.at(-1) === 'number'

const put = (values: unknown, [part, ...rest]: Path, value: Value): unknown => {
  if (part === undefined) return value
  const inner = put(valueIn(values, [part]), rest, value)
  if (typeof part === 'number') {
    const list = listIn(values, []).slice()
    list[part] = inner
    return list
  }
  const { [part]: _, ...others } = Object(values)
  return inner === undefined ? others : { ...Object(values), [part]: inner }
}

/** What the file would say; entries that are taken out stay in their place, so that every place keeps its number. */
export const withDraft = (values: unknown, draft: Draft): unknown =>
  [...draft.values()].reduce<unknown>(
    (all, { path, value }) => (value === undefined && isEntry(path) ? all : put(all, path, value)),
    values,
  )

/** True for an entry of a list that is taken out. */
export const isRemoved = (draft: Draft, path: Path): boolean => {
  const edit = draft.get(keyOf(path))
  return edit !== undefined && edit.value === undefined && isEntry(path)
}

const startsWith = (path: Path, start: Path): boolean =>
  path.length > start.length && start.every((part, at) => part === path[at])

/** The change of a place around this one, which holds its value. */
const around = (draft: Draft, path: Path): SettingEdit | undefined =>
  [...draft.values()].find((edit) => edit.value !== undefined && startsWith(path, edit.path))

/** True where a value, or something within it, is another than in the file. */
export const isChangedIn = (draft: Draft, path: Path): boolean =>
  draft.has(keyOf(path)) ||
  around(draft, path) !== undefined ||
  [...draft.values()].some((edit) => startsWith(edit.path, path))

/** A value as the file has it is no change; undefined takes a key out, so that its default holds. */
export const withChange = (values: unknown, draft: Draft, path: Path, value: Value): Draft => {
  const next = new Map(draft)
  const outer = around(draft, path)
  if (outer !== undefined) {
    // JSON in, JSON out: `put` makes nothing else
    const changed = put(outer.value, path.slice(outer.path.length), value) as Value
    return next.set(keyOf(outer.path), {
      path: outer.path,
      ...(changed === undefined ? {} : { value: changed }),
    })
  }
  for (const edit of draft.values()) if (startsWith(edit.path, path)) next.delete(keyOf(edit.path))
  if (JSON.stringify(valueIn(values, path)) === JSON.stringify(value)) next.delete(keyOf(path))
  else next.set(keyOf(path), value === undefined ? { path } : { path, value })
  return next
}

/** Puts an entry behind the last of a list. */
export const withEntry = (values: unknown, draft: Draft, list: Path, value: Value): Draft =>
  withChange(values, draft, [...list, listIn(withDraft(values, draft), list).length], value)

/** Takes an entry out; one that was only added is forgotten, and those added after it move up. */
export const withoutEntry = (values: unknown, draft: Draft, path: Path): Draft => {
  const list = path.slice(0, -1)
  const at = Number(path.at(-1))
  if (around(draft, path) !== undefined) {
    const rest = listIn(withDraft(values, draft), list).filter((_, index) => index !== at)
    return withChange(values, draft, list, rest as Value) // JSON in, JSON out
  }
  const known = listIn(values, list).length
  const next = new Map<string, SettingEdit>()
  for (const [key, edit] of draft) {
    const place = edit.path[list.length]
    const inList = startsWith(edit.path, list) && typeof place === 'number'
    if (inList && place === at) continue
    if (!inList || at < known || place < at) next.set(key, edit)
    else {
      const moved = [...list, place - 1, ...edit.path.slice(list.length + 1)]
      next.set(keyOf(moved), { ...edit, path: moved })
    }
  }
  return at < known ? next.set(keyOf(path), { path }) : next
}

/** In the order in which they can be made: what is taken out of a list goes last, from its end on. */
export const inOrder = (draft: Draft): SettingEdit[] => {
  const all = [...draft.values()]
  const out = all.filter((edit) => isRemoved(draft, edit.path))
  return [
    ...all.filter((edit) => !isRemoved(draft, edit.path)),
    ...out.toSorted(
      (a, b) => b.path.length - a.path.length || Number(b.path.at(-1)) - Number(a.path.at(-1)),
    ),
  ]
}

/** What places in lists mean: changes made for one file fit another where this is the same. */
export const skeletonOf = (values: unknown): string =>
  JSON.stringify(
    listIn(values, ['equipment']).map((one) => [
      valueIn(one, ['id']),
      listIn(one, ['transport', 'bandwidth', 'windows']).length,
    ]),
  )
