// In which of the lists a job is, as SQL over its row.

/** Each job is in exactly one of these lists (UX D3). */
export const VIEW = `CASE
  WHEN state IN ('failed','blocked') OR (state = 'awaiting_verify' AND due_at IS NULL) THEN 'needs_you'
  WHEN state IN ('verified','cleanup_eligible','cleaned','cancelled') THEN 'done'
  WHEN held = 0 AND state IN ('running','awaiting_verify') THEN 'active'
  ELSE 'waiting' END`

/** Worst and liveliest first, then newest. */
export const RANK = `CASE ${VIEW} WHEN 'needs_you' THEN 0 WHEN 'active' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END`
