// The one door to a run's own records, everything below `<run>/.exlab-wizard/`: no other module reads, writes or removes
// anything there (docs/security.md 1).
import { rmdir } from 'node:fs/promises'
import { errorCode } from '../errors.ts'
import { SECOND_MS } from '../../../shared/duration.ts'
import { type GuardedFolder, UnsafePath, openFolder } from '../lib/guarded-folder.ts'
import { type FileUse, faultAt, listGuarded } from '../lib/guarded-reading.ts'
import { createGuarded, removeGuarded, sweepTemporaries } from '../lib/guarded-writing.ts'
import { RECORDS_FOLDER } from './records-folder.ts'

/**
 * Files at the top of the records folder that are never sent with a run: temporary ones, this program's and ExLab-Wizard's, and
 * locks. Patterns of a push (transports/transport.ts). They are left alone: nobody can tell whether a lock is held.
 */
export const PASSING_PATTERNS: readonly string[] = [
  `/${RECORDS_FOLDER}/*.tmp`,
  `/${RECORDS_FOLDER}/*.lock`,
]

/** Whether a file of that path in a run is one of them. */
export const isPassing = (path: string): boolean =>
  /^\.exlab-wizard\/[^/]*\.(?:tmp|lock)$/.test(path)

/** A larger record is not read: the files of ExLab-Wizard are small. */
export const MAX_RECORD_BYTES = 1 << 20
/** Entries of the records folder that are looked at. */
const MAX_ENTRIES = 10_000
/** Folders in folders that are looked at. */
const MAX_DEPTH = 16
/** A records folder that does not answer in this time counts as unreadable: a share may hang for ever. */
const TIMEOUT_MS = 30 * SECOND_MS

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errorCode(error))

/** The result of `work`, or an error ETIMEDOUT after TIMEOUT_MS: what it waits for then stays behind in its thread. */
const inTime = async <T>(run: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | null = null
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message = `${run} does not answer`
      reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' }))
    }, TIMEOUT_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}

const openRecords = async <T>(
  run: string,
  make: boolean,
  work: (records: GuardedFolder) => Promise<T>,
): Promise<T> => {
  const root = await openFolder(run)
  try {
    const records = await root.enter(RECORDS_FOLDER, make)
    try {
      return await work(records)
    } finally {
      await records.close()
    }
  } finally {
    await root.close()
  }
}

const nullIfMissing = (error: unknown): null => {
  if (isMissing(error)) return null
  throw error
}

/**
 * Opens the records of the run folder at a real path for `work`; null: there are none. Throws UnsafePath where the folder of
 * the run, its records folder or a file in it is not what it must be, and the system's error.
 */
export const withRecords = <T>(
  run: string,
  work: (records: GuardedFolder) => Promise<T>,
): Promise<T | null> => inTime(run, openRecords(run, false, work).catch(nullIfMissing))

/**
 * As `withRecords`; the records folder is made where it is not there, and what a crash left in it is removed. Throws ENOENT
 * where the run folder is not there.
 */
export const makeRecords = <T>(
  run: string,
  work: (records: GuardedFolder) => Promise<T>,
): Promise<T> =>
  openRecords(run, true, async (records) => {
    await sweepTemporaries(records, MAX_ENTRIES)
    return work(records)
  })

/**
 * Puts an empty file into the records of a run while `work` is done, and leaves the run as it was. Throws as `makeRecords`,
 * and EEXIST where something has that name.
 */
export const withMarker = async <T>(
  run: string,
  name: string,
  work: () => Promise<T>,
): Promise<T> => {
  const hadRecords = (await withRecords(run, () => Promise.resolve(true))) === true
  try {
    return await makeRecords(run, async (records) => {
      await (await createGuarded(records, name, 0o666)).close()
      try {
        return await work()
      } finally {
        await removeGuarded(records, name)
      }
    })
  } finally {
    if (!hadRecords) await removeEmptyRecords(run)
  }
}

const removeEmptyRecords = async (run: string): Promise<void> => {
  const root = await openFolder(run)
  try {
    root.confirm()
    await rmdir(root.at(RECORDS_FOLDER))
  } catch (error) {
    // ExLab-Wizard may have begun to use it
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw error
  } finally {
    await root.close()
  }
}

/** Names right in the records folder of a run; empty where there is none. Throws as `withRecords`. */
export const recordNames = async (run: string): Promise<readonly string[]> =>
  (await withRecords(run, (records) => listGuarded(records, MAX_ENTRIES)))?.map(
    ({ name }) => name,
  ) ?? []

/** Paths of the regular files in the records folder, relative to the run, with `/`. Throws as `withRecords`. */
export const recordPaths = async (run: string): Promise<readonly string[]> => {
  const paths: string[] = []
  const walk = async (folder: GuardedFolder, prefix: string, depth: number): Promise<void> => {
    for (const { name, kind } of await listGuarded(folder, MAX_ENTRIES)) {
      if (paths.length >= MAX_ENTRIES) return
      if (kind === 'file') paths.push(prefix + name)
      if (kind !== 'folder' || depth === MAX_DEPTH) continue
      const inside = await folder.enter(name)
      try {
        await walk(inside, `${prefix}${name}/`, depth + 1)
      } finally {
        await inside.close()
      }
    }
  }
  await withRecords(run, (records) => walk(records, `${RECORDS_FOLDER}/`, 0))
  return paths.toSorted()
}

/** What is wrong with the records of a run, or with one of these files in them; null: nothing. Throws the system's error. */
export const recordsFault = async (
  run: string,
  files: readonly FileUse[],
): Promise<UnsafePath | null> => {
  try {
    return await withRecords(run, async (records) => {
      for (const file of files) {
        const fault = await faultAt(records, file)
        if (fault !== null) return fault
      }
      return null
    })
  } catch (error) {
    if (error instanceof UnsafePath) return error
    throw error
  }
}
