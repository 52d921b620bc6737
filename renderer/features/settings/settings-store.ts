// Settings store: the content of config.yaml, the unsaved edits, and what saving them would change.
import { create } from 'zustand'
import type { Output } from '../../../shared/contract/index.ts'
import type { ConfigDocument, SettingEdit } from '../../../shared/model/settings.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'
import { testInstrument } from '../destinations/connection-test-store.ts'
import {
  type Draft,
  type Path,
  editsInOrder,
  isChangedIn,
  listShapeOf,
  valueIn,
  withChange,
  withDraft,
  withEntry,
  withoutEntry,
} from './setting-edits.ts'
import { loadLock } from './settings-lock-store.ts'
import { forgetTests, testWithEdits, useSettingsTests, verdictOf } from './settings-tests.ts'

interface SettingsState {
  readonly document: ConfigDocument | null
  /** Unsaved edits; they stay while another page is shown. */
  readonly draft: Draft
  /** The content of the file with the draft applied. */
  readonly values: unknown
  /** True where another program changed the file so that the draft no longer fits it. */
  readonly stale: boolean
  /** The result of the check before a save; null: the review is not open. */
  readonly check: Output<'config.check'> | null
}

export const useSettings = create<SettingsState>(() => ({
  document: null,
  draft: new Map(),
  values: null,
  stale: false,
  check: null,
}))

/** True while a save runs. A second one is ignored: it would be refused, because the first has changed the file. */
let saving = false

const setDraft = (draft: Draft): void => {
  const values = withDraft(useSettings.getState().document?.values, draft)
  useSettings.setState({ draft, values, check: null })
}

/** Reads the file. The draft stays; where it no longer fits, the store keeps the file that it was made for. */
export const loadDocument = async (): Promise<void> => {
  const [answer] = await Promise.all([call('config.document', {}), loadLock()])
  if (!answer.ok) return
  const { document, draft, check } = useSettings.getState()
  const found = answer.value
  const fits = draft.size === 0 || listShapeOf(found.values) === listShapeOf(document?.values)
  // a save of this window changes the file too, and says itself how it went
  if (check !== null && found.version !== document?.version && !saving)
    notify({ tone: 'problem', title: SETTINGS_MESSAGES.changedMeanwhile, lines: [] })
  if (fits)
    useSettings.setState({
      document: found,
      values: withDraft(found.values, draft),
      stale: false,
      ...(found.version === document?.version ? {} : { check: null }),
    })
  else useSettings.setState({ stale: true, check: null })
}

/** The value that a field shows: the edited one, or the file's. */
export const valueAt = (state: SettingsState, path: Path): unknown => valueIn(state.values, path)

/** Edits a field; undefined removes the key, so that the default holds. */
export const change = (path: Path, value: SettingEdit['value']): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withChange(document?.values, draft, path, value))
}

/** Appends an entry to a list. */
export const addEntry = (list: Path, value: SettingEdit['value']): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withEntry(document?.values, draft, list, value))
}

/** Removes an entry from a list. */
export const removeEntry = (path: Path): void => {
  const { document, draft } = useSettings.getState()
  setDraft(withoutEntry(document?.values, draft, path))
}

/** Drops the edit of exactly this path. */
export const undoEdit = (path: Path): void => {
  const draft = new Map(useSettings.getState().draft)
  draft.delete(JSON.stringify(path))
  setDraft(draft)
}

export const isChanged = (state: SettingsState, path: Path): boolean =>
  isChangedIn(state.draft, path)

export const discard = (): void => {
  forgetTests()
  setDraft(new Map())
  void loadDocument()
}

/** The unsaved edits as they can be applied. */
export const draftEdits = (): SettingEdit[] => editsInOrder(useSettings.getState().draft)

/** Opens the review: faults, the difference, the destinations that the edits touch. */
export const review = async (): Promise<void> => {
  const edits = draftEdits()
  if (edits.length === 0) return
  const answer = await call('config.check', { edits })
  if (answer.ok) useSettings.setState({ check: answer.value })
  else showError(answer)
}

/**
 * Saves the draft at once; what has a fault or touches a connection is reviewed all the same, by what the main process says
 * of it.
 */
export const saveAtOnce = async (): Promise<void> => {
  const answer = await call('config.check', { edits: draftEdits() })
  if (!answer.ok) return showError(answer)
  const { problems, touched } = answer.value
  if (problems.length > 0 || touched.length > 0) useSettings.setState({ check: answer.value })
  else await save(SETTINGS_MESSAGES.saved)
}

const saveOnce = async (edits: readonly SettingEdit[]): Promise<boolean> => {
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
    // the review no longer shows what a save would do
    useSettings.setState({ check: null })
    await loadDocument()
    return false
  }
  useSettings.setState({ check: null })
  return true
}

/** Saves edits that are not part of the draft. Answers whether they were saved. */
export const saveEdits = async (edits: readonly SettingEdit[]): Promise<boolean> => {
  const saved = await saveOnce(edits)
  if (saved) await loadDocument()
  return saved
}

/** Tests the instruments that the draft touches as it would make them, one after the other. */
export const testDrafts = async (ids: readonly string[]): Promise<void> => {
  const edits = draftEdits()
  const of = useSettings.getState().check?.tests ?? {}
  for (const id of ids) await testWithEdits(id, edits, of[id] ?? '')
}

/** Saves the draft, shows `message`, then tests the touched connections that were saved without a test. */
export const save = async (message: string): Promise<void> => {
  const { check } = useSettings.getState()
  const { tests } = useSettingsTests.getState()
  if (!(await saveOnce(draftEdits()))) return
  const untested = (check?.touched ?? []).filter(
    (id) => !['passed', 'failed'].includes(verdictOf(tests.get(id), check?.tests[id])),
  )
  useSettings.setState({ draft: new Map() })
  forgetTests()
  await loadDocument()
  notify({ tone: 'info', title: message, lines: [] })
  for (const id of untested) await testInstrument(id, 'test')
}
