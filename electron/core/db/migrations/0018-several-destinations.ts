// Migration 18: a run has one job for each destination of its instrument. A job names its destination (`slot`), and one for a
// further destination names the run's first job (`lead`).

export const SEVERAL_DESTINATIONS = `
ALTER TABLE jobs ADD COLUMN slot TEXT NOT NULL DEFAULT '';      -- name of the destination within its instrument; '': the first
ALTER TABLE jobs ADD COLUMN lead INTEGER;                       -- id of the run's first job; NULL: this is the first
ALTER TABLE jobs ADD COLUMN route TEXT                          -- instrument and destination (domain/routes.ts)
  AS (CASE slot WHEN '' THEN instrument ELSE instrument || '/' || slot END);
DROP INDEX jobs_by_folder;
CREATE UNIQUE INDEX jobs_by_folder ON jobs (folder, instrument, slot) WHERE folder_reused_at IS NULL;
CREATE INDEX jobs_by_route ON jobs (route, verified_at);
CREATE INDEX jobs_by_lead ON jobs (lead) WHERE lead IS NOT NULL;
`
