// Migration 22: an index of the few runs on the list that are not at rest, so that `status` and the outcome of `run` read those alone
// (docs/spec.md 11). Its words are those of NOT_AT_REST in queue/job-views.ts: SQLite uses it for no others.

export const AT_REST = `
CREATE INDEX jobs_not_at_rest ON jobs (id) WHERE (archived_at IS NULL AND (state IN ('verified','cleanup_eligible','cleaned','cancelled')
  AND archived_at IS NULL AND restored_at IS NULL AND last_error IS NULL AND push_error IS NULL AND ack IS NULL
  AND proof IN ('sha256','read_back','size_only','none') AND (level IS NULL OR level IN ('sha256','read_back','size_only','none'))
  AND held IN (0,1) AND chosen IN (0,1) AND located IN (0,1)) IS NOT TRUE);
`
