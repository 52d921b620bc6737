// Opens SQLite: pragmas, migrations with a copy set aside first, and plain words for what can be wrong. The only driver import.
import { errorMessage } from '../errors.ts'
import { copyFileSync, existsSync, statSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncInstance, backup } from '@photostructure/sqlite'
import { CoreUnavailable } from '../errors.ts'
import { MIGRATIONS } from './migrations.ts'

export type Database = DatabaseSyncInstance

/** 'ExLS': tells our files from any other SQLite database (PRAGMA application_id). */
const APPLICATION_ID = 0x45_78_4c_53

const pragma = (db: Database, name: string): number => {
  const row = db.prepare(`PRAGMA ${name}`).get()
  const value: unknown = row === undefined ? undefined : Object.values(row)[0]
  return typeof value === 'number' ? value : 0
}

/** Runs `work` in one transaction: all of it or nothing. Transactions do not nest. */
export const transaction = <T>(db: Database, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite may have rolled back by itself (disk full); a second ROLLBACK would hide the first error
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** Writes something small for good; throws SQLite's error where nothing can be written. */
export const probeWrite = (db: Database): void =>
  transaction(db, () => {
    db.exec(
      `INSERT INTO flags (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = 1 - value`,
    )
  })

const migrate = (db: Database, file: string): void => {
  const version = pragma(db, 'user_version')
  if (version > MIGRATIONS.length) {
    throw new CoreUnavailable(
      'newer',
      `The queue ${file} was written by a newer ExLab Sync (format ${version}, this one knows ${MIGRATIONS.length}). Install the newer version; nothing was changed.`,
    )
  }
  if (version > 0 && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new CoreUnavailable(
      'corrupt',
      `${file} is not a queue of ExLab Sync. It was left as it is.`,
    )
  }
  if (version === MIGRATIONS.length) return
  if (version > 0) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(file, `${file}.before-format-${version + 1}`)
  }
  // only our own migrations may change a table's text (migrations.ts); nothing else that reaches the queue
  db.enableDefensive(false)
  try {
    MIGRATIONS.slice(version).forEach((sql, index) => {
      transaction(db, () => {
        db.exec(sql)
        db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
        db.exec(`PRAGMA user_version = ${version + index + 1}`)
      })
    })
  } finally {
    db.enableDefensive(true)
  }
}

const inPlainWords = (file: string, error: unknown): CoreUnavailable => {
  if (error instanceof CoreUnavailable) return error
  const text = errorMessage(error)
  if (/malformed|not a database|corrupt/i.test(text)) {
    return new CoreUnavailable(
      'corrupt',
      `The queue ${file} is damaged (${text}). It was left as it is; move it aside to start with an empty queue.`,
    )
  }
  return new CoreUnavailable(
    'unwritable',
    `The queue ${file} cannot be opened for writing (${text}). Check the folder's rights and the free space of its disk.`,
  )
}

/** Reads a database through; false: it is damaged, or none of ours. Changes nothing. */
export const isIntact = (file: string): boolean => {
  try {
    const db = new DatabaseSync(file, { readOnly: true })
    try {
      const answer = db.prepare('PRAGMA quick_check(1)').get()
      const ours = pragma(db, 'application_id') === APPLICATION_ID
      return ours && answer !== undefined && Object.values(answer)[0] === 'ok'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

/** Copies the queue as it is at one moment into a new file, without making its writers wait. */
export const copyDatabase = async (db: Database, file: string): Promise<void> => {
  await backup(db, file, { rate: 500 })
}

/** A queue up to this size is read through at every start; a larger one shows damage when it is met. */
const CHECK_BYTES = 64 << 20

const mustBeSound = (db: Database, file: string): void => {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > CHECK_BYTES) return
  const answer = db.prepare('PRAGMA quick_check(1)').get()
  const words = answer === undefined ? 'no answer' : String(Object.values(answer)[0])
  if (words !== 'ok') throw new Error(`database disk image is malformed: ${words}`)
}

/**
 * Opens the queue, creating or migrating it first. Throws CoreUnavailable: newer, corrupt, unwritable.
 * WAL with synchronous=NORMAL: a crash of the app loses nothing, a power cut at most the last moments, which the
 * next start does again.
 */
export const openDatabase = (file: string): Database => {
  try {
    const db = new DatabaseSync(file)
    try {
      db.exec(
        'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY',
      )
      mustBeSound(db, file)
      migrate(db, file)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw inPlainWords(file, error)
  }
}

/** Opens the queue to look only; an absent one is answered as an empty one, without making a file. */
export const openDatabaseToRead = (file: string): Database => {
  if (!existsSync(file)) {
    const db = new DatabaseSync(':memory:')
    migrate(db, file)
    return db
  }
  try {
    const db = new DatabaseSync(file, { readOnly: true })
    db.exec('PRAGMA busy_timeout = 5000')
    if (pragma(db, 'user_version') > MIGRATIONS.length) migrate(db, file)
    return db
  } catch (error) {
    throw inPlainWords(file, error)
  }
}

export interface EngineLock {
  release(): void
}

/**
 * Makes this process the one engine of a data folder (docs/spec.md 11). The lock is SQLite's own on a small file beside the
 * queue: the system frees it at any kind of death, so a stale one cannot exist. Throws CoreUnavailable 'locked'.
 */
export const takeEngineLock = (file: string, pid: number): EngineLock => {
  let db: Database
  try {
    db = new DatabaseSync(file)
  } catch (error) {
    throw inPlainWords(file, error)
  }
  try {
    db.exec('PRAGMA busy_timeout = 0')
    db.exec(
      'CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER)',
    )
    db.prepare('INSERT INTO holder VALUES (1, ?) ON CONFLICT DO UPDATE SET pid = excluded.pid').run(
      pid,
    )
    // RESERVED, not EXCLUSIVE: others may still read who holds it
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const text = errorMessage(error)
    const busy = /locked|busy/i.test(text)
    const holder = busy ? pidOf(db) : null
    db.close()
    if (!busy) throw inPlainWords(file, error)
    throw new CoreUnavailable(
      'locked',
      `ExLab Sync is already working on this queue${holder === null ? '' : ` (process ${holder})`}. Use the open window, or quit it first.`,
    )
  }
  return {
    release() {
      db.close()
    },
  }
}

const pidOf = (db: Database): number | null => {
  try {
    const pid: unknown = db.prepare('SELECT pid FROM holder WHERE id = 1').get()?.['pid']
    return typeof pid === 'number' ? pid : null
  } catch {
    return null
  }
}
