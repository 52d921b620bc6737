// Live progress store: the running phase of each job, with a smoothed estimate and the detection of stalled transfers.
import { create } from 'zustand'
import type { LiveProgress } from '../../../shared/model/progress.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { smoothEta } from './smooth-eta.ts'

/** Progress as the engine reports it, and what the window derives from it. Times are epoch ms. */
export interface LiveRun extends LiveProgress {
  readonly phaseStartedAt: number
  /** When the number of bytes last changed. */
  readonly lastProgressAt: number
  readonly receivedAt: number
  /** The last line of the log of a stalled run; '' otherwise. */
  readonly lastLogLine: string
}

interface LiveProgressState {
  /** By job id. */
  readonly live: ReadonlyMap<number, LiveRun>
}

export const useLiveProgress = create<LiveProgressState>(() => ({ live: new Map() }))

/** Estimates of a phase are not shown before it has run for this long: the first ones are wild. */
export const ETA_AFTER_MS = 10_000
/** A transfer that moved no byte for this long is shown as stalled. */
const STALLED_AFTER_MS = 60_000

export const isStalled = (run: LiveRun, now: number): boolean =>
  now - run.lastProgressAt >= STALLED_AFTER_MS

/** Takes over new progress, and drops the jobs that finished their phase. */
export const applyLive = (moved: readonly LiveProgress[], finished: readonly number[]): void => {
  if (moved.length === 0 && finished.length === 0) return
  const now = Date.now()
  const live = new Map(useLiveProgress.getState().live)
  for (const progress of moved) {
    const before = live.get(progress.jobId)
    const samePhase = before?.phase === progress.phase
    const unmoved = samePhase && before.bytes === progress.bytes
    // smoothing follows an earlier estimate of the same amount of work only
    const earlier =
      samePhase && before.bytesTotal === progress.bytesTotal && before.etaSeconds !== null
        ? { seconds: before.etaSeconds, at: before.receivedAt }
        : null
    live.set(progress.jobId, {
      ...progress,
      etaSeconds: smoothEta(earlier, progress.etaSeconds, now),
      phaseStartedAt: samePhase ? before.phaseStartedAt : now,
      lastProgressAt: unmoved ? before.lastProgressAt : now,
      receivedAt: now,
      lastLogLine: unmoved ? before.lastLogLine : '',
    })
  }
  for (const jobId of finished) live.delete(jobId)
  useLiveProgress.setState({ live })
}

/** The last line of the newest attempt's log; '' where there is none. */
const readLastLogLine = async (jobId: number): Promise<string> => {
  const attempts = await call('attempts.list', { jobId })
  const newest = attempts.ok ? attempts.value.rows[0] : undefined
  if (newest === undefined) return ''
  const page = (from: number) => call('logs.page', { attemptId: newest.id, from, limit: 1 })
  const first = await page(0)
  if (!first.ok || first.value.total === 0) return ''
  const last = await page(first.value.total - 1)
  return last.ok ? (last.value.lines[0]?.text ?? '') : ''
}

/** Advances the window's clock, and reads the last log line of every stalled run. Called every few seconds. */
export const tick = async (): Promise<void> => {
  const now = Date.now()
  useApp.setState({ now })
  const { live } = useLiveProgress.getState()
  for (const run of [...live.values()].filter((each) => isStalled(each, now))) {
    const lastLogLine = await readLastLogLine(run.jobId)
    const latest = useLiveProgress.getState().live
    const current = latest.get(run.jobId)
    if (current !== undefined && current.lastLogLine !== lastLogLine)
      useLiveProgress.setState({
        live: new Map(latest).set(run.jobId, { ...current, lastLogLine }),
      })
  }
}
