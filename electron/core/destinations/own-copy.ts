// Finds out whether a run folder and its place on the NAS are one and the same folder, by whatever
// link, mount or name that came about (docs/spec.md 2a).
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Job } from '../queue/job-row.ts'
import type { AttemptIo, Transport } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { DESTINATION_FILE } from './destination-file.ts'
import { claimedBy } from './run-claim.ts'

/** True where a claim lies in the run folder here: it was copied back, or the folder is its own copy. */
export const hasClaimHere = (folder: string): boolean => {
  try {
    return readdirSync(join(folder, RECORDS_FOLDER)).some((name) => claimedBy(name) !== null)
  } catch {
    return false
  }
}

/**
 * True where the run folder is its own place on the NAS: a random marker that is put into the folder
 * here appears there. Throws the system's error where the folder cannot be written, and
 * TransportError where nobody could look.
 */
export const isOwnCopy = async (
  { folder, runPath }: Pick<Job, 'folder' | 'runPath'>,
  transport: Transport,
  io: AttemptIo,
): Promise<boolean> => {
  const records = join(folder, RECORDS_FOLDER)
  const name = `exlab-sync-marker-${randomUUID()}`
  const hadRecords = existsSync(records)
  mkdirSync(records, { recursive: true })
  writeFileSync(join(records, name), '', { flag: 'wx' })
  try {
    let appeared = false
    const request = { path: `${runPath}/${RECORDS_FOLDER}`, recursive: false }
    await transport.remote.list(request, io, ({ path }) => {
      appeared ||= path === name
    })
    return appeared
  } finally {
    rmSync(join(records, name), { force: true })
    if (!hadRecords) rmdirSync(records)
  }
}

/** The destination that a folder is, or lies in, as a folder of this computer; null: none. */
export const destinationAbove = (folder: string): string | null => {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, DESTINATION_FILE))) return path
    if (dirname(path) === path) return null
  }
}
