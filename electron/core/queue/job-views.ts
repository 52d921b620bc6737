// In which of the lists a job is, as SQL over its row.

/** What the lists hang on beside the rows. */
export interface ViewFacts {
  /** A run that is tried again until then counts as busy, epoch ms; 0: nothing is started now. */
  readonly dueSoonUntil: number
  /** Instruments for which nothing is started now. */
  readonly held: readonly string[]
  /** Jobs that go on although their destination is held. */
  readonly exemptJobs: readonly number[]
}

/** It waits for a person. */
export const NEEDS_YOU = `(state IN ('failed','blocked') OR (state = 'awaiting_verify' AND due_at IS NULL))`

/** It waits for its next try alone, and that is near. */
const RETRY_DUE_SOON = `(state = 'queued' AND failures > 0 AND held = 0 AND due_at <= :soon
  AND (instrument NOT IN (SELECT value FROM json_each(:held)) OR id IN (SELECT value FROM json_each(:owners))))`

/** Nothing is to be done for it any more. Each state is named here or in OPEN. */
export const OVER = `state IN ('verified','cleanup_eligible','cleaned','cancelled')`

/** Something is to be done for it, by the app or a person. */
export const OPEN = `state IN ('queued','blocked','running','awaiting_verify','failed')`

/** Each job is in exactly one of these lists (docs/ux.md D3). */
export const VIEW = `CASE
  WHEN ${NEEDS_YOU} THEN 'needs_you'
  WHEN ${OVER} THEN 'done'
  WHEN held = 0 AND state IN ('running','awaiting_verify') THEN 'active'
  WHEN ${RETRY_DUE_SOON} THEN 'active'
  ELSE 'waiting' END`

/** The parameters of VIEW and RANK. */
export const viewValues = ({
  dueSoonUntil,
  held,
  exemptJobs,
}: ViewFacts): Record<string, number | string> => ({
  ':soon': dueSoonUntil,
  ':held': JSON.stringify(held),
  ':owners': JSON.stringify(exemptJobs),
})

/** Only originals changed after the proof (shared/state-labels.ts, isChangedSince). */
export const CHANGED = `(state = 'failed' AND coalesce(json_extract(last_error, '$.reason'), '') = 'changed_since_verified')`

/** Worst and liveliest first, then newest. */
export const RANK = `CASE ${VIEW} WHEN 'needs_you' THEN 0 WHEN 'active' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END`
