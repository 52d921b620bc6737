// The settings screens: what config.yaml says, what was changed and is not saved yet, and how saving would end.
import { create } from 'zustand'
import type { ConfigCheck, ConfigDocument, SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../app/bridge.ts'
import { notify, showError } from '../../app/notice-store.ts'
import { testInstrument } from '../destinations/connection-test-store.ts'
import {
  type Draft,
  type Path,
  inOrder,
  isChangedIn,
  skeletonOf,
  valueIn,
  withChange,
  withDraft,
  withEntry,
  withoutEntry,
} from './setting-edits.ts'
import { loadLock } from './settings-lock-store.ts'

interface SettingsState {
  readonly document: ConfigDocument | null
  /** Changed values by the text of their path; kept while another page is looked at. */
  readonly draft: Draft
  /** What the file would say with the draft. */
  readonly values: unknown
  /** Another program changed the file so that the draft no longer fits it. */
  readonly stale: boolean
  /** What saving would do; null: it is not asked for. */
  readonly check: ConfigCheck | null
  /** Instruments whose connection should be tested after the save. */
  readonly touched: readonly string[]
}

export const useSettings = create<SettingsState>(() => ({
  document: null,
  draft: new Map(),
  values: null,
  stale: false,
  check: null,
  touched: [],
}))

const setDraft = (draft: Draft): void => {
  const values = withDraft(useSettings.getState().document?.values, draft)
  useSettings.setState({ draft, values, check: null })
}

/** Reads the file. Changes that were not saved are kept; where they no longer fit, the file they were made from stays. */
export const loadDocument = async (): Promise<void> => {
  const [answer] = await Promise.all([call('config.document', {}), loadLock()])
  if (!answer.ok) return
  const { document, draft } = useSettings.getState()
  const found = answer.value
  const fits = draft.size === 0 || skeletonOf(found.values) === skeletonOf(document?.values)
  if (fits)
    useSettings.setState({
      document: found,
      values: withDraft(found.values, draft),
      stale: false,
      ...(found.version === document?.version ? {} : { check: null }),
    })
  else useSettings.setState({ stale: true, check: null })
}

/** What the field shows: the change, or what the file says. */
export const valueAt = (state: SettingsState, path: Path): unknown => valueIn(state.values, path)

/** Changes a field; undefined takes the key out, so that the default holds. */
export const change = (path: Path, value: SettingEdit['value']): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withChange(document?.values, draft, path, value))
}

/** Puts an entry behind the last of a list. */
export const addEntry = (list: Path, value: SettingEdit['value']): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withEntry(document?.values, draft, list, value))
}

/** Takes an entry out of a list. */
export const removeEntry = (path: Path): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withoutEntry(document?.values, draft, path))
}

/** Takes back what was changed at this very place. */
export const takeBack = (path: Path): void => {
  const draft = new Map(useSettings.getState().draft)
  draft.delete(JSON.stringify(path))
  setDraft(draft)
}

export const isChanged = (state: SettingsState, path: Path): boolean =>
  isChangedIn(state.draft, path)

export const discard = (): void => {
  setDraft(new Map())
  void loadDocument()
}

/** Asks what saving would do: faults, the difference, which destinations it touches. */
export const review = async (): Promise<void> => {
  const edits = inOrder(useSettings.getState().draft)
  if (edits.length === 0) return
  const answer = await call('config.check', { edits })
  if (answer.ok) useSettings.setState({ check: answer.value })
  else showError(answer)
}

/** True while a save is under way: one that a second click asks for would only find the file changed by the first. */
let saving = false

const send = async (edits: readonly SettingEdit[]): Promise<boolean> => {
  if (saving) return false
  saving = true
  try {
    return await write(edits)
  } finally {
    saving = false
  }
}

const write = async (edits: readonly SettingEdit[]): Promise<boolean> => {
  if (useSettings.getState().document === null) await loadDocument()
  const { document } = useSettings.getState()
  const answer = await call('config.save', { edits: [...edits], version: document?.version ?? '' })
  if (!answer.ok) {
    showError(answer)
    // what was reviewed is not what it would be now
    useSettings.setState({ check: null })
    await loadDocument()
    return false
  }
  useSettings.setState({ check: null, touched: answer.value.touched })
  return true
}

/** Saves edits that stand beside those of the settings screens. Answers whether it was done. */
export const saveEdits = async (edits: readonly SettingEdit[]): Promise<boolean> => {
  const saved = await send(edits)
  if (saved) await loadDocument()
  return saved
}

/** Saves the changes, then tests the connections that they touch. */
export const save = async (saved: string): Promise<void> => {
  if (!(await send(inOrder(useSettings.getState().draft)))) return
  useSettings.setState({ draft: new Map() })
  await loadDocument()
  notify({ tone: 'info', title: saved, lines: [] })
  for (const id of useSettings.getState().touched) await testInstrument(id, 'test')
}
