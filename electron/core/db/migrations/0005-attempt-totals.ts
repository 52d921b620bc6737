// Migration 5: the files and bytes of each attempt (docs/ux.md D6, History), and how the last verify pass compared.

export const ATTEMPT_TOTALS = `
ALTER TABLE attempts ADD COLUMN files INTEGER;                 -- NULL: it ended before this column was there
ALTER TABLE attempts ADD COLUMN bytes INTEGER;
ALTER TABLE jobs ADD COLUMN level TEXT;                        -- how the last verify pass compared; NULL: none since this column is there
`
