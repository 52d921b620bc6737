// Migration 15: what the last sweep found of folders that are no runs in the queue and that a person has to know of.

export const FINDINGS = `
CREATE TABLE findings (
  instrument TEXT NOT NULL,
  folder TEXT NOT NULL,
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  since INTEGER NOT NULL,                                       -- of the first sweep that found it, epoch ms
  PRIMARY KEY (instrument, folder)
) STRICT, WITHOUT ROWID;
`
