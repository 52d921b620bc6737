// Finds out whether a run folder and its place on the NAS are one and the same folder, by whatever
// link, mount or name that came about (docs/spec.md 2a).
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { removeGuarded } from '../lib/guarded-writing.ts'
import { UnsafePath } from '../lib/guarded-folder.ts'
import type { Job } from '../queue/job-row.ts'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { recordNames, withMarker, withRecords } from '../wizard/run-records.ts'
import { DESTINATION_FILE } from './records-folder.ts'
import { claimName, claimedBy } from './run-claim.ts'

/**
 * True where a claim lies in the run folder here: it was copied back, or the folder is its own copy. Records that cannot be
 * read say nothing.
 */
export const hasClaimHere = async (folder: string): Promise<boolean> => {
  try {
    return (await recordNames(folder)).some((name) => claimedBy(name) !== null)
  } catch {
    return false
  }
}

/** Removes a claim that lies in the run folder here; false: there is none. Records that cannot be read have none. */
export const removeClaimHere = async (folder: string, jobUuid: string): Promise<boolean> => {
  const name = claimName(jobUuid)
  try {
    if (!(await recordNames(folder)).includes(name)) return false
    await withRecords(folder, (records) => removeGuarded(records, name))
    return true
  } catch (error) {
    if (error instanceof UnsafePath) return false
    throw error
  }
}

/**
 * True where the run folder is its own place on the NAS: a random marker that is put into the folder
 * here appears there. Throws UnsafePath and the system's error where nothing can be put there, and
 * TransportError where nobody could look.
 */
export const isOwnCopy = (
  { folder, runPath }: Pick<Job, 'folder' | 'runPath'>,
  transport: Transport,
  io: AttemptIo,
): Promise<boolean> => {
  // of a name that is never sent: another job of the run may be sending the folder at this moment
  const name = `exlab-sync-marker-${randomUUID()}.tmp`
  return withMarker(folder, name, async () => {
    let appeared = false
    const request = { path: `${runPath}/${RECORDS_FOLDER}`, recursive: false }
    await transport.remote.list(request, io, ({ path }) => {
      appeared ||= path === name
    })
    return appeared
  })
}

/** The destination that a folder is, or lies in, as a folder of this computer; null: none. */
export const destinationAbove = (folder: string): string | null => {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, DESTINATION_FILE))) return path
    if (dirname(path) === path) return null
  }
}
