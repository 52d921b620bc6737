// Assigns each job to one list of the window (docs/ux.md D3), as SQL over its row. All of it derives from one table of states.
import type { RunStateFilter } from '../../../shared/model/list-rows.ts'
import type { JobState } from '../../../shared/model/model.ts'
import { JOB_STATES, PROOF_LEVELS } from '../../../shared/model/states.ts'
import { STATE_CHIPS } from '../../../shared/model/state-chips.ts'
import { DESTINATION_FAULTS, FOLDER_FAULTS } from '../../../shared/reasons.ts'
import { PROVEN_STATES } from '../domain/job-state.ts'
import { jsonList, sqlList } from '../db/sql.ts'

/**
 * What is left to do for a job, by its state. `waiting`: its turn has not come; `working`: the engine works on it, unless the
 * proof waits for a person; `stopped`: a person must act; `over`: nothing.
 */
const GROUP_OF_STATE: Readonly<Record<JobState, 'waiting' | 'working' | 'stopped' | 'over'>> = {
  queued: 'waiting',
  running: 'working',
  awaiting_verify: 'working',
  blocked: 'stopped',
  failed: 'stopped',
  verified: 'over',
  cleanup_eligible: 'over',
  cleaned: 'over',
  cancelled: 'over',
}

/** The states of these groups as an SQL list. */
const statesOf = (...groups: readonly (typeof GROUP_OF_STATE)[JobState][]): string =>
  sqlList(
    Object.entries(GROUP_OF_STATE)
      .filter(([, group]) => groups.includes(group))
      .map(([state]) => state),
  )

/** What the lists depend on besides the rows. */
export interface ViewFacts {
  /** A run that is tried again until then counts as active, epoch ms; -1: nothing is started now. */
  readonly dueSoonUntil: number
  /** Routes on which nothing is started: the destination is on hold, or the instrument records. */
  readonly held: readonly string[]
  /** Jobs that go on although their destination is on hold. */
  readonly exemptJobs: readonly number[]
  /** Everything is paused. */
  readonly allHeld: boolean
  /** Jobs that are being worked on now. */
  readonly liveJobs: readonly number[]
  /** Jobs whose local data may be deleted now, by a look of the last ten minutes (docs/spec.md 8). */
  readonly safeJobs: readonly number[]
}

/** The job is on the list; an archived one is in none of the lists, and nothing is done to it by itself. */
export const LISTED = 'archived_at IS NULL'

/**
 * The job bars others from its folder and its place on the NAS. One that was cancelled or archived does so only where it owns
 * the place, so that it may have put something there.
 */
export const CLAIMS = `((state <> 'cancelled' AND ${LISTED}) OR verified_at IS NOT NULL OR place IN ('own','assumed','adopted'))`

/** A proven job whose own folder a person must mend. The plus has SQLite take the index of these reasons, not that of the states. */
const folderFault = (row = ''): string =>
  `(+${row}state IN ${sqlList(PROVEN_STATES)} AND ${row}error_reason IN ${sqlList(FOLDER_FAULTS)})`

/** The job waits for a person. `row`: how the statement names the row, with a dot. */
export const needsPerson = (row = ''): string =>
  `(${row}state IN ${statesOf('stopped')} OR (${row}state = 'awaiting_verify' AND ${row}due_at IS NULL)
    OR (${row}state IN ('queued','awaiting_verify') AND ${row}error_reason IN ${sqlList(DESTINATION_FAULTS)})
    OR ${folderFault(row)})`

/** A superset of `needsPerson` that indexes answer alone. */
export const MAY_NEED_PERSON = `(state IN ${statesOf('stopped', 'working')} OR error_reason IN ${sqlList(DESTINATION_FAULTS)}
  OR error_reason IN ${sqlList(FOLDER_FAULTS)})`

/** The job waits for its next attempt after a failure, or for its proof. */
export const WAITS_FOR_RETRY = `((state = 'queued' AND failures > 0) OR (state = 'awaiting_verify' AND due_at IS NOT NULL))
  AND held = 0 AND ${LISTED}`

const RETRY_DUE_SOON = `(${WAITS_FOR_RETRY} AND due_at <= :dueSoonUntil
  AND (route NOT IN ${jsonList(':heldRoutes')} OR id IN ${jsonList(':exemptJobs')}))`

/** The job is in a state after which nothing follows by itself. A superset of OVER that an index of the states answers alone. */
export const ENDED = `state IN ${statesOf('over')}`

/** Nothing is left to do for the job. */
export const OVER = `(${ENDED} AND NOT coalesce(${folderFault()}, 0))`

/** Something is left to do for the job, by the app or by a person: exactly the jobs that are not OVER. */
export const OPEN = `(state IN ${statesOf('waiting', 'working', 'stopped')} OR ${folderFault()})`

/**
 * Nothing is left to do for the job, and no column of its row says otherwise or can be damaged (job-row.ts): it can be counted
 * without being read.
 */
export const AT_REST = `(${ENDED} AND ${LISTED} AND restored_at IS NULL AND last_error IS NULL AND push_error IS NULL AND ack IS NULL
  AND proof IN ${sqlList(PROOF_LEVELS)} AND (level IS NULL OR level IN ${sqlList(PROOF_LEVELS)})
  AND held IN (0,1) AND chosen IN (0,1) AND located IN (0,1))`

/** All other jobs on the list, by the words of their partial index (0022-at-rest.ts). */
export const NOT_AT_REST = `(${LISTED} AND ${AT_REST} IS NOT TRUE)`

/** The one list that the job is in, by the rule of shared/run-status.ts; a cancelled job is in none. */
export const VIEW = `CASE
  WHEN ${needsPerson()} THEN 'needs_you'
  WHEN state = 'cancelled' THEN 'cancelled'
  WHEN ${ENDED} THEN 'done'
  WHEN held = 0 AND (state = 'running' OR id IN ${jsonList(':liveJobs')}) THEN 'active'
  WHEN ${RETRY_DUE_SOON} THEN 'active'
  ELSE 'waiting' END`

/** Those parameters of VIEW, RANK and STATE_FILTERS that the statement names; SQLite refuses others. */
export const viewValues = (sql: string, facts: ViewFacts): Record<string, number | string> => {
  const values = {
    ':dueSoonUntil': facts.dueSoonUntil,
    ':heldRoutes': JSON.stringify(facts.held),
    ':exemptJobs': JSON.stringify(facts.exemptJobs),
    ':allHeld': Number(facts.allHeld),
    ':liveJobs': JSON.stringify(facts.liveJobs),
    ':safeJobs': JSON.stringify(facts.safeJobs),
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(name)))
}

/** Only originals changed after the proof (shared/state-labels.ts, isChangedSince). */
export const CHANGED_SINCE_VERIFIED = `(state = 'failed' AND coalesce(error_reason, '') = 'changed_since_verified')`

/** The only copy of a cleaned run was not proven by its last check (shared/state-labels.ts, isOnNasOnly). */
export const ONLY_COPY_UNPROVEN = `(state = 'failed' AND coalesce(error_reason, '') = 'only_copy_unproven')`

/** The engine works on the job now. */
const LIVE = `id IN ${jsonList(':liveJobs')}`

/** A person, a pause, the hold of its destination or a recording holds the job. */
const HELD = `(held = 1 OR :allHeld = 1 OR (route IN ${jsonList(':heldRoutes')} AND NOT id IN ${jsonList(':exemptJobs')}))`

/** The job waits for its turn or its next attempt; one without a due time waits for a person. */
const WAITS = `(state = 'queued' OR (state = 'awaiting_verify' AND due_at IS NOT NULL)) AND NOT ${LIVE} AND ${LISTED}`

const byState = Object.fromEntries(
  JOB_STATES.map((state) => [state, `(state = '${state}' AND ${LISTED})`]),
) as Record<JobState, string> // one entry for each state

/** The runs that each state chip leaves: those that carry its word (docs/ux.md D4, shared/state-labels.ts). */
export const STATE_FILTERS: Readonly<Record<RunStateFilter, string>> = {
  ...byState,
  failed: `(state = 'failed' AND NOT ${CHANGED_SINCE_VERIFIED} AND ${LISTED})`,
  changed_since: `(${CHANGED_SINCE_VERIFIED} AND ${LISTED})`,
  cleaned: `(state = 'cleaned' AND NOT ${LIVE} AND ${LISTED})`,
  held: `(${WAITS} AND ${HELD})`,
  retrying: `(${WAITS} AND failures > 0 AND NOT ${HELD})`,
  waiting: `(${WAITS} AND state = 'queued' AND failures = 0 AND NOT ${HELD})`,
  checking: `((${WAITS} AND state = 'awaiting_verify' AND failures = 0 AND NOT ${HELD})
    OR (state IN ('awaiting_verify','cleaned') AND ${LIVE} AND ${LISTED}))`,
  unproven: `(state = 'awaiting_verify' AND due_at IS NULL AND NOT ${LIVE} AND ${LISTED})`,
  archived: `NOT (${LISTED})`,
  safe: `(id IN ${jsonList(':safeJobs')} AND state IN ('verified','cleanup_eligible') AND ${LISTED})`,
}

/** The engine works on the job although its state is one after which nothing follows by itself. */
export const ENDED_LIVE = `(${ENDED} AND ${LIVE})`

/** The state chip that counts the job; NULL: none does. */
export const CHIP = `CASE ${STATE_CHIPS.map((chip) => `WHEN ${STATE_FILTERS[chip]} THEN '${chip}'`).join(' ')} END`

/** Order of the lists: what needs a person first, then what is active, waiting, done. */
export const RANK = `CASE ${VIEW} WHEN 'needs_you' THEN 0 WHEN 'active' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END`

/** The order in which due jobs have their turn: those that await their proof first, so that a run is finished before the next one starts. */
export const TURN = `verified_at IS NOT NULL, state = 'queued', due_at, id`
