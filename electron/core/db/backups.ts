// Backs up the queue once a day, retains some of a week's backups, and restores the newest intact one when the queue is damaged
// (docs/spec.md 12).
import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { msg } from '../../../shared/language/msg.ts'
import { DAY_MS } from '../../../shared/duration.ts'
import { CoreUnavailable } from '../errors.ts'
import { makePrivateFile } from '../lib/private-files.ts'
import { makePrivateFolder } from '../lib/private-folder.ts'
import { renameRetrying } from '../lib/rename-retrying.ts'
import { workerFile } from '../lib/worker-file.ts'
import type { CopyInput } from './copy-worker.ts'
import {
  type Database,
  isIntact,
  openDatabaseToRead,
  openDatabase,
  openSqlite,
} from './database.ts'
import { toCoreUnavailable } from './storage-errors.ts'
import { type Opening, lookAtOpening, markOpening, wasOpened } from './opening-mark.ts'

/** Backups that are retained, at most. */
const RETAINED = 7
/** Bytes that they may have together; the newest one is retained however large it is. */
const RETAINED_BYTES = 256 << 20
const BACKUP_NAME = /^queue-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.db$/

/** A backup that was being written when its program ended, and SQLite's files beside it. */
const PART_NAME = /^queue-\d{8}T\d{6}\.db\.part(?:-(?:journal|wal|shm))?$/

/** A copy of the queue that was made before it was brought to a newer format (database.ts). */
const EARLIER_FORMAT = /^queue\.db\.before-format-\d+$/
/** Such a copy is retained for so long: by then the newer format has proven itself. */
const EARLIER_FORMAT_MS = 30 * DAY_MS

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

/** Removes what an earlier program left half written; only the one engine of a data folder calls it. */
const removeParts = (queue: string): void => {
  const folder = backupFolder(queue)
  try {
    for (const name of readdirSync(folder))
      if (PART_NAME.test(name)) rmSync(join(folder, name), { force: true })
  } catch {
    // there is no backup yet, or the folder can't be changed: the next start tries again
  }
}

/** Writes into a copy of the queue that it is one, and when it was made: it is recognised however it comes back. */
const markAsCopy = (file: string, now: number): void => {
  const copy = openSqlite(file)
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
    copy.prepare('UPDATE instance SET copied_at = ? WHERE id = 1').run(now)
  } finally {
    copy.close()
  }
}

/** Removes backups that are too many, or too large together, and copies of earlier formats that are old. `now`: epoch ms. */
const removeOld = (queue: string, now: number, mostBytes: number): void => {
  let bytes = 0
  for (const [index, backup] of listBackups(queue).entries()) {
    bytes += statSync(backup).size
    if (index > 0 && (index >= RETAINED || bytes > mostBytes)) rmSync(backup, { force: true })
  }
  for (const name of readdirSync(dirname(queue))) {
    const file = join(dirname(queue), name)
    if (EARLIER_FORMAT.test(name) && now - statSync(file).mtimeMs > EARLIER_FORMAT_MS)
      rmSync(file, { force: true })
  }
}

/** Makes the copy in a thread of its own; throws its error. */
const copyInThread = (input: CopyInput): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(import.meta.url, 'copy-worker'), { workerData: input })
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })

/**
 * Copies the queue, removes old backups and answers the new one's path. The copy gets a backup's name only once it is
 * complete. Throws SQLite's or the system's error. `now`: epoch ms; `mostBytes`: of all backups together.
 */
export const backUp = async (
  queue: string,
  now: number,
  mostBytes = RETAINED_BYTES,
): Promise<string> => {
  const folder = backupFolder(queue)
  makePrivateFolder(folder)
  const file = join(folder, `queue-${timestamp(now)}.db`)
  const part = `${file}.part`
  try {
    rmSync(part, { force: true })
    makePrivateFile(part)
    await copyInThread({ from: queue, to: part })
    markAsCopy(part, now)
    renameRetrying(part, file)
  } catch (error) {
    // each try has a name of its own: on a full disk what they leave would make it fuller
    for (const suffix of ['', '-journal']) rmSync(`${part}${suffix}`, { force: true })
    throw error
  }
  removeOld(queue, now, mostBytes)
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
  /** The whole data folder is a copy, or came from another computer. */
  readonly isElsewhere: boolean
  /** It is a copy, and opened to read: its rows are not marked as known from before the restore. */
  readonly isUnmarkedCopy: boolean
}

const CHECKED_AGAIN = msg`Runs that were added after it was made are not in the list: add them again. Every proven run is checked again before it counts as verified.`

const foundText = (opening: Exclude<Opening, { readonly found: 'same' }>): string => {
  if (opening.found === 'elsewhere')
    return msg`The data folder was copied to this place, or came from another computer. Let only one of the two go on: both have the same runs.`
  const { copiedAt } = opening
  return copiedAt === null
    ? msg`The queue was replaced by a copy.`
    : msg`The queue was replaced by a copy of ${new Date(copiedAt).toISOString().slice(0, 16)} UTC.`
}

/** Opens a queue file; `report`: what was done before, where the queue is a copy. */
const openAndMark = (queue: string, now: number, report: string | null): OpenedQueue => {
  const db = openDatabase(queue)
  try {
    const opening = markOpening(db, queue, now)
    if (opening.found === 'same') return { db, report, isElsewhere: false, isUnmarkedCopy: false }
    const said = `${report ?? foundText(opening)} ${CHECKED_AGAIN}`
    return {
      db,
      report: said,
      isElsewhere: opening.found === 'elsewhere',
      isUnmarkedCopy: false,
    }
  } catch (error) {
    db.close()
    throw toCoreUnavailable(queue, error)
  }
}

/** True where a queue was open before and is not there any more, or has lost every byte. */
const isLost = (queue: string): boolean =>
  wasOpened(queue) && (statSync(queue, { throwIfNoEntry: false })?.size ?? 0) === 0

/** Sets a queue aside under another name, and what SQLite keeps beside it; answers the name. */
const setAside = (queue: string, now: number): string => {
  const aside = `${queue}.damaged-${timestamp(now)}`
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(`${queue}${suffix}`)) renameRetrying(`${queue}${suffix}`, `${aside}${suffix}`)
  return aside
}

/**
 * Puts a backup in the place of a queue, which is set aside. It is whole before it has the queue's name; answers where that is
 * now.
 */
const restore = (backup: string, queue: string, now: number): string => {
  const part = `${queue}.part`
  try {
    copyFileSync(backup, part)
    const aside = setAside(queue, now)
    renameRetrying(part, queue)
    return aside
  } catch (error) {
    throw toCoreUnavailable(queue, error)
  }
}

/**
 * Opens the queue, and removes backups that were cut off. Moves a damaged one aside, never deletes it, and puts the newest intact
 * backup in its place; so it does where the queue is gone. The rows of a queue that came from a backup, this way or by hand, are
 * marked as known from before the restore. `now`: epoch ms. Throws CoreUnavailable.
 */
export const openQueue = (queue: string, now: number): OpenedQueue => {
  removeParts(queue)
  const newest = (): string | undefined => listBackups(queue).find(isIntact)
  if (isLost(queue)) {
    const backup = newest()
    if (backup === undefined)
      return openAndMark(
        queue,
        now,
        msg`The queue is gone, and there is no copy of it: the list is empty. Add its runs again: what the NAS holds of them is compared.`,
      )
    restore(backup, queue, now)
    return openAndMark(queue, now, msg`The queue is gone. The copy ${backup} was opened.`)
  }
  try {
    return openAndMark(queue, now, null)
  } catch (error) {
    if (!(error instanceof CoreUnavailable) || error.code !== 'corrupt') throw error
    const backup = newest()
    if (backup === undefined) throw error
    const aside = restore(backup, queue, now)
    return openAndMark(
      queue,
      now,
      msg`The queue was damaged. It was set aside as ${aside}, and the copy ${backup} was opened.`,
    )
  }
}

/** Opens the queue to read, beside a program that works it, and says where it is a copy. Throws CoreUnavailable. */
export const openQueueToRead = (queue: string): OpenedQueue => {
  const db = openDatabaseToRead(queue)
  const opening = lookAtOpening(db, queue)
  return {
    db,
    report:
      opening.found === 'same'
        ? null
        : `${foundText(opening)} ${msg`Start ExLab Sync: it checks every proven run again before that counts as verified.`}`,
    isElsewhere: opening.found === 'elsewhere',
    isUnmarkedCopy: opening.found !== 'same',
  }
}
