// Locks a data folder for one engine (docs/spec.md 11): SQLite's own lock on a small file beside the queue.
import { CoreUnavailable, errorMessage } from '../errors.ts'
import { type Database, openSqlite, toCoreUnavailable } from './database.ts'

interface EngineLock {
  release(): void
}

const pidOfHolder = (db: Database): number | null => {
  try {
    const pid: unknown = db.prepare('SELECT pid FROM holder WHERE id = 1').get()?.['pid']
    return typeof pid === 'number' ? pid : null
  } catch {
    return null
  }
}

/**
 * Makes this process the one engine of a data folder. The system frees the lock when the process ends, however it ends, so a
 * stale lock cannot exist. Throws CoreUnavailable: `locked` where another process has it.
 */
export const takeEngineLock = (file: string, pid: number): EngineLock => {
  let db: Database
  try {
    db = openSqlite(file)
  } catch (error) {
    throw toCoreUnavailable(file, error)
  }
  try {
    db.exec('PRAGMA busy_timeout = 0')
    db.exec(
      'CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER)',
    )
    db.prepare('INSERT INTO holder VALUES (1, ?) ON CONFLICT DO UPDATE SET pid = excluded.pid').run(
      pid,
    )
    // RESERVED, not EXCLUSIVE: others may still read which process holds it
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const busy = /locked|busy/i.test(errorMessage(error))
    const holder = busy ? pidOfHolder(db) : null
    db.close()
    if (!busy) throw toCoreUnavailable(file, error)
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
