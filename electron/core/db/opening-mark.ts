// Notices that a queue is not the one that was open last, but a backup or another copy of it, and marks what its rows tell as
// known before the restore (docs/spec.md 12).
import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { type DataHome, dataHomeOf, isElsewhere } from '../lib/data-home.ts'
import { makePrivateFile } from '../lib/private-files.ts'
import { renameRetrying } from '../lib/rename-retrying.ts'
import { type Database, transaction } from './database.ts'
import { type Row, asNumber, asNumberOrNull, asTextOrNull } from './row-values.ts'

/** Numbers are rounded up to a multiple of this after a restore, so that a person sees where it was. */
const NUMBER_STEP = 1_000

/** The marks that the queue in this folder may have; empty: none was written yet. */
const readMarks = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** Writes the marks and waits until they are on the disk. */
const writeMarks = (file: string, marks: readonly string[]): void => {
  const part = `${file}.part`
  // another account that only looks must read it too, where the folder is for a group
  makePrivateFile(part)
  const fd = openSync(part, 'w')
  try {
    writeSync(fd, `${marks.join('\n')}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameRetrying(part, file)
}

/** Names in a folder; none where it is not there. */
const names = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** The highest number with which one of these names begins; 0: none. */
const highest = (all: readonly string[]): number =>
  all.reduce((max, name) => Math.max(max, Number(/^\d+/.exec(basename(name))?.[0] ?? 0)), 0)

type Numbered = 'jobs' | 'attempts' | 'exclusions'

/** The highest number that a table gave; null: none yet. */
const lastNumber = (db: Database, table: Numbered): number | null => {
  const row = db.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table)
  return row === undefined ? null : asNumber(row, 'seq')
}

/** Lets the numbers of a table go on above all that were ever given, also by the queue that was lost. */
const raise = (db: Database, table: Numbered, used: number): void => {
  const last = lastNumber(db, table)
  const next = (Math.ceil(Math.max(used, last ?? 0) / NUMBER_STEP) + 1) * NUMBER_STEP
  if (last === null) db.prepare('INSERT INTO sqlite_sequence VALUES (?, ?)').run(table, next)
  else db.prepare('UPDATE sqlite_sequence SET seq = ? WHERE name = ?').run(next, table)
}

/** Gives no number again that a queue before this one gave. `logs`: the folder with one folder of logs per job. */
const raiseNumbers = (db: Database, logs: string): void => {
  const jobs = names(logs)
  raise(db, 'jobs', highest(jobs))
  raise(db, 'attempts', Math.max(0, ...jobs.map((job) => highest(names(join(logs, job))))))
  raise(db, 'exclusions', 0)
}

/** True where logs of runs are here that this queue never had: it was begun anew. */
const isBegunAnew = (db: Database, logs: string): boolean =>
  (lastNumber(db, 'jobs') ?? 0) < highest(names(logs))

/** What an opening found of the queue that is opened. */
export type Opening =
  /** It is the one that was open last, where it was. */
  | { readonly found: 'same' }
  /** A backup or another copy was put in its place. `copiedAt`: when the copy was made, epoch ms; null: nobody knows. */
  | { readonly found: 'replaced'; readonly copiedAt: number | null }
  /** The whole data folder is a copy, or came from another computer. */
  | { readonly found: 'elsewhere' }

const homeSchema = z.object({
  computer: z.string().nullable(),
  folder: z.object({ inode: z.string(), birth: z.string().nullable() }).nullable(),
})

/** Where the data folder was at the last start; null: not known. */
const homeIn = (row: Row): DataHome | null => {
  try {
    return homeSchema.parse(JSON.parse(asTextOrNull(row, 'home') ?? 'null'))
  } catch {
    return null
  }
}

const markFile = (queue: string): string => `${queue}.opening`

/** True where a queue was open in this folder before: its mark is there, whatever became of the queue. */
export const wasOpened = (queue: string): boolean => readMarks(markFile(queue)).length > 0

const instanceRow = (db: Database): Row =>
  db.prepare('SELECT opening, copied_at, home FROM instance WHERE id = 1').get() ?? {}

/**
 * Finds out whether the queue is the one that was open last, and changes nothing. Each opening leaves a mark in the queue and in
 * a small file beside it: where the two differ, the queue is a copy that was put in its place. A backup says so itself, and a
 * data folder that is not where it was is a copy as a whole.
 */
export const lookAtOpening = (db: Database, queue: string): Opening => {
  const row = instanceRow(db)
  const knownHome = homeIn(row)
  if (knownHome !== null && isElsewhere(knownHome, dataHomeOf(dirname(queue))))
    return { found: 'elsewhere' }
  const copiedAt = asNumberOrNull(row, 'copied_at')
  const isMarked = (): boolean => {
    const before = asTextOrNull(instanceRow(db), 'opening')
    return before === null || readMarks(markFile(queue)).includes(before)
  }
  // asked again, because an engine may have written both marks between the two readings
  const isReplaced = copiedAt !== null || (!isMarked() && !isMarked())
  return isReplaced ? { found: 'replaced', copiedAt } : { found: 'same' }
}

/**
 * Marks this opening of the queue. What a copy tells may be out of date: every row is marked, and no number is given again. A
 * copied data folder gets a UUID of its own, since the one that it was copied from may be at work. `now`: epoch ms. Throws
 * SQLite's or the system's error.
 */
export const markOpening = (db: Database, queue: string, now: number): Opening => {
  const found = lookAtOpening(db, queue)
  const file = markFile(queue)
  const before = asTextOrNull(instanceRow(db), 'opening')
  const home = dataHomeOf(dirname(queue))
  const opening = crypto.randomUUID()
  // first both, so that a crash in between is not taken for a restore
  writeMarks(file, before === null ? [opening] : [before, opening])
  db.exec('PRAGMA synchronous = FULL')
  try {
    transaction(db, () => {
      // what a copy tells is known from a backup only
      if (found.found !== 'same') db.prepare('UPDATE jobs SET restored_at = ?').run(now)
      const logs = join(dirname(queue), 'logs', 'runs')
      if (found.found !== 'same' || isBegunAnew(db, logs)) raiseNumbers(db, logs)
      if (found.found === 'elsewhere')
        db.prepare('UPDATE instance SET uuid = ? WHERE id = 1').run(crypto.randomUUID())
      db.prepare('UPDATE instance SET opening = ?, copied_at = NULL, home = ? WHERE id = 1').run(
        opening,
        JSON.stringify(home),
      )
    })
  } finally {
    db.exec('PRAGMA synchronous = NORMAL')
  }
  writeMarks(file, [opening])
  return found
}
