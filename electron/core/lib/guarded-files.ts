// Reads, appends, replaces and removes regular files of a guarded folder: never through a link, never a pipe or device, never
// without a bound (docs/security.md 1).
import { randomBytes } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, opendir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../errors.ts'
import { type GuardedFolder, UnsafePath, kindWords } from './guarded-folder.ts'

/** Without a wait for the other end of a pipe, which may be put there between look and opening. */
const SAFE = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const MAX_TRIES = 3
const EXCHANGED = 'is exchanged all the time while it is opened'
/** Prefix and ending of temporary files: what a crash leaves behind is known by them. */
const TEMPORARY = /^exlab-sync-[0-9a-f]{24}\.tmp$/
/** A temporary file older than this is nobody's, in ms. */
const ABANDONED_MS = 3_600_000

const isCode = (error: unknown, ...codes: string[]): boolean => codes.includes(errorCode(error))

/** Looks at an entry without following it; null: it is not there. */
const look = async (folder: GuardedFolder, name: string): Promise<BigIntStats | null> => {
  folder.confirm()
  try {
    return await lstat(folder.at(name), { bigint: true })
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** As `look`; throws UnsafePath for anything but a regular file. */
const lookAtFile = async (folder: GuardedFolder, name: string): Promise<BigIntStats | null> => {
  const found = await look(folder, name)
  if (found !== null && !found.isFile())
    throw new UnsafePath(join(folder.path, name), kindWords(found))
  return found
}

/** An entry that is no regular file and no missing one, as UnsafePath; null: there is nothing wrong with it. */
export const faultAt = async (folder: GuardedFolder, name: string): Promise<UnsafePath | null> => {
  try {
    await lookAtFile(folder, name)
    return null
  } catch (error) {
    if (error instanceof UnsafePath) return error
    throw error
  }
}

interface OpenFile {
  readonly handle: FileHandle
  readonly stat: BigIntStats
}

/** Opens a regular file that was looked at before, and is the same one afterwards; null: it is not there. */
const openFile = async (
  folder: GuardedFolder,
  name: string,
  flags: number,
): Promise<OpenFile | null> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const seen = await lookAtFile(folder, name)
    if (seen === null) return null
    let handle: FileHandle
    try {
      handle = await open(folder.at(name), flags | SAFE)
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ELOOP', 'ENXIO', 'ENOTDIR')) continue
      throw error
    }
    const stat = await handle.stat({ bigint: true })
    if (stat.isFile() && stat.dev === seen.dev && stat.ino === seen.ino) {
      folder.confirm()
      return { handle, stat }
    }
    await handle.close()
  }
  throw new UnsafePath(join(folder.path, name), EXCHANGED)
}

const sizeText = (bytes: number): string =>
  bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MiB` : `${bytes} bytes`

const readBounded = async (
  { handle, stat }: OpenFile,
  path: string,
  maxBytes: number,
): Promise<Buffer> => {
  const tooLarge = new UnsafePath(path, `is larger than ${sizeText(maxBytes)}`)
  if (stat.size > maxBytes) throw tooLarge
  // some file systems tell no size, or it grows meanwhile
  const buffer = Buffer.alloc(Math.min(maxBytes, Math.max(Number(stat.size), 4_096)) + 1)
  let filled = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled)
    filled += bytesRead
    if (bytesRead === 0) return buffer.subarray(0, filled)
    if (filled === buffer.length) throw tooLarge
  }
}

/** The bytes of a file; null: it is not there. Throws UnsafePath, also where it is larger than `maxBytes`. */
export const readGuarded = async (
  folder: GuardedFolder,
  name: string,
  maxBytes: number,
): Promise<Buffer | null> => {
  const file = await openFile(folder, name, constants.O_RDONLY)
  if (file === null) return null
  try {
    return await readBounded(file, join(folder.path, name), maxBytes)
  } finally {
    await file.handle.close()
  }
}

/** Gives a file of any size in pieces; false: it is not there. */
export const readPieces = async (
  folder: GuardedFolder,
  name: string,
  onPiece: (piece: Uint8Array) => void,
): Promise<boolean> => {
  const file = await openFile(folder, name, constants.O_RDONLY)
  if (file === null) return false
  try {
    const buffer = Buffer.alloc(1 << 16)
    // no further than the size that it had: a file that grows must not be read for ever
    for (let left = Number(file.stat.size); left > 0;) {
      const { bytesRead } = await file.handle.read(buffer, 0, Math.min(left, buffer.length), null)
      if (bytesRead === 0) break
      onPiece(buffer.subarray(0, bytesRead))
      left -= bytesRead
    }
    return true
  } finally {
    await file.handle.close()
  }
}

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
  // a file with a second name may be any file of this account
  if (found !== null && found.stat.nlink > 1n) {
    await found.handle.close()
    throw new UnsafePath(join(folder.path, name), 'has a second name elsewhere (a hard link)')
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
  const temporary = `exlab-sync-${randomBytes(12).toString('hex')}.tmp`
  const handle = await createGuarded(folder, temporary, mode)
  let isInPlace = false
  try {
    try {
      await write(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (!(await isCurrent())) return false
    await lookAtFile(folder, name)
    folder.confirm()
    await rename(folder.at(temporary), folder.at(name))
    isInPlace = true
    return true
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

interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
}

/** The first `limit` entries of a folder, in no order. */
export const listGuarded = async (
  folder: GuardedFolder,
  limit: number,
): Promise<readonly Entry[]> => {
  folder.confirm()
  const entries: Entry[] = []
  for await (const entry of await opendir(folder.here)) {
    const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other'
    entries.push({ name: entry.name, kind })
    if (entries.length === limit) break
  }
  folder.confirm()
  return entries
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
