// The life of a job as one table (ARCHITECTURE 7): every state, every event, the state that follows. Anything else throws.
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
  'fail',
  'cancel',
  'retry',
  'reopen',
] as const
export type JobEvent = (typeof JOB_EVENTS)[number]

const TABLE: Readonly<Record<JobState, Readonly<Partial<Record<JobEvent, JobState>>>>> = {
  queued: { start: 'running', block: 'blocked', cancel: 'cancelled' },
  // blocked: the gate refuses it until a person acts; `retry` asks the gate again
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
  // reopen: a person put files into it that were left out
  verified: { recheck: 'awaiting_verify', eligible: 'cleanup_eligible', reopen: 'queued' },
  cleanup_eligible: {
    recheck: 'awaiting_verify',
    ineligible: 'verified',
    cleaned: 'cleaned',
    reopen: 'queued',
  },
  cleaned: {},
  // recheck: only originals changed, so looking again sends nothing
  failed: { retry: 'queued', recheck: 'awaiting_verify', cancel: 'cancelled' },
  cancelled: { retry: 'queued' },
}

/** Thrown for a pair that the table does not have: always a bug of ours, never the operator's. */
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

/** True where the table has that pair. */
export const canMove = (state: JobState, event: JobEvent): boolean =>
  TABLE[state][event] !== undefined

/** A job as far as deciding what may be done to it goes. */
export interface ActionFacts {
  readonly state: JobState
  readonly held: boolean
  /** True where the job rests without a due time although work is left: sent, but not proven. */
  readonly storageOutage: boolean
  /** Only originals changed after it was verified. */
  readonly changedSince: boolean
}

const ENDED: ReadonlySet<JobState> = new Set([
  'verified',
  'cleanup_eligible',
  'cleaned',
  'failed',
  'cancelled',
  'blocked',
])

/** What an operator may do now; buttons and the CLI draw from this list alone. */
export const actionsFor = ({
  state,
  held,
  storageOutage,
  changedSince,
}: ActionFacts): JobAction[] => {
  // a proven copy is kept: it is looked at again, and replaced only by choosing the files
  if (changedSince) return ['verify', 'dismiss']
  const actions: JobAction[] = []
  const unfinished = state === 'queued' || state === 'running' || state === 'awaiting_verify'
  // a waiting job may be tried now: `retry` of a queued one starts a fresh series at once
  if (state === 'queued' || storageOutage || canMove(state, 'retry')) actions.push('retry')
  if (state === 'queued' && !held) actions.push('next')
  if (unfinished && !storageOutage) actions.push(held ? 'resume' : 'pause')
  if (state !== 'failed' && canMove(state, 'recheck')) actions.push('verify')
  if (canMove(state, 'cancel')) actions.push('cancel')
  if (ENDED.has(state)) actions.push('dismiss')
  return actions
}
