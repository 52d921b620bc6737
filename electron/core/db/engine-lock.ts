// Locks a data folder for one engine (docs/spec.md 11): SQLite's own lock on a small file beside the queue, which also says who
// holds it.
import { msg } from '../../../shared/language/msg.ts'
import { CoreUnavailable, errorMessage } from '../errors.ts'
import { type Database, openSqlite, toCoreUnavailable } from './database.ts'
import { type Row, asNumber, asText } from './row-values.ts'

interface EngineLock {
  release(): void
}

/** What works a queue, for whoever finds it locked. */
interface Holder {
  readonly pid: number
  /** `window`, or the command as a person types it: `exlab-sync run`. */
  readonly host: string
  /** Epoch ms. */
  readonly since: number
}

const holderOf = (db: Database): Holder | null => {
  try {
    const row: Row = db.prepare('SELECT pid, host, since FROM engine WHERE id = 1').get() ?? {}
    return { pid: asNumber(row, 'pid'), host: asText(row, 'host'), since: asNumber(row, 'since') }
  } catch {
    return null
  }
}

/** Local time without a locale, as `ls` prints it: 2026-11-27 14:02. */
const localMinute = (at: number): string => {
  const date = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Says in a sentence who works the queue, and what a person can do. */
const lockedMessage = (file: string, holder: Holder | null): string => {
  if (holder === null)
    return msg`${file} is locked by another program, so the queue can't be worked.`
  const { pid, host, since } = holder
  const isWindow = host === 'window'
  const who = isWindow ? msg`The open window` : msg`The command "${host}"`
  const wayOn = isWindow
    ? msg`Use the window, or quit it first.`
    : msg`Wait until it ends, or stop it.`
  return msg`${who} is working on this queue already: process ${pid}, since ${localMinute(since)}. ${wayOn}`
}

/**
 * Makes this process the one engine of a data folder. The system frees the lock when the process ends, however it ends, so a
 * stale lock cannot exist. Throws CoreUnavailable: `locked` where another process has it.
 */
export const takeEngineLock = (file: string, { pid, host, since }: Holder): EngineLock => {
  let db: Database
  try {
    db = openSqlite(file)
  } catch (error) {
    throw toCoreUnavailable(file, error)
  }
  try {
    db.exec('PRAGMA busy_timeout = 0')
    db.exec(
      'CREATE TABLE IF NOT EXISTS engine (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER, host TEXT, since INTEGER) STRICT',
    )
    db.prepare('INSERT OR REPLACE INTO engine VALUES (1, ?, ?, ?)').run(pid, host, since)
    // RESERVED, not EXCLUSIVE: others may still read which process holds it
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const isBusy = /locked|busy/i.test(errorMessage(error))
    const holder = isBusy ? holderOf(db) : null
    db.close()
    if (!isBusy) throw toCoreUnavailable(file, error)
    throw new CoreUnavailable('locked', lockedMessage(file, holder), holder?.pid ?? null)
  }
  return {
    release() {
      db.close()
    },
  }
}
