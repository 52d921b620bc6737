// Backs up the queue once a day, retains a week of backups, and restores the newest intact one when the queue is damaged
// (docs/spec.md 12).
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CoreUnavailable } from '../errors.ts'
import { type Database, copyDatabase, isIntact, openDatabase } from './database.ts'

/** Backups that are retained. */
const RETAINED = 7
const BACKUP_NAME = /^queue-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.db$/

/** A time as file names hold it, UTC: 20260131T100000. */
const timestamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')

const backupFolder = (queue: string): string => join(dirname(queue), 'backups')

/** Newest first. */
const listBackups = (queue: string): string[] => {
  const folder = backupFolder(queue)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .toReversed()
    .map((name) => join(folder, name))
}

/**
 * Copies the queue, removes the oldest backups and answers the new one's path. The copy gets a backup's name only once it is
 * complete. Throws SQLite's or the system's error. `now`: epoch ms.
 */
export const backUp = async (db: Database, queue: string, now: number): Promise<string> => {
  const folder = backupFolder(queue)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `queue-${timestamp(now)}.db`)
  const part = `${file}.part`
  rmSync(part, { force: true })
  await copyDatabase(db, part)
  renameSync(part, file)
  for (const old of listBackups(queue).slice(RETAINED)) rmSync(old, { force: true })
  return file
}

/** When the newest backup was made (epoch ms), by its name; null: there is none. */
export const lastBackup = (queue: string): number | null => {
  const [newest] = listBackups(queue)
  if (newest === undefined) return null
  return Date.parse(basename(newest).replace(BACKUP_NAME, '$1-$2-$3T$4:$5:$6Z'))
}

export interface OpenedQueue {
  readonly db: Database
  /** What had to be done to open it, in a sentence; null: nothing. */
  readonly report: string | null
}

/**
 * Opens the queue. Moves a damaged one aside, never deletes it, and puts the newest intact backup in its place.
 * `now`: epoch ms. Throws CoreUnavailable.
 */
export const openQueue = (queue: string, now: number): OpenedQueue => {
  try {
    return { db: openDatabase(queue), report: null }
  } catch (error) {
    if (!(error instanceof CoreUnavailable) || error.code !== 'corrupt') throw error
    const intact = listBackups(queue).find(isIntact)
    if (intact === undefined) throw error
    const damaged = `${queue}.damaged-${timestamp(now)}`
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(`${queue}${suffix}`)) renameSync(`${queue}${suffix}`, `${damaged}${suffix}`)
    copyFileSync(intact, queue)
    const report = `The queue was damaged. It was set aside as ${damaged}, and the copy ${intact} was opened. Runs that were added after it was made are not in the list: add them again, nothing on the NAS or in the run folders is lost.`
    return { db: openDatabase(queue), report }
  }
}
