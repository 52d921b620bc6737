// Migration 10: columns, indexes and triggers get the names that the code and docs/glossary.md use. No row is rewritten.

export const PLAIN_NAMES = `
ALTER TABLE jobs RENAME COLUMN told TO reported_state;         -- the state last written to ExLab-Wizard's files
ALTER TABLE jobs RENAME COLUMN care_at TO maintenance_at;      -- epoch ms of the next scheduled pass or cleanup
ALTER TABLE passes RENAME TO verify_passes;
ALTER TABLE cleanups RENAME COLUMN left_over TO kept_files;    -- JSON, files that stayed, and why
DROP INDEX jobs_untold;
CREATE INDEX jobs_unreported ON jobs (updated_at) WHERE reported_state IS NOT state;
DROP INDEX jobs_by_care;
CREATE INDEX jobs_by_maintenance ON jobs (maintenance_at) WHERE maintenance_at IS NOT NULL;

DROP TRIGGER activity_moved;
CREATE TRIGGER activity_state_changed AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state = 'failed' AND json_extract(NEW.last_error, '$.reason') = 'changed_since_verified' THEN 'warning'
      WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '')
      WHEN 'running' THEN 'Sending' WHEN 'awaiting_verify' THEN 'Checking' WHEN 'verified' THEN 'Verified'
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN CASE json_extract(NEW.last_error, '$.reason') WHEN 'changed_since_verified' THEN 'Changed since verified: '
          ELSE 'Failed: ' END || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Cancelled' END);
END;
DROP TRIGGER activity_held;
CREATE TRIGGER activity_hold_added AFTER INSERT ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.since, 'warning', 'app', NULL, '', '', NEW.destination || ' is on hold: ' || NEW.message);
END;
DROP TRIGGER activity_resumed;
CREATE TRIGGER activity_hold_removed AFTER DELETE ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), 'info', 'app', NULL, '', '', OLD.destination || ' takes runs again');
END;
`
