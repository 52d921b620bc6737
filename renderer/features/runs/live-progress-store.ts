// Live progress store: the running phase of each job, with a smoothed estimate.
import { create } from 'zustand'
import type { LiveProgress } from '../../../shared/model/progress.ts'
import { useApp } from '../../state/app-store.ts'
import { loadQueueEstimate } from './queue-estimate-store.ts'
import { smoothEta } from './smooth-eta.ts'

/** Progress as the engine reports it, and what the window derives from it. Times are epoch ms. */
export interface LiveRun extends LiveProgress {
  readonly phaseStartedAt: number
  readonly receivedAt: number
}

interface LiveProgressState {
  /** By job id. */
  readonly live: ReadonlyMap<number, LiveRun>
}

export const useLiveProgress = create<LiveProgressState>(() => ({ live: new Map() }))

/** Estimates of a phase are not shown before it has run for this long: the first ones are wild. */
export const ETA_AFTER_MS = 10_000
/** Takes over new progress, and drops the jobs that finished their phase. */
export const applyLive = (moved: readonly LiveProgress[], finished: readonly number[]): void => {
  if (moved.length === 0 && finished.length === 0) return
  const now = Date.now()
  const live = new Map(useLiveProgress.getState().live)
  for (const progress of moved) {
    const before = live.get(progress.jobId)
    const samePhase = before?.phase === progress.phase
    // smoothing follows an earlier estimate of the same amount of work only
    const earlier =
      samePhase && before.bytesTotal === progress.bytesTotal && before.etaSeconds !== null
        ? { seconds: before.etaSeconds, at: before.receivedAt }
        : null
    live.set(progress.jobId, {
      ...progress,
      etaSeconds: smoothEta(earlier, progress.etaSeconds, now),
      phaseStartedAt: samePhase ? before.phaseStartedAt : now,
      receivedAt: now,
    })
  }
  for (const jobId of finished) live.delete(jobId)
  useLiveProgress.setState({ live })
}

/** Advances the window's clock, and reads again what changes with time alone. Called every few seconds. */
export const tick = (): void => {
  useApp.setState({ now: Date.now() })
  const { counts } = useApp.getState().overview
  if (counts.waiting > 0 || counts.active > 0) void loadQueueEstimate()
}
