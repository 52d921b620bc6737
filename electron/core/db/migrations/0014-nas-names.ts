// Migration 14: under which name the NAS stores a file, and how many files of nobody's a pass found beside a run.

export const NAS_NAMES = `
ALTER TABLE files ADD COLUMN nas_name TEXT;                     -- path below the run as the NAS stores it; NULL: as here
ALTER TABLE verify_passes ADD COLUMN extra_files INTEGER NOT NULL DEFAULT 0; -- files in the run's folder that are not of the run
ALTER TABLE verify_passes ADD COLUMN extra_names TEXT NOT NULL DEFAULT '[]'; -- the first of them, JSON
`
