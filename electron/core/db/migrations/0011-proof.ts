// Migration 11: a digest is stored with the change time and inode of the file that was hashed; the database refuses a proven
// state of a job that has a file without proof; and the log says where a check of a proven run could not be made or found
// something.

export const PROOF = `
ALTER TABLE files ADD COLUMN ctime_us REAL;                     -- of the hashed file; NULL: it is hashed again before it is trusted
ALTER TABLE files ADD COLUMN inode REAL;                        -- as Node gives it: rounded above 2^53
CREATE TRIGGER jobs_proven_by_files BEFORE UPDATE OF state ON jobs
WHEN NEW.state <> OLD.state AND NEW.state IN ('verified','cleanup_eligible','cleaned')
  AND EXISTS (SELECT 1 FROM file_counts WHERE job_id = NEW.id AND files > 0
              AND state NOT IN ('verified','cleaned','excluded')) BEGIN
  SELECT RAISE(ABORT, 'a job in a proven state has a file without proof');
END;
DROP TRIGGER activity_state_changed;
CREATE TRIGGER activity_state_changed AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state = 'failed' AND json_extract(NEW.last_error, '$.reason') = 'changed_since_verified' THEN 'warning'
      WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      WHEN NEW.state = 'verified' AND NEW.last_error IS NOT NULL THEN 'warning'
      WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '')
      WHEN 'running' THEN 'Sending'
      WHEN 'awaiting_verify' THEN CASE WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL
          THEN 'No longer verified, checking again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Checking' END
      WHEN 'verified' THEN CASE WHEN NEW.last_error IS NULL THEN 'Verified'
          ELSE 'Still verified, but it could not be checked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') END
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN CASE json_extract(NEW.last_error, '$.reason') WHEN 'changed_since_verified' THEN 'Changed since verified: '
          ELSE 'Failed: ' END || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Cancelled' END);
END;
`
