// Migration 27: the process of each command of an attempt, because several run at once; an engine that was killed leaves all of them.

export const PROCESSES = `
-- JSON: the process of each of \`commands\`, in their order; NULL: none was started, or the attempt has ended
ALTER TABLE attempts ADD COLUMN pids TEXT;
UPDATE attempts SET pids = (
  SELECT json_group_array(iif(key = json_array_length(commands) - 1, attempts.pid, NULL)) FROM json_each(commands)
) WHERE ended_at IS NULL AND pid IS NOT NULL AND json_valid(commands);
ALTER TABLE attempts DROP COLUMN pid;
`
