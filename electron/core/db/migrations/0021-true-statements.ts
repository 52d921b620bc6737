// Migration 21: what is said is so. An index finds proven runs that wait for a person, Activity says of a proven run with an error
// what was found and what holds, destinations are called reachable by what answered, and no file is being sent in a run that is not.

/** What Activity said before, of every error. */
const OLD_WORDS = 'Still verified, but it could not be checked: '

export const TRUE_STATEMENTS = `
CREATE TABLE contacts (
  route TEXT PRIMARY KEY,                                       -- an instrument with one of its destinations
  tested TEXT NOT NULL,                                         -- digest of what answered (destinations/tested-digest.ts)
  at INTEGER NOT NULL                                           -- of the last answer, epoch ms
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_by_folder_fault ON jobs (error_reason)
  WHERE error_reason IN ('records_unsafe','run_folder_link','manifest_gone');

-- the counts say whether there is any: no index finds files by this state
CREATE TRIGGER jobs_at_rest AFTER UPDATE OF state ON jobs
WHEN OLD.state = 'running' AND NEW.state <> 'running'
  AND EXISTS (SELECT 1 FROM file_counts WHERE job_id = NEW.id AND state = 'sending' AND files > 0) BEGIN
  UPDATE files SET state = 'pending' WHERE job_id = NEW.id AND state = 'sending';
END;
UPDATE files SET state = 'pending' WHERE state = 'sending'
  AND job_id IN (SELECT job_id FROM file_counts WHERE state = 'sending' AND files > 0)
  AND job_id IN (SELECT id FROM jobs WHERE state <> 'running');

DROP TRIGGER activity_state_changed;
CREATE TRIGGER activity_state_changed AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state = 'failed' AND NEW.error_reason = 'changed_since_verified' THEN 'warning'
      WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      WHEN NEW.state = 'verified' AND NEW.last_error IS NOT NULL THEN 'warning'
      WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(NEW.error_message, '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(NEW.error_message, '')
      WHEN 'running' THEN 'Sending'
      WHEN 'awaiting_verify' THEN CASE WHEN OLD.state = 'cleanup_eligible' AND NEW.last_error IS NOT NULL
          THEN 'No longer verified, checking again: ' || coalesce(NEW.error_message, '') ELSE 'Checking' END
      WHEN 'verified' THEN CASE WHEN NEW.last_error IS NULL THEN 'Verified'
          WHEN NEW.error_reason = 'records_unsafe' THEN 'Verified, but its records cannot be used: ' || coalesce(NEW.error_message, '')
          ELSE 'Could not be checked; its last proof stands: ' || coalesce(NEW.error_message, '') END
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN CASE NEW.error_reason WHEN 'changed_since_verified' THEN 'Changed since verified: '
          ELSE 'Failed: ' END || coalesce(NEW.error_message, '') ELSE 'Cancelled' END);
END;
UPDATE activity SET text = CASE WHEN text LIKE '%its manifest was not written.' THEN 'Verified, but its records cannot be used: '
    ELSE 'Could not be checked; its last proof stands: ' END || substr(text, length('${OLD_WORDS}') + 1)
  WHERE source = 'app' AND text LIKE '${OLD_WORDS}%';
`
