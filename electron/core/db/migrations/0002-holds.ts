// Migration 2: holds, the destinations at which nothing is started for now (docs/spec.md 3).

export const HOLDS = `
CREATE TABLE holds (
  key TEXT PRIMARY KEY,                                        -- holdKeys in domain/hold-scope.ts
  destination TEXT NOT NULL,
  reason TEXT NOT NULL, message TEXT NOT NULL, stderr TEXT NOT NULL,
  since INTEGER NOT NULL,                                      -- epoch ms
  due_at INTEGER,                                              -- next probe; NULL: a person must act
  probes INTEGER NOT NULL DEFAULT 0,                           -- failed ones
  bytes_needed INTEGER NOT NULL DEFAULT 0,
  job_id INTEGER NOT NULL                                      -- the job that met the failure: it alone goes on
) STRICT;
`
