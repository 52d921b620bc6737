// What the window knows of the whole program: instruments, faults, counts, a notice to show.
import { create } from 'zustand'
import { MESSAGES } from '../../shared/messages/index.ts'
import type { Output } from '../../shared/contract/index.ts'
import type { LiveProgress } from '../../shared/model/progress.ts'
import type { Overview } from '../../shared/model/model.ts'
import type { Result } from '../../shared/model/result.ts'
import type { ConfigProblem, FoundFolder, InstrumentInfo } from '../../shared/model/settings.ts'
import { NO_OVERVIEW } from '../../shared/constants.ts'
import { call } from './bridge.ts'
import { STILL_MS, smoothEta } from '../features/frame/smooth-eta.ts'

export interface Notice {
  readonly tone: 'info' | 'problem'
  readonly title: string
  readonly lines: readonly string[]
  /** Takes back what was done. */
  readonly undo?: () => void
}

/** Progress, and what only watching it tells. */
export interface Watched extends LiveProgress {
  /** When this phase began, and when a byte last moved: epoch ms. */
  readonly since: number
  readonly movedAt: number
  /** When it was last heard of. */
  readonly at: number
  /** The last line of the log of one that stands still; '' where there is none. */
  readonly lastLine: string
}

interface AppState {
  readonly info: Output<'app.info'> | null
  readonly instruments: readonly InstrumentInfo[]
  readonly configProblems: readonly ConfigProblem[]
  readonly overview: Overview
  /** When the main process last said anything. */
  readonly heardAt: number
  readonly notice: Notice | null
  /** Folders that wait for an instrument to be chosen. */
  readonly asking: readonly string[] | null
  /** Folders that were dropped and hold several runs: which of them? */
  readonly dropped: readonly FoundFolder[] | null
  readonly live: ReadonlyMap<number, Watched>
  /** Epoch ms, moved now and then so that "5 min ago" stays true. */
  readonly now: number
}

export const useApp = create<AppState>(() => ({
  info: null,
  instruments: [],
  configProblems: [],
  overview: NO_OVERVIEW,
  heardAt: Date.now(),
  notice: null,
  asking: null,
  dropped: null,
  live: new Map(),
  now: Date.now(),
}))

export const notify = (notice: Notice | null): void => useApp.setState({ notice })

/** Shows why a call was refused; nothing where it was not. */
export const told = (answer: Result<unknown>): void => {
  if (!answer.ok) notify({ tone: 'problem', title: answer.error.message, lines: [] })
}

const configNow = async (): Promise<Pick<AppState, 'instruments' | 'configProblems'> | null> => {
  const answer = await call('config.get', {})
  if (!answer.ok) return null
  return { instruments: answer.value.instruments, configProblems: answer.value.problems }
}

export const loadConfig = async (): Promise<void> => {
  const config = await configNow()
  if (config !== null) useApp.setState(config)
}

/** Everything that the window begins with, shown at once. */
export const loadApp = async (): Promise<void> => {
  const [info, overview, config] = await Promise.all([
    call('app.info', {}),
    call('overview.get', {}),
    configNow(),
  ])
  useApp.setState({
    ...config,
    ...(info.ok ? { info: info.value } : {}),
    ...(overview.ok ? { overview: overview.value } : {}),
  })
}

/** Keeps the progress of jobs that are still being worked on. */
export const applyLive = (moved: readonly LiveProgress[], finished: readonly number[]): void => {
  if (moved.length === 0 && finished.length === 0) return
  const now = Date.now()
  const live = new Map(useApp.getState().live)
  for (const progress of moved) {
    const before = live.get(progress.jobId)
    const same = before?.phase === progress.phase
    const still = same && before.bytes === progress.bytes
    // an estimate of other work has nothing to follow
    const earlier =
      same && before.bytesTotal === progress.bytesTotal && before.etaSeconds !== null
        ? { seconds: before.etaSeconds, at: before.at }
        : null
    live.set(progress.jobId, {
      ...progress,
      etaSeconds: smoothEta(earlier, progress.etaSeconds, now),
      since: same ? before.since : now,
      movedAt: still ? before.movedAt : now,
      at: now,
      lastLine: still ? before.lastLine : '',
    })
  }
  for (const jobId of finished) live.delete(jobId)
  useApp.setState({ live })
}

export const isStill = (one: Watched, now: number): boolean => now - one.movedAt >= STILL_MS

/** The last line of the newest attempt's log; '' where there is none. */
const lastLineOf = async (jobId: number): Promise<string> => {
  const attempts = await call('attempts.list', { jobId })
  const newest = attempts.ok ? attempts.value.rows[0] : undefined
  if (newest === undefined) return ''
  const page = (from: number) => call('logs.page', { attemptId: newest.id, from, limit: 1 })
  const first = await page(0)
  if (!first.ok || first.value.total === 0) return ''
  const last = await page(first.value.total - 1)
  return last.ok ? (last.value.lines[0]?.text ?? '') : ''
}

/** Looks at the clock: runs that stand still are shown with the last that their tool said. */
export const tick = async (): Promise<void> => {
  const now = Date.now()
  useApp.setState({ now })
  const { live } = useApp.getState()
  for (const one of [...live.values()].filter((each) => isStill(each, now))) {
    const lastLine = await lastLineOf(one.jobId)
    const fresh = useApp.getState().live
    const same = fresh.get(one.jobId)
    if (same !== undefined && same.lastLine !== lastLine)
      useApp.setState({ live: new Map(fresh).set(one.jobId, { ...same, lastLine }) })
  }
}

export const setPaused = async (paused: boolean): Promise<void> =>
  told(await call('engine.pause', { paused }))

export const setUnlimited = async (unlimited: boolean): Promise<void> =>
  told(await call('engine.unlimited', { unlimited }))

/** Adds folders; asks for the instrument where it is not clear. */
export const addFolders = async (
  folders: readonly string[],
  instrumentId: string | null,
): Promise<void> => {
  if (folders.length === 0) return
  const answer = await call('jobs.add', { folders: [...folders], instrumentId })
  if (!answer.ok)
    return notify({ tone: 'problem', title: MESSAGES.notAdded, lines: [answer.error.message] })
  const { refused, jobs } = answer.value
  const unclear = instrumentId === null ? refused.filter((r) => r.unclear) : []
  if (unclear.length > 0) useApp.setState({ asking: unclear.map((r) => r.folder) })
  const others = refused.filter((r) => !unclear.includes(r))
  if (others.length > 0) {
    notify({
      tone: 'problem',
      title: MESSAGES.foldersNotAdded(others.length),
      lines: others.map((r) => r.message),
    })
  } else if (jobs.length > 0) notify(null)
}

/** Folders that were dropped: runs are added, a folder of several runs is asked about. */
export const dropFolders = async (folders: readonly string[]): Promise<void> => {
  if (folders.length === 0) return
  const answer = await call('folders.inspect', { folders: [...folders] })
  if (!answer.ok) return told(answer)
  const parents = answer.value.rows.filter((row) => row.kind === 'parent')
  if (parents.length > 0) useApp.setState({ dropped: parents })
  await addFolders(
    answer.value.rows.filter((row) => row.kind !== 'parent').map((row) => row.folder),
    null,
  )
}

export const chooseFolders = async (): Promise<void> => {
  const answer = await call('app.chooseFolders', {})
  if (answer.ok) await addFolders(answer.value.folders, null)
}

export const openConfig = (): void => void call('config.open', {}).then(told)

/** Tries a held destination again. */
export const resumeDestination = async (key: string): Promise<void> =>
  told(await call('destinations.resume', { key }))

export const rescan = async (): Promise<void> => told(await call('engine.rescan', {}))
