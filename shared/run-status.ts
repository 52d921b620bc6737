// Run status: the one function that says a run's word, who holds it, when it goes on and in which list it is. List, strip, counts,
// tray, command line and JSON read it (docs/ux.md D5).
import { DUE_SOON_MS } from './constants.ts'
import { waited } from './format.ts'
import { RUN_STATUS_MESSAGES } from './messages/status.ts'
import type { JobSummary, JobView } from './model/model.ts'
import { stalledFor } from './movement.ts'
import type { LiveProgress } from './model/progress.ts'
import { type RunLabel, runLabel, runLabelWithAttempt } from './state-labels.ts'

type RunFacts = Parameters<typeof runLabelWithAttempt>[0] &
  Pick<JobSummary, 'needsPerson' | 'heldUntil'>

export interface RunStatus {
  /** Shape and hue follow from it. */
  readonly label: RunLabel
  /** The label with its number or time: `Retrying 2/5`, `Stalled 1 min`. */
  readonly word: string
  /** Who or what the run waits for, as a phrase; null: nobody holds it. */
  readonly holder: string | null
  /** When something is next done for it, epoch ms; null: now, never, or when its turn is there. */
  readonly nextAt: number | null
  /** The list that it is in; null: in none but "All runs", as a cancelled run. */
  readonly list: Exclude<JobView, 'all'> | null
}

const listOf = (job: RunFacts, now: number): RunStatus['list'] => {
  if (job.needsPerson) return 'needs_you'
  switch (job.state) {
    case 'cancelled':
      return null
    case 'verified':
    case 'cleanup_eligible':
    case 'cleaned':
      return 'done'
    case 'running':
      return job.held ? 'waiting' : 'active'
    case 'queued':
    case 'awaiting_verify': {
      if (job.held) return 'waiting'
      if (job.livePhase !== null) return 'active'
      const isRetry = job.state === 'awaiting_verify' || job.failures > 0
      const isSoon = job.dueAt !== null && job.dueAt <= now + DUE_SOON_MS
      return isRetry && isSoon && job.heldBy === null ? 'active' : 'waiting'
    }
    // both wait for a person, unless they are off the list
    case 'failed':
    case 'blocked':
      return 'needs_you'
  }
}

/** `live`: its progress, where it is being worked on now; `now`: epoch ms. */
export const runStatus = (
  job: RunFacts,
  now: number,
  live: LiveProgress | null = null,
): RunStatus => {
  const label = runLabel(job)
  const list = listOf(job, now)
  const stalled = live === null || job.livePhase === null ? null : stalledFor(live, now)
  if (label === 'Sending' && stalled !== null)
    return {
      label: 'Stalled',
      word: RUN_STATUS_MESSAGES.stalled(waited(stalled)),
      holder: null,
      nextAt: null,
      list,
    }
  // without a due time a proof waits for a person alone
  const waits =
    job.livePhase === null &&
    (job.state === 'queued' || (job.state === 'awaiting_verify' && job.dueAt !== null))
  const holder = !waits ? null : job.held ? RUN_STATUS_MESSAGES.heldByYou : job.heldBy
  const dueAt = holder === null ? job.dueAt : job.held ? null : job.heldUntil
  // a new run waits for its turn alone; the clock of the window is some seconds behind the time at which it was added
  const isNew = job.state === 'queued' && job.failures === 0 && job.lastError === null
  const nextAt =
    waits && (holder !== null || !isNew) && dueAt !== null && dueAt > now ? dueAt : null
  return { label, word: runLabelWithAttempt(job), holder, nextAt, list }
}
