// Copies of the queue: made every day, a week of them kept; the newest intact one is opened where the queue is damaged (docs/spec.md 12).
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CoreUnavailable } from '../errors.ts'
import { type Database, copyDatabase, isIntact, openDatabase } from './database.ts'

const KEPT = 7
const NAME = /^queue-(\d{8}T\d{6})\.db$/

const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')

const folderOf = (queue: string): string => join(dirname(queue), 'backups')

/** Newest first. */
const list = (queue: string): string[] => {
  const folder = folderOf(queue)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .toReversed()
    .map((name) => join(folder, name))
}

/** Copies the queue and drops the oldest copies. A copy that was cut off never carries a copy's name. */
export const backUp = async (db: Database, queue: string, now: number): Promise<string> => {
  const folder = folderOf(queue)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `queue-${stamp(now)}.db`)
  const part = `${file}.part`
  rmSync(part, { force: true })
  await copyDatabase(db, part)
  renameSync(part, file)
  for (const old of list(queue).slice(KEPT)) rmSync(old, { force: true })
  return file
}

/** When the newest copy was made, by its name; null: there is none. */
export const lastBackup = (queue: string): number | null => {
  const [newest] = list(queue)
  const text = newest === undefined ? undefined : NAME.exec(newest.split(/[\\/]/).at(-1) ?? '')?.[1]
  if (text === undefined) return null
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})$/.exec(text) ?? []
  return Date.parse(
    `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`,
  )
}

export interface OpenedQueue {
  readonly db: Database
  /** What had to be done to open it, in a sentence; null: nothing. */
  readonly report: string | null
}

/** Opens the queue. A damaged one is set aside, never deleted, and the newest intact copy takes its place. Throws CoreUnavailable. */
export const openQueue = (queue: string, now: number): OpenedQueue => {
  try {
    return { db: openDatabase(queue), report: null }
  } catch (error) {
    if (!(error instanceof CoreUnavailable) || error.code !== 'corrupt') throw error
    const good = list(queue).find(isIntact)
    if (good === undefined) throw error
    const aside = `${queue}.damaged-${stamp(now)}`
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(`${queue}${end}`)) renameSync(`${queue}${end}`, `${aside}${end}`)
    copyFileSync(good, queue)
    const report = `The queue was damaged. It was set aside as ${aside}, and the copy ${good} was opened. Runs that were added after it was made are not in the list: add them again, nothing on the NAS or in the run folders is lost.`
    return { db: openDatabase(queue), report }
  }
}
