// Unsaved edits of config.yaml: what the file would contain with them, and the order in which they can be applied. Pure.
import type { SettingEdit } from '../../../shared/model/settings.ts'

/** Keys and list indexes from the root of config.yaml. */
export type Path = SettingEdit['path']
type Value = SettingEdit['value']
/** Unsaved edits by the key of their path (draftKey). */
export type Draft = ReadonlyMap<string, SettingEdit>

export const draftKey = (path: Path): string => JSON.stringify(path)

/** `equipment[0].transport.ssh_target`, the form in which faults of config.yaml name a place. */
export const dottedKey = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`,
    '',
  )

/** The value at a path; undefined: there is none. */
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

/** True for the path of a list entry; such a path ends in an index. */
const isListEntry = (path: Path): boolean => typeof path.at(-1) === 'number'

const withValueAt = (values: unknown, [part, ...rest]: Path, value: Value): unknown => {
  if (part === undefined) return value
  const inner = withValueAt(valueIn(values, [part]), rest, value)
  if (typeof part === 'number') {
    const list = listIn(values, []).slice()
    list[part] = inner
    return list
  }
  const { [part]: _, ...others } = Object(values)
  return inner === undefined ? others : { ...Object(values), [part]: inner }
}

/** The file with the edits. Removed list entries stay in place, so that every index keeps its meaning. */
export const withDraft = (values: unknown, draft: Draft): unknown =>
  [...draft.values()].reduce<unknown>(
    (all, { path, value }) =>
      value === undefined && isListEntry(path) ? all : withValueAt(all, path, value),
    values,
  )

/** True for a list entry that an edit removes. */
export const isRemoved = (draft: Draft, path: Path): boolean => {
  const edit = draft.get(draftKey(path))
  return edit !== undefined && edit.value === undefined && isListEntry(path)
}

const startsWith = (path: Path, start: Path): boolean =>
  path.length > start.length && start.every((part, at) => part === path[at])

/** The edit of an outer value that contains this path. */
const outerEdit = (draft: Draft, path: Path): SettingEdit | undefined =>
  [...draft.values()].find((edit) => edit.value !== undefined && startsWith(path, edit.path))

/** True where the value, or a value within it, differs from the file. */
export const isChangedIn = (draft: Draft, path: Path): boolean =>
  draft.has(draftKey(path)) ||
  outerEdit(draft, path) !== undefined ||
  [...draft.values()].some((edit) => startsWith(edit.path, path))

/** Adds an edit. A value equal to the file's removes the edit; undefined removes the key, so that its default holds. */
export const withChange = (values: unknown, draft: Draft, path: Path, value: Value): Draft => {
  const next = new Map(draft)
  const outer = outerEdit(draft, path)
  if (outer !== undefined) {
    // JSON in, JSON out
    const changed = withValueAt(outer.value, path.slice(outer.path.length), value) as Value
    return next.set(draftKey(outer.path), {
      path: outer.path,
      ...(changed === undefined ? {} : { value: changed }),
    })
  }
  for (const edit of draft.values())
    if (startsWith(edit.path, path)) next.delete(draftKey(edit.path))
  if (JSON.stringify(valueIn(values, path)) === JSON.stringify(value)) next.delete(draftKey(path))
  else next.set(draftKey(path), value === undefined ? { path } : { path, value })
  return next
}

/** Appends an entry to a list. */
export const withEntry = (values: unknown, draft: Draft, list: Path, value: Value): Draft =>
  withChange(values, draft, [...list, listIn(withDraft(values, draft), list).length], value)

/** Removes a list entry. An unsaved one is dropped, and unsaved ones behind it move up. */
export const withoutEntry = (values: unknown, draft: Draft, path: Path): Draft => {
  const list = path.slice(0, -1)
  const at = Number(path.at(-1))
  if (outerEdit(draft, path) !== undefined) {
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
      next.set(draftKey(moved), { ...edit, path: moved })
    }
  }
  return at < known ? next.set(draftKey(path), { path }) : next
}

/** What holds only how fast, how often and with which notices the program works. */
const PLAIN_ROOTS: ReadonlySet<unknown> = new Set(['sync', 'notify', 'app'])

/**
 * True where the unsaved edits are only of speed limits, speed, notifications and the application: they lead to no other
 * place, program or folder, and delete nothing, so that they can be saved without a look at the difference.
 */
export const isPlain = (draft: Draft): boolean =>
  draft.size > 0 &&
  [...draft.values()].every(({ path }) => PLAIN_ROOTS.has(path[0]) || path.includes('bandwidth'))

/** The edits in the order in which they can be applied: removals of list entries last, from the end of the list on. */
export const editsInOrder = (draft: Draft): SettingEdit[] => {
  const all = [...draft.values()]
  const out = all.filter((edit) => isRemoved(draft, edit.path))
  return [
    ...all.filter((edit) => !isRemoved(draft, edit.path)),
    ...out.toSorted(
      (a, b) => b.path.length - a.path.length || Number(b.path.at(-1)) - Number(a.path.at(-1)),
    ),
  ]
}

/** Identifies the list entries of a file: edits made for one file fit another one of the same shape. */
export const listShapeOf = (values: unknown): string =>
  JSON.stringify(
    listIn(values, ['equipment']).map((one) => [
      valueIn(one, ['id']),
      listIn(one, ['transport', 'bandwidth', 'windows']).length,
    ]),
  )
