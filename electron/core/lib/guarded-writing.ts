// Appends to, replaces and removes regular files of a guarded folder: never through a link, and whole or not at all
// (docs/security.md 1).
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { GuardedFolder } from './guarded-folder.ts'
import { renameWaiting } from './rename-retrying.ts'
import {
  MAX_TRIES,
  type OpenFile,
  SAFE,
  isCode,
  listGuarded,
  look,
  lookAtFile,
  openFile,
  otherName,
  readGuarded,
} from './guarded-reading.ts'

/** Prefix and ending of temporary files: what a crash leaves behind is known by them. */
const TEMPORARY = /^exlab-sync-[0-9a-f]{24}\.tmp$/
/** A temporary file older than this is nobody's, in ms. */
const ABANDONED_MS = 3_600_000

/** Makes a file that is not there. Throws EEXIST where something is, be it a link that leads nowhere. */
export const createGuarded = async (
  folder: GuardedFolder,
  name: string,
  mode: number,
): Promise<FileHandle> => {
  folder.confirm()
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL
  const handle = await open(folder.at(name), flags | SAFE, mode)
  try {
    folder.confirm()
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Appends a text to a file, which is made where it is not there. */
export const appendGuarded = async (
  folder: GuardedFolder,
  name: string,
  text: string,
): Promise<void> => {
  const open = async (): Promise<OpenFile | null> =>
    await openFile(folder, name, constants.O_WRONLY | constants.O_APPEND)
  const found = await open()
  if (found !== null && found.stat.nlink > 1n) {
    await found.handle.close()
    throw otherName(join(folder.path, name))
  }
  const handle = found?.handle ?? (await createGuarded(folder, name, 0o666))
  try {
    await handle.writeFile(text)
  } finally {
    await handle.close()
  }
}

/**
 * Writes a file whole or not at all: temporary file of a random name, fsync, rename. `isCurrent` is asked right before the
 * rename; false: nothing is written. Answers whether it was.
 */
export const writeWhole = async (
  folder: GuardedFolder,
  name: string,
  mode: number,
  write: (handle: FileHandle) => Promise<void>,
  isCurrent: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> => {
  await lookAtFile(folder, name)
  const temporary = `exlab-sync-${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}.tmp`
  const handle = await createGuarded(folder, temporary, mode)
  let isInPlace = false
  try {
    try {
      await write(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    isInPlace = await renameWaiting(folder.at(temporary), folder.at(name), async () => {
      if (!(await isCurrent())) return false
      await lookAtFile(folder, name)
      folder.confirm()
      return true
    })
    return isInPlace
  } finally {
    if (!isInPlace) await unlink(folder.at(temporary)).catch(() => undefined)
  }
}

/** A value that differs when the file was rewritten, as far as the system records it. */
const fingerprint = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs}`

/**
 * Changes a text file of another program. `change` answers null where nothing is to be written, and may throw where the
 * text is incomplete. If the file is rewritten meanwhile, it is read again. `missing`: there is no such file; `busy`: it
 * was rewritten three times in a row, and nothing was written.
 */
export const changeGuarded = async (
  folder: GuardedFolder,
  name: string,
  maxBytes: number,
  change: (text: string) => string | null,
): Promise<'written' | 'kept' | 'missing' | 'busy'> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await lookAtFile(folder, name)
    const bytes = await readGuarded(folder, name, maxBytes)
    if (before === null || bytes === null) return 'missing'
    const text = change(bytes.toString('utf8'))
    if (text === null) return 'kept'
    const isCurrent = async (): Promise<boolean> => {
      const now = await lookAtFile(folder, name)
      return now !== null && fingerprint(now) === fingerprint(before)
    }
    const mode = Number(before.mode) & 0o777
    const write = (handle: FileHandle): Promise<void> => handle.writeFile(text)
    if (await writeWhole(folder, name, mode, write, isCurrent)) return 'written'
  }
  return 'busy'
}

/** Removes a regular file; one that is not there is no fault. */
export const removeGuarded = async (folder: GuardedFolder, name: string): Promise<void> => {
  if ((await lookAtFile(folder, name)) === null) return
  folder.confirm()
  await unlink(folder.at(name)).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error
  })
}

/** Removes temporary files that a crash left among the first `limit` entries of the folder. */
export const sweepTemporaries = async (folder: GuardedFolder, limit: number): Promise<void> => {
  // compared with the times that the system gives files
  const now = Date.now()
  for (const { name, kind } of await listGuarded(folder, limit)) {
    if (kind !== 'file' || !TEMPORARY.test(name)) continue
    const found = await look(folder, name)
    if (found !== null && now - Number(found.mtimeMs) > ABANDONED_MS)
      await removeGuarded(folder, name)
  }
}
