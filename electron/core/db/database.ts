// Opens the SQLite database of the queue: sets pragmas, backs up and migrates older formats, and words what can go wrong.
import { accessSync, constants, copyFileSync, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { msg } from '../../../shared/language/msg.ts'
import { CoreUnavailable } from '../errors.ts'
import { shareOf } from '../lib/data-folder.ts'
import { makePrivateFile } from '../lib/private-files.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { inRange } from './row-values.ts'
import { toCoreUnavailable } from './storage-errors.ts'

type Compiled = ReturnType<DatabaseSyncInstance['prepare']>
type Values<Method extends 'get' | 'all' | 'run'> = Parameters<Compiled[Method]>
type Statement = Pick<Compiled, 'get' | 'all' | 'run' | 'columns' | 'setReturnArrays'>

export interface Database extends Omit<DatabaseSyncInstance, 'prepare'> {
  /** The statement throws SQLite's error when it is used first. */
  prepare(sql: string): Statement
}

/** 'ExLS': distinguishes our files from any other SQLite database (PRAGMA application_id). */
const APPLICATION_ID = 0x45_78_4c_53

/**
 * A statement that is compiled when it is used first, because a start makes some hundred of them and uses a few. A query answers
 * also where an integer is too large for a number: the driver throws then, so that one damaged value would hide every other row.
 * Only such an answer is read a second time.
 */
class LazyStatement implements Statement {
  readonly #compile: () => Compiled
  readonly #isQuery: boolean
  #compiled: Compiled | null = null
  constructor(sql: string, compile: () => Compiled) {
    this.#compile = compile
    this.#isQuery = /^\s*(?:SELECT|WITH)\b/i.test(sql)
  }
  #ready(): Compiled {
    return (this.#compiled ??= this.#compile())
  }
  #read<T>(read: (statement: Compiled) => T, convert: (answer: T) => T): T {
    const statement = this.#ready()
    try {
      return read(statement)
    } catch (error) {
      if (!this.#isQuery || !(error instanceof RangeError)) throw error
      statement.setReadBigInts(true)
      try {
        return convert(read(statement))
      } finally {
        statement.setReadBigInts(false)
      }
    }
  }
  get(...values: Values<'get'>): ReturnType<Compiled['get']> {
    return this.#read<ReturnType<Compiled['get']>>(
      (statement) => statement.get(...values),
      (row) => (row === undefined ? row : inRange(row)),
    )
  }
  all(...values: Values<'all'>): ReturnType<Compiled['all']> {
    return this.#read<ReturnType<Compiled['all']>>(
      (statement) => statement.all(...values),
      (rows) => rows.map(inRange),
    )
  }
  run(...values: Values<'run'>): ReturnType<Compiled['run']> {
    return this.#ready().run(...values)
  }
  columns(): ReturnType<Compiled['columns']> {
    return this.#ready().columns()
  }
  setReturnArrays(areArrays: boolean): void {
    this.#ready().setReturnArrays(areArrays)
  }
}

/** Has a database of the driver make such statements. */
const withStatements = (db: DatabaseSyncInstance): Database => {
  const compile = db.prepare.bind(db)
  const prepare: Database['prepare'] = (sql) => new LazyStatement(sql, () => compile(sql))
  return Object.defineProperty(db, 'prepare', { value: prepare })
}

/** The name of a database in memory. */
const IN_MEMORY = ':memory:'

/** Opens any SQLite file for writing, without the queue's settings and migrations. Throws SQLite's error. */
export const openSqlite = (file: string): Database => {
  // SQLite gives what it writes beside a database (-wal, -shm) the rights of the database
  if (file !== IN_MEMORY) makePrivateFile(file)
  return withStatements(new DatabaseSync(file))
}

const pragma = (db: Database, name: string): number => {
  const row = db.prepare(`PRAGMA ${name}`).get()
  const value: unknown = row === undefined ? undefined : Object.values(row)[0]
  return typeof value === 'number' ? value : 0
}

/** Runs `work` in one transaction, all of it or nothing, and rethrows its error. Transactions do not nest. */
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

/** Commits a small write; throws SQLite's error where nothing can be written. */
export const probeWrite = (db: Database): void =>
  transaction(db, () => {
    db.exec(
      `INSERT INTO flags (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = 1 - value`,
    )
  })

const refuseNewer = (file: string, version: number): never => {
  throw new CoreUnavailable(
    'newer',
    msg`The queue ${file} was written by a newer ExLab Sync (format ${version}, this one knows ${MIGRATIONS.length}). Install the newer version; nothing was changed.`,
  )
}

const migrate = (db: Database, file: string): void => {
  const version = pragma(db, 'user_version')
  if (version > MIGRATIONS.length) refuseNewer(file, version)
  if (version > 0 && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new CoreUnavailable(
      'corrupt',
      msg`${file} is not a queue of ExLab Sync. It was left as it is.`,
    )
  }
  if (version === MIGRATIONS.length) return
  if (version > 0) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(file, `${file}.before-format-${version + 1}`)
  }
  // defensive mode forbids changes of a table's text, which only our own migrations need (0007-exclusions.ts)
  db.enableDefensive(false)
  // a table that is rebuilt is dropped first (0012-identity.ts), which would delete the rows that refer to it; the setting
  // has no effect within a transaction
  db.exec('PRAGMA foreign_keys = OFF')
  try {
    MIGRATIONS.slice(version).forEach((sql, index) => {
      transaction(db, () => {
        db.exec(sql)
        db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
        db.exec(`PRAGMA user_version = ${version + index + 1}`)
      })
    })
  } finally {
    db.exec('PRAGMA foreign_keys = ON')
    db.enableDefensive(true)
  }
}

/**
 * What SQLite finds wrong with the structure of a database; 'ok': nothing. A value that breaks a rule of its column is no damage
 * of the whole: such a row is mended by itself (queue/recovery-store.ts).
 */
const structureOf = (db: Database): string => {
  db.exec('PRAGMA ignore_check_constraints = ON')
  try {
    return String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? ['no answer'])[0])
  } finally {
    db.exec('PRAGMA ignore_check_constraints = OFF')
  }
}

/** Checks a database without changing it; false: it is damaged, or not a queue of ours. */
export const isIntact = (file: string): boolean => {
  try {
    const db = withStatements(new DatabaseSync(file, { readOnly: true }))
    try {
      return pragma(db, 'application_id') === APPLICATION_ID && structureOf(db) === 'ok'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

/**
 * Copies a consistent snapshot of a queue into an empty file, without the pages that nothing uses, and blocks its thread until it is
 * done; writers in other threads do not wait. Throws SQLite's error.
 */
export const copyCompact = (from: string, to: string): void => {
  const db = new DatabaseSync(from, { readOnly: true })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}

/** A queue up to this size is checked at every start; in a larger one, damage shows when a damaged page is read. */
const MAX_CHECKED_BYTES = 64 << 20

const requireIntact = (db: Database, file: string): void => {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_CHECKED_BYTES) return
  const result = structureOf(db)
  if (result !== 'ok') throw new Error(`database disk image is malformed: ${result}`)
}

/**
 * Opens the queue, and creates or migrates it first. Throws CoreUnavailable: newer, corrupt, unwritable.
 * With WAL and synchronous=NORMAL a crash of the app loses nothing; a power cut loses at most the last moments, and the next
 * start repeats their work.
 */
export const openDatabase = (file: string): Database => {
  try {
    const db = openSqlite(file)
    try {
      db.exec(
        'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY',
      )
      requireIntact(db, file)
      migrate(db, file)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw toCoreUnavailable(file, error)
  }
}

const canWrite = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * How a queue is named so that it can be read. Reading a WAL database writes beside it. In a folder that may not be written,
 * or is a share, it is read as a file that nobody changes, which needs every change to be in it. Throws CoreUnavailable where
 * some are still beside it.
 */
const readableName = (file: string): string | URL => {
  const folder = dirname(file)
  if (canWrite(folder) && shareOf(folder) === null) return file
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new CoreUnavailable(
      'unwritable',
      msg`The queue ${file} was not closed, and its folder can't be written. Copy the folder to a disk of this computer, and look at it there: --data-dir.`,
    )
  const url = pathToFileURL(file)
  url.search = 'immutable=1'
  return url
}

/** An empty queue in memory. */
export const openInMemory = (): Database => {
  const db = openSqlite(IN_MEMORY)
  migrate(db, IN_MEMORY)
  return db
}

/**
 * Opens the queue read-only. For an absent file it answers an empty queue in memory and creates no file. Throws
 * CoreUnavailable, also for an older format, because only a writer can migrate it.
 */
export const openDatabaseToRead = (file: string): Database => {
  if (!existsSync(file)) return openInMemory()
  try {
    const db = withStatements(new DatabaseSync(readableName(file), { readOnly: true }))
    try {
      db.exec('PRAGMA busy_timeout = 5000')
      const version = pragma(db, 'user_version')
      if (version > MIGRATIONS.length) refuseNewer(file, version)
      if (version < MIGRATIONS.length)
        throw new CoreUnavailable(
          'unwritable',
          msg`The queue ${file} was written by an older ExLab Sync (format ${version}, this one needs ${MIGRATIONS.length}). Start ExLab Sync once: it brings the queue up to date.`,
        )
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw toCoreUnavailable(file, error)
  }
}
