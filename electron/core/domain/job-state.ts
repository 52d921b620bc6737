// State machine of a job as one table: for every state and event the next state. Any other pair throws.
import type { JobAction, JobState } from '../../../shared/model/model.ts'

export const JOB_EVENTS = [
  'start',
  'block',
  'pushed',
  'retry_later',
  'interrupted',
  'resend',
  'verified',
  'unproven',
  'recheck',
  'eligible',
  'ineligible',
  'cleaned',
  'copy_proven',
  'copy_unproven',
  'fail',
  'cancel',
  'retry',
  'reopen',
] as const
export type JobEvent = (typeof JOB_EVENTS)[number]

const TABLE: Readonly<Record<JobState, Readonly<Partial<Record<JobEvent, JobState>>>>> = {
  queued: { start: 'running', block: 'blocked', cancel: 'cancelled' },
  // blocked: the checks before sending refuse the run until a person acts; `retry` repeats them
  blocked: { retry: 'queued', cancel: 'cancelled' },
  running: {
    pushed: 'awaiting_verify',
    retry_later: 'queued',
    interrupted: 'queued',
    block: 'blocked',
    fail: 'failed',
    cancel: 'cancelled',
  },
  awaiting_verify: {
    verified: 'verified',
    unproven: 'awaiting_verify',
    resend: 'queued',
    retry_later: 'awaiting_verify',
    interrupted: 'awaiting_verify',
    recheck: 'awaiting_verify',
    retry: 'queued',
    block: 'blocked',
    fail: 'failed',
    cancel: 'cancelled',
  },
  // reopen: a person included files again that were excluded
  verified: { recheck: 'awaiting_verify', eligible: 'cleanup_eligible', reopen: 'queued' },
  cleanup_eligible: {
    recheck: 'awaiting_verify',
    ineligible: 'verified',
    cleaned: 'cleaned',
    reopen: 'queued',
  },
  // the NAS has the only copy: a check of it never leads to a state from which something is sent
  cleaned: { copy_proven: 'cleaned', copy_unproven: 'failed' },
  // recheck: only originals changed, so a verify pass is enough and nothing is sent. copy_*: the
  // only copy of a cleaned run is checked again
  failed: {
    retry: 'queued',
    recheck: 'awaiting_verify',
    cancel: 'cancelled',
    copy_proven: 'cleaned',
    copy_unproven: 'failed',
  },
  cancelled: { retry: 'queued' },
}

/**
 * Thrown for a pair that the table does not have: always a bug of this program, never the
 * operator's mistake.
 */
export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition'
  constructor(state: JobState, event: JobEvent) {
    super(`a job that is ${state} has no event ${event}`)
  }
}

/** The state after `event`; throws IllegalTransition where the table has none. */
export const transition = (state: JobState, event: JobEvent): JobState => {
  const next = TABLE[state][event]
  if (next === undefined) throw new IllegalTransition(state, event)
  return next
}

/** States in which every file of a job is proven (docs/spec.md 4). */
export const PROVEN_STATES: readonly JobState[] = ['verified', 'cleanup_eligible', 'cleaned']

export const isProvenState = (state: JobState): boolean => PROVEN_STATES.includes(state)

/** True where the table has the pair. */
export const canMove = (state: JobState, event: JobEvent): boolean =>
  TABLE[state][event] !== undefined

/** What `actionsFor` needs to know of a job. */
interface ActionFacts {
  readonly state: JobState
  /** A person paused it. */
  readonly held: boolean
  /** The run is sent, but the NAS gives no proof: the job awaits a verify pass without a due time. */
  readonly sentUnproven: boolean
  /** Only originals changed after it was verified. */
  readonly changedSince: boolean
  /** The local data was deleted: only the copy on the NAS can be checked. */
  readonly onNasOnly: boolean
  /** A person took it off the list: all that can be done is to put it back. */
  readonly archived: boolean
}

const ENDED: ReadonlySet<JobState> = new Set([
  'verified',
  'cleanup_eligible',
  'cleaned',
  'failed',
  'cancelled',
  'blocked',
])

/** The actions that an operator may take now. Buttons and the command line offer exactly these. */
export const actionsFor = ({
  state,
  held,
  sentUnproven,
  changedSince,
  onNasOnly,
  archived,
}: ActionFacts): JobAction[] => {
  if (archived) return ['unarchive']
  // the proven copy stays: it can be verified again, and is replaced only where a person chooses files
  if (changedSince || onNasOnly) return ['verify', 'archive']
  const actions: JobAction[] = []
  const unfinished = state === 'queued' || state === 'running' || state === 'awaiting_verify'
  // `retry` of a queued job starts a new series of attempts at once
  if (state === 'queued' || sentUnproven || canMove(state, 'retry')) actions.push('retry')
  if (state === 'queued' && !held) actions.push('next', 'earlier', 'later')
  if (unfinished && !sentUnproven) actions.push(held ? 'resume' : 'pause')
  if (state !== 'failed' && canMove(state, 'recheck')) actions.push('verify')
  if (canMove(state, 'cancel')) actions.push('cancel')
  if (ENDED.has(state)) actions.push('archive')
  return actions
}
