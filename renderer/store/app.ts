// What the window knows of the whole program: instruments, faults, counts, a notice to show.
import { create } from 'zustand'
import type { Output } from '../../shared/contract.ts'
import type { ConfigProblem, InstrumentInfo, LiveProgress, Overview } from '../../shared/model.ts'
import { call } from '../bridge.ts'

export interface Notice {
  readonly tone: 'info' | 'problem'
  readonly title: string
  readonly lines: readonly string[]
}

interface AppState {
  readonly info: Output<'app.info'> | null
  readonly instruments: readonly InstrumentInfo[]
  readonly configProblems: readonly ConfigProblem[]
  readonly overview: Overview
  readonly notice: Notice | null
  /** Folders that wait for an instrument to be chosen. */
  readonly asking: readonly string[] | null
  readonly live: ReadonlyMap<number, LiveProgress>
  /** Epoch ms, moved now and then so that "5 min ago" stays true. */
  readonly now: number
}

const nothing: Overview = {
  counts: { all: 0, needs_you: 0, active: 0, waiting: 0, done: 0 },
  failed: 0,
  unacknowledged: 0,
  recording: 0,
  proven: 0,
  paused: false,
  bytesLeft: 0,
  trouble: null,
  holds: [],
}

export const useApp = create<AppState>(() => ({
  info: null,
  instruments: [],
  configProblems: [],
  overview: nothing,
  notice: null,
  asking: null,
  live: new Map(),
  now: Date.now(),
}))

export const notify = (notice: Notice | null): void => useApp.setState({ notice })

export const loadConfig = async (): Promise<void> => {
  const answer = await call('config.get', {})
  if (answer.ok)
    useApp.setState({
      instruments: answer.value.instruments,
      configProblems: answer.value.problems,
    })
}

export const loadApp = async (): Promise<void> => {
  const [info, overview] = await Promise.all([
    call('app.info', {}),
    call('overview.get', {}),
    loadConfig(),
  ])
  if (info.ok) useApp.setState({ info: info.value })
  if (overview.ok) useApp.setState({ overview: overview.value })
}

/** Keeps the progress of jobs that are still being worked on. */
export const applyLive = (moved: readonly LiveProgress[], finished: readonly number[]): void => {
  if (moved.length === 0 && finished.length === 0) return
  const live = new Map(useApp.getState().live)
  for (const progress of moved) live.set(progress.jobId, progress)
  for (const jobId of finished) live.delete(jobId)
  useApp.setState({ live })
}

export const setPaused = async (paused: boolean): Promise<void> => {
  const answer = await call('engine.pause', { paused })
  if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
}

/** Adds folders; asks for the instrument where it is not clear. */
export const addFolders = async (
  folders: readonly string[],
  instrumentId: string | null,
): Promise<void> => {
  if (folders.length === 0) return
  const answer = await call('jobs.add', { folders: [...folders], instrumentId })
  if (!answer.ok)
    return notify({
      tone: 'problem',
      title: 'The run was not added',
      lines: [answer.error.message],
    })
  const { refused, jobs } = answer.value
  const unclear =
    instrumentId === null
      ? refused.filter((r) => r.message.startsWith('It is not clear which instrument'))
      : []
  if (unclear.length > 0) useApp.setState({ asking: unclear.map((r) => r.folder) })
  const told = refused.filter((r) => !unclear.includes(r))
  if (told.length > 0) {
    notify({
      tone: 'problem',
      title:
        told.length === 1 ? 'One folder was not added' : `${told.length} folders were not added`,
      lines: told.map((r) => r.message),
    })
  } else if (jobs.length > 0) notify(null)
}

export const chooseFolders = async (): Promise<void> => {
  const answer = await call('app.chooseFolders', {})
  if (answer.ok) await addFolders(answer.value.folders, null)
}

export const openConfig = (): void => {
  void call('config.open', {}).then((answer) => {
    if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
  })
}

/** Tries a held destination again. */
export const resumeDestination = async (key: string): Promise<void> => {
  const answer = await call('destinations.resume', { key })
  if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
}
