// Maps a job's state to ExLab-Wizard's `sync_status` (docs/spec.md 10): `synced` only for a
// verified run. Pure.
import type { JobState, LastError } from '../../../shared/model/model.ts'
import { isChangedSince } from '../../../shared/state-labels.ts'
import type { Settings } from '../domain/config.ts'
import { isProvenState } from '../domain/job-state.ts'
import { routesOf } from '../domain/routes.ts'

/** Values that this program writes. */
export type SyncStatus = 'pending' | 'synced' | 'failed' | 'cleaned'

const SYNC_STATUS: Readonly<Record<JobState, SyncStatus | null>> = {
  queued: 'pending',
  running: 'pending',
  awaiting_verify: 'pending',
  verified: 'synced',
  cleanup_eligible: 'synced',
  cleaned: 'cleaned',
  failed: 'failed',
  blocked: null,
  cancelled: null,
}

interface ReportedState {
  readonly state: JobState
  readonly lastError: LastError | null
  readonly verifiedAt: number | null
  /** Name of the destination within its instrument; '': the first. */
  readonly slot: string
  /** Files of the run's first job that this one has no proof of: it left them out, or did not get them yet. */
  readonly lacks: number
}

/**
 * null: nothing is written, and the file keeps its status. So it is for a run whose originals
 * changed since it was verified.
 */
const syncStatusOf = (job: ReportedState): SyncStatus | null =>
  isChangedSince(job) ? null : SYNC_STATUS[job.state]

/** Names of the destinations that must hold a run of the instrument, '' for the first; none where it is not in the settings. */
export const requiredSlots = (
  instrumentId: string,
  settings: Settings | null,
): readonly string[] => {
  const instrument = settings?.instruments.find(({ id }) => id === instrumentId)
  return (instrument === undefined ? [] : routesOf(instrument))
    .filter(({ isRequired }) => isRequired)
    .map(({ slot }) => slot)
}

/** True where a run that was verified is verified again: it keeps its status until the pass has a result. */
const isRecheck = ({ state, verifiedAt }: ReportedState): boolean =>
  state === 'awaiting_verify' && verifiedAt !== null

/**
 * The status of a run by its first job. `synced` lets ExLab-Wizard delete what is here, so it waits until the run's other jobs,
 * `others`, have proven it at every destination of `required`. null: nothing is written.
 */
export const runStatus = (
  first: ReportedState,
  others: readonly ReportedState[],
  required: readonly string[],
): SyncStatus | null => {
  const status = isRecheck(first) ? null : syncStatusOf(first)
  if (status !== 'synced') return status
  const needed = required.map((slot) => [first, ...others].find((one) => one.slot === slot))
  const holds = (job: ReportedState | undefined): boolean =>
    job !== undefined && job.lacks === 0 && (isRecheck(job) || isProvenState(job.state))
  if (!needed.every(holds)) return 'pending'
  return needed.some((job) => job !== undefined && isRecheck(job)) ? null : status
}
