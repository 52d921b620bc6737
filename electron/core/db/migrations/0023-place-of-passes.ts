// Migration 23: a verify pass says of which place it is: what was proven on a volume that another one replaced counts no more.

export const PLACE_OF_PASSES = `
-- UUID of the destination and path of the run there; NULL: not known. A pass of another place than the run's does not count
ALTER TABLE verify_passes ADD COLUMN place TEXT;
UPDATE verify_passes SET place = (SELECT d.uuid || '/' || j.run_path FROM jobs j JOIN destinations d
    ON rtrim(j.target, '/') IN (d.target || j.run_path, rtrim(d.target, '/') || '/' || j.run_path)
  WHERE j.id = verify_passes.job_id AND verify_passes.at >= d.since LIMIT 1);
-- runs of which no pass counts now are planned again at the next start
DELETE FROM flags WHERE name = 'planned_by';
`
