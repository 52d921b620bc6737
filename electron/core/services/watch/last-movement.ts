// Says when something at the top of a run folder last changed, without walking the run.
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'

/** Most entries of a run's top folder that are checked for changes. */
const MAX_TOP_ENTRIES = 200

const modifiedAt = async (path: string): Promise<number> =>
  (await lstat(path).catch(() => null))?.mtimeMs ?? 0

/** When an entry at the top of a run was last modified: cheap, and enough to see that an instrument is at work. */
export const lastMovement = async (folder: string): Promise<number> => {
  let latest = await modifiedAt(folder)
  let checked = 0
  try {
    for await (const { name } of await opendir(folder)) {
      latest = Math.max(latest, await modifiedAt(join(folder, name)))
      checked += 1
      if (checked >= MAX_TOP_ENTRIES) break
    }
  } catch {
    // the folder was removed meanwhile
  }
  return latest
}
