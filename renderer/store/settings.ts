// The settings screens: what config.yaml says, what was changed and is not saved yet, and how saving would end.
import { create } from 'zustand'
import type { ConfigCheck, ConfigDocument, SettingEdit } from '../../shared/settings.ts'
import { call } from '../bridge.ts'
import { notify, told } from './app.ts'
import { loadLock, testInstrument } from './desk.ts'

export type Path = SettingEdit['path']

interface SettingsState {
  readonly document: ConfigDocument | null
  /** Changed values by the text of their path. */
  readonly draft: ReadonlyMap<string, SettingEdit>
  /** What saving would do; null: it is not asked for. */
  readonly check: ConfigCheck | null
  /** Instruments whose connection should be tested after the save. */
  readonly touched: readonly string[]
}

export const useSettings = create<SettingsState>(() => ({
  document: null,
  draft: new Map(),
  check: null,
  touched: [],
}))

const keyOf = (path: Path): string => JSON.stringify(path)

/** `equipment[0].transport.ssh_target`, as config.yaml's faults name it. */
export const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`,
    '',
  )

export const loadDocument = async (): Promise<void> => {
  const [answer] = await Promise.all([call('config.document', {}), loadLock()])
  if (answer.ok) useSettings.setState({ document: answer.value })
}

/** The value at a place of the file; undefined: it says nothing there. */
export const valueIn = (values: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    values,
  )

/** What the field shows: the change, or what the file says. */
export const valueAt = (state: SettingsState, path: Path): unknown => {
  const edit = state.draft.get(keyOf(path))
  return edit === undefined ? valueIn(state.document?.values, path) : edit.value
}

/** Changes a field; undefined takes the key out, so that the default holds. A value as the file has it is no change. */
export const change = (path: Path, value: SettingEdit['value']): void =>
  useSettings.setState((state) => {
    const draft = new Map(state.draft)
    if (JSON.stringify(valueIn(state.document?.values, path)) === JSON.stringify(value))
      draft.delete(keyOf(path))
    else draft.set(keyOf(path), value === undefined ? { path } : { path, value })
    return { draft, check: null }
  })

export const isChanged = (state: SettingsState, path: Path): boolean => state.draft.has(keyOf(path))

export const discard = (): void => useSettings.setState({ draft: new Map(), check: null })

/** Asks what saving would do: faults, the difference, which destinations it touches. */
export const review = async (): Promise<void> => {
  const edits = [...useSettings.getState().draft.values()]
  if (edits.length === 0) return
  const answer = await call('config.check', { edits })
  if (answer.ok) useSettings.setState({ check: answer.value })
  else told(answer)
}

/** Saves edits as they were reviewed. Answers whether it was done. */
export const saveEdits = async (edits: readonly SettingEdit[]): Promise<boolean> => {
  if (useSettings.getState().document === null) await loadDocument()
  const { document } = useSettings.getState()
  const answer = await call('config.save', { edits: [...edits], version: document?.version ?? '' })
  if (!answer.ok) {
    told(answer)
    await loadDocument()
    return false
  }
  useSettings.setState({ draft: new Map(), check: null, touched: answer.value.touched })
  await loadDocument()
  return true
}

/** Saves the changes, then tests the connections that they touch. */
export const save = async (saved: string): Promise<void> => {
  const { draft } = useSettings.getState()
  if (!(await saveEdits([...draft.values()]))) return
  notify({ tone: 'info', title: saved, lines: [] })
  for (const id of useSettings.getState().touched) await testInstrument(id, 'test')
}
