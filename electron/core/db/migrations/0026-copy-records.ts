// Migration 26: what ExLab-Wizard's records of each copy of a run say, for runs with several destinations.

export const COPY_RECORDS = `
CREATE TABLE copy_records (
  job_id INTEGER PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  status TEXT NOT NULL,  -- what was sent last: 'pending' or 'synced'
  wanted TEXT            -- what is so now; NULL: the same
);
CREATE INDEX copy_records_due ON copy_records (job_id) WHERE wanted IS NOT NULL;
`
