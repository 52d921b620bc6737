// Migration 19: the free space of the data disks over time, of which the disk runway shows the past.

export const FREE_SPACE = `
CREATE TABLE free_space (
  instrument TEXT NOT NULL,
  at INTEGER NOT NULL,                                          -- epoch ms
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  PRIMARY KEY (instrument, at)
) STRICT, WITHOUT ROWID;
`
