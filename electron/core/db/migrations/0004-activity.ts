// Migration 4: the app-wide log (docs/ux.md D3). Triggers write it, so that no change can happen without its line.

export const ACTIVITY = `
CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                                         -- epoch ms
  level TEXT NOT NULL CHECK (level IN ('info','warning','error')),
  source TEXT NOT NULL CHECK (source IN ('app','person')),
  job_id INTEGER,                                              -- no foreign key: the line outlives the job
  instrument TEXT NOT NULL, run TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_job ON activity (job_id, id);
CREATE TRIGGER activity_added AFTER INSERT ON jobs BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.created_at, 'info', 'app', NEW.id, NEW.instrument, NEW.run, 'Added');
END;
CREATE TRIGGER activity_moved AFTER UPDATE OF state ON jobs WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at,
    CASE WHEN NEW.state IN ('failed','blocked') THEN 'error'
      WHEN NEW.state = 'queued' AND OLD.state IN ('running','awaiting_verify') AND NEW.failures > OLD.failures THEN 'warning'
      ELSE 'info' END,
    'app', NEW.id, NEW.instrument, NEW.run,
    CASE NEW.state WHEN 'queued' THEN CASE WHEN OLD.state IN ('running','awaiting_verify') AND NEW.last_error IS NOT NULL
          THEN 'Will be tried again: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Waiting' END
      WHEN 'blocked' THEN 'Blocked: ' || coalesce(json_extract(NEW.last_error, '$.message'), '')
      WHEN 'running' THEN 'Sending' WHEN 'awaiting_verify' THEN 'Checking' WHEN 'verified' THEN 'Verified'
      WHEN 'cleanup_eligible' THEN 'Safe to delete' WHEN 'cleaned' THEN 'On NAS only'
      WHEN 'failed' THEN 'Failed: ' || coalesce(json_extract(NEW.last_error, '$.message'), '') ELSE 'Cancelled' END);
END;
CREATE TRIGGER activity_unproven AFTER UPDATE OF due_at ON jobs
WHEN NEW.state = 'awaiting_verify' AND OLD.state = 'awaiting_verify' AND NEW.due_at IS NULL AND OLD.due_at IS NOT NULL BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text) VALUES (NEW.updated_at, 'warning', 'app', NEW.id,
    NEW.instrument, NEW.run, 'Sent, not proven: ' || coalesce(json_extract(NEW.last_error, '$.message'), ''));
END;
CREATE TRIGGER activity_held AFTER INSERT ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (NEW.since, 'warning', 'app', NULL, '', '', NEW.destination || ' is on hold: ' || NEW.message);
END;
CREATE TRIGGER activity_resumed AFTER DELETE ON holds BEGIN
  INSERT INTO activity (at, level, source, job_id, instrument, run, text)
    VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), 'info', 'app', NULL, '', '', OLD.destination || ' takes runs again');
END;
`
