// Locks a data folder for one engine (docs/spec.md 11): SQLite's own lock on a small file beside the queue, which also says who
// holds it.
import { msg } from '../../../shared/language/msg.ts'
import { CoreUnavailable, errorMessage } from '../errors.ts'
import { type Database, openSqlite } from './database.ts'
import { toCoreUnavailable } from './storage-errors.ts'
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
  /** Account of the system that started it; '': not known. */
  readonly account: string
}

/** The account is in a table of its own: an older version, which does not know it, may have written the other one since. */
const accountOf = (db: Database, pid: number): string => {
  try {
    const row = db.prepare('SELECT name FROM account WHERE id = 1 AND pid = ?').get(pid)
    return row === undefined ? '' : asText(row, 'name')
  } catch {
    return ''
  }
}

const holderOf = (db: Database): Holder | null => {
  try {
    const row: Row = db.prepare('SELECT pid, host, since FROM engine WHERE id = 1').get() ?? {}
    const pid = asNumber(row, 'pid')
    return {
      pid,
      host: asText(row, 'host'),
      since: asNumber(row, 'since'),
      account: accountOf(db, pid),
    }
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

/** Says in a sentence who works the queue, and what a person can do; `asking`: the account that wants to. */
const lockedMessage = (file: string, holder: Holder | null, asking: string): string => {
  if (holder === null)
    return msg`${file} is locked by another program, so the queue can't be worked.`
  const { pid, host, since, account } = holder
  const isOther = account !== '' && account !== asking
  const isWindow = host === 'window'
  const time = localMinute(since)
  if (isOther)
    return isWindow
      ? msg`The open window of the account ${account} is working on this queue already: process ${pid}, since ${time}. Wait until it ends, or ask that person to end it.`
      : msg`The command "${host}" of the account ${account} is working on this queue already: process ${pid}, since ${time}. Wait until it ends, or ask that person to end it.`
  return isWindow
    ? msg`The open window is working on this queue already: process ${pid}, since ${time}. Use the window, or quit it first.`
    : msg`The command "${host}" is working on this queue already: process ${pid}, since ${time}. Wait until it ends, or stop it.`
}

/**
 * Makes this process the one engine of a data folder. The system frees the lock when the process ends, however it ends, so a
 * stale lock cannot exist. Throws CoreUnavailable: `locked` where another process has it.
 */
export const takeEngineLock = (file: string, { pid, host, since, account }: Holder): EngineLock => {
  let db: Database
  try {
    db = openSqlite(file)
  } catch (error) {
    throw toCoreUnavailable(file, error)
  }
  try {
    db.exec('PRAGMA busy_timeout = 0')
    db.exec(
      'CREATE TABLE IF NOT EXISTS engine (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER, host TEXT, since INTEGER) STRICT; CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER, name TEXT) STRICT',
    )
    db.prepare('INSERT OR REPLACE INTO engine VALUES (1, ?, ?, ?)').run(pid, host, since)
    db.prepare('INSERT OR REPLACE INTO account VALUES (1, ?, ?)').run(pid, account)
    // RESERVED, not EXCLUSIVE: others may still read which process holds it
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const isBusy = /locked|busy/i.test(errorMessage(error))
    const holder = isBusy ? holderOf(db) : null
    db.close()
    if (!isBusy) throw toCoreUnavailable(file, error)
    throw new CoreUnavailable('locked', lockedMessage(file, holder, account), holder?.pid ?? null)
  }
  return {
    release() {
      db.close()
    },
  }
}
