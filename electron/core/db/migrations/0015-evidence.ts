// Migration 15: what evidence rests on. Where the data folder lies and on which computer, so that a copy of it is known; when a
// verify pass was made by the clock that nobody can set; and which key for receipts was published at a destination.

export const EVIDENCE = `
ALTER TABLE instance ADD COLUMN home TEXT;                     -- JSON: computer and folder at the last start; NULL: not known
ALTER TABLE verify_passes ADD COLUMN boot TEXT;                -- which start of the computer; NULL: the system names none
ALTER TABLE verify_passes ADD COLUMN uptime_ms INTEGER;        -- since that start; NULL: recorded by an older version
ALTER TABLE verify_passes ADD COLUMN steady_ms INTEGER;        -- for how long the wall clock had not been set
ALTER TABLE destinations ADD COLUMN receipt_key TEXT;          -- public key for receipts that was published there; NULL: none
`
