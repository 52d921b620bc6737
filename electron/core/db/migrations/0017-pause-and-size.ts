// Migration 15: since when and by whom everything is paused; the size of a run that waits for its first scan.

export const PAUSE_AND_SIZE = `
CREATE TABLE pause (                                            -- one row while everything is paused; flags say until when
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since INTEGER NOT NULL,                                       -- epoch ms
  by TEXT NOT NULL                                              -- account of the operating system; '': not known
) STRICT;
ALTER TABLE jobs ADD COLUMN measured_bytes INTEGER;             -- size of the folder before its first scan; NULL: not measured
`
