// Migration 20: folds. A verified run at rest is one row with the digest of its manifest, which names its files and their
// SHA-256; the rows of its files are deleted, and its counts stay (docs/spec.md 5a).

export const FOLDS = `
CREATE TABLE folds (
  job_id INTEGER PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,                                         -- epoch ms
  manifest BLOB NOT NULL CHECK (length(manifest) = 32),        -- SHA-256 of .exlab-wizard/checksums.sha256 in the run folder
  manifest_bytes INTEGER NOT NULL,
  walk BLOB NOT NULL,                                          -- sum over path, size, times and inode of every file in the folder
  files INTEGER NOT NULL,
  numbers BLOB NOT NULL                                        -- sizes, times and attempts in the manifest's order (files/folds/numbers.ts)
) STRICT;

DROP TRIGGER file_counts_insert;
CREATE TRIGGER file_counts_insert AFTER INSERT ON files
WHEN NOT EXISTS (SELECT 1 FROM folds WHERE job_id = NEW.job_id) BEGIN
  INSERT INTO file_counts VALUES (NEW.job_id, NEW.state, 1, NEW.size)
    ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + NEW.size;
END;
DROP TRIGGER file_counts_delete;
CREATE TRIGGER file_counts_delete AFTER DELETE ON files
WHEN NOT EXISTS (SELECT 1 FROM folds WHERE job_id = OLD.job_id) BEGIN
  UPDATE file_counts SET files = files - 1, bytes = bytes - OLD.size WHERE job_id = OLD.job_id AND state = OLD.state;
END;
CREATE TRIGGER passes_of_folded_jobs BEFORE INSERT ON verify_passes
WHEN EXISTS (SELECT 1 FROM folds WHERE job_id = NEW.job_id) BEGIN
  SELECT RAISE(ABORT, 'a folded job has no rows of files that a pass could prove');
END;
CREATE TRIGGER cleanups_of_folded_jobs BEFORE INSERT ON cleanups
WHEN EXISTS (SELECT 1 FROM folds WHERE job_id = NEW.job_id) BEGIN
  SELECT RAISE(ABORT, 'a folded job has no rows of files that a cleanup could delete by');
END;
`
