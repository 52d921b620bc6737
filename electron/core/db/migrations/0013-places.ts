// Migration 13: the identities of destinations, and whether a run owns its place on the NAS.

export const PLACES = `
CREATE TABLE destinations (                                    -- places that runs of this queue were sent to
  target TEXT PRIMARY KEY,                                     -- the destination's own folder, as the transfer program gets it
  uuid TEXT NOT NULL,                                          -- of its identity file
  since INTEGER NOT NULL                                       -- epoch ms
) STRICT, WITHOUT ROWID;

-- none: the place was not looked at; own: our claim stands there; assumed: sent before claims existed;
-- comparing: something is there already; adopted: what was there is equal to the run
ALTER TABLE jobs ADD COLUMN place TEXT NOT NULL DEFAULT 'none'
  CHECK (place IN ('none','own','assumed','comparing','adopted'));
-- UUID of another job whose claim stands at an adopted place; NULL: none does
ALTER TABLE jobs ADD COLUMN adopted_claim TEXT;
CREATE INDEX jobs_by_destination_fault ON jobs (error_reason)
  WHERE error_reason IN ('destination_changed','destination_missing','destination_unfit');
UPDATE jobs SET place = 'assumed' WHERE attempts > 0;
`
