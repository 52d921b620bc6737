// Migration 9: an index that answers the counts of each instrument's runs, and its last runs, without their rows
// (docs/spec.md 13).

export const INSTRUMENT_INDEX = `
CREATE INDEX jobs_by_instrument ON jobs (instrument, created_at, state);
`
