// Setup store: the step that is open and what was entered, remembered so that the set-up can be left and continued.
import { create } from 'zustand'
import { MINUTE_MS } from '../../../shared/duration.ts'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import type { Output } from '../../../shared/contract/index.ts'
import type { CompletenessSignal } from '../../../shared/model/settings.ts'
import { NO_NAS, useConnect } from '../connect/connect-store.ts'
import { isId, proposeId } from './instrument-ids.ts'

export const STEPS = ['instrument', 'nas', 'test', 'finish'] as const
export type StepName = (typeof STEPS)[number]

/** Which of the finished runs that are there already are sent. */
export type Take = keyof typeof SETUP_MESSAGES.take

export type RunCount = Output<'instruments.countRuns'>

export interface Draft {
  readonly name: string
  /** Typed by a person; '': it is made from the name. */
  readonly typedId: string
  readonly localRoot: string
  /** Pattern of `run_folders`; '': runs are found by what is there. */
  readonly runFolders: string
  readonly signal: CompletenessSignal
  readonly filename: string
  readonly quietMinutes: number
  readonly take: Take
  /** First day of the runs that are sent, as 2026-01-31; '': none was chosen. */
  readonly fromDay: string
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  typedId: '',
  localRoot: '',
  runFolders: '',
  signal: 'quiet_period',
  filename: '',
  quietMinutes: 10,
  take: 'new',
  fromDay: '',
}

interface SetupState {
  readonly step: StepName
  readonly draft: Draft
  readonly skipped: readonly StepName[]
  /** The instrument whose runs are sent elsewhere; null: a new one is set up. */
  readonly moved: string | null
  /** The finished runs in the folder; null: they are being counted, or there is no folder. */
  readonly count: RunCount | null
}

const STORAGE_KEY = 'setup'

const readSaved = (): Omit<SetupState, 'count'> => {
  const fresh = { step: STEPS[0], draft: EMPTY_DRAFT, skipped: [], moved: null }
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null')
    const step: unknown = Reflect.get(Object(value), 'step')
    const draft: unknown = Reflect.get(Object(value), 'draft')
    const moved: unknown = Reflect.get(Object(value), 'moved')
    return {
      ...fresh,
      step: STEPS.find((one) => one === step) ?? STEPS[0],
      moved: typeof moved === 'string' ? moved : null,
      // fields of an older version fill up the defaults; the values are checked before a save
      draft: { ...EMPTY_DRAFT, ...Object(draft) },
    }
  } catch {
    return fresh
  }
}

export const useSetup = create<SetupState>(() => ({ ...readSaved(), count: null }))
useSetup.subscribe(({ step, draft, moved }) =>
  localStorage.setItem(STORAGE_KEY, JSON.stringify({ step, draft, moved })),
)

export const openStep = (step: StepName): void => useSetup.setState({ step })
export const setDraft = (change: Partial<Draft>): void =>
  useSetup.setState(({ draft }) => ({ draft: { ...draft, ...change } }))

const after = (step: StepName): StepName => STEPS[STEPS.indexOf(step) + 1] ?? step

/** Goes on to the step behind. */
export const goOn = (step: StepName): void =>
  useSetup.setState(({ skipped }) => ({
    step: after(step),
    skipped: skipped.filter((one) => one !== step),
  }))

export const skip = (step: StepName): void =>
  useSetup.setState(({ skipped }) => ({
    step: after(step),
    skipped: [...skipped.filter((one) => one !== step), step],
  }))

/** Begins with nothing: the next instrument has nothing of the one before. `moved`: the one that is sent elsewhere. */
export const startOver = (moved: string | null = null): void => {
  useConnect.setState({ nas: NO_NAS })
  useSetup.setState({
    step: moved === null ? STEPS[0] : 'nas',
    draft: EMPTY_DRAFT,
    skipped: [],
    moved,
    count: null,
  })
}

/** The id that the drafted instrument gets. */
export const idOfDraft = ({ typedId, name }: Draft, used: readonly string[]): string =>
  typedId === '' ? proposeId(name, used) : typedId

/** Why the instrument cannot be used yet, as a sentence; null: it can. The rules of config.yaml apply when it is saved. */
export const instrumentFault = (draft: Draft, used: readonly string[]): string | null => {
  const needsFile = draft.signal === 'sentinel_file' || draft.signal === 'manifest'
  if (draft.name.trim() === '' && draft.typedId === '') return SETUP_MESSAGES.needName
  const id = idOfDraft(draft, used)
  if (!isId(id)) return SETUP_MESSAGES.idRule
  if (used.includes(id)) return SETUP_MESSAGES.idTaken(id)
  if (draft.localRoot === '') return SETUP_MESSAGES.needFolder
  if (needsFile && draft.filename === '') return SETUP_MESSAGES.needFilename
  return draft.take === 'date' && draft.fromDay === '' ? SETUP_MESSAGES.needDate : null
}

/** Runs and bytes of the days from `first` on; '': of all. */
export const sumFrom = (
  { days }: Pick<RunCount, 'days'>,
  first: string,
): { readonly runs: number; readonly bytes: number } =>
  days
    .filter(({ day }) => day >= first)
    .reduce((sum, { runs, bytes }) => ({ runs: sum.runs + runs, bytes: sum.bytes + bytes }), {
      runs: 0,
      bytes: 0,
    })

/**
 * What config.yaml says of the runs that are there already. `now`: epoch ms. Only new ones: those in which something changes
 * after the last change of those that were counted; where they were not all counted, after the last moment at which a run that
 * counts as finished can have changed.
 */
export const takeKeys = (
  { take, fromDay, signal, quietMinutes }: Draft,
  count: RunCount | null,
  now: number,
): Readonly<Record<string, string>> => {
  if (take === 'date') return { ignore_before: fromDay }
  if (take === 'all' || (count?.complete === true && count.days.length === 0)) return {}
  const moment =
    count?.complete === true
      ? count.newestChange
      : now - (signal === 'quiet_period' ? quietMinutes * MINUTE_MS : 0)
  return { only_after: new Date(moment).toISOString() }
}
