// Name of the folder in a run where ExLab-Wizard and this program keep their records. Worker
// threads load this file, so it imports nothing.

/**
 * The folder lies at the top of a run. Its files are sent along with the run, but are never part of
 * what is proven (docs/spec.md 5).
 */
export const RECORDS_FOLDER = '.exlab-wizard'
