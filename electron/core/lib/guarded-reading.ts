// Reads regular files of a guarded folder: never through a link, never a pipe or device, never without a bound
// (docs/security.md 1).
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { errorCode } from '../errors.ts'
import { type GuardedFolder, UnsafePath, kindWords } from './guarded-folder.ts'

/** Without a wait for the other end of a pipe, which may be put there between look and opening. */
export const SAFE = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
export const MAX_TRIES = 3
const EXCHANGED = msg`is exchanged all the time while it is opened`

/** True where an error has one of these codes of the system. */
export const isCode = (error: unknown, ...codes: string[]): boolean =>
  codes.includes(errorCode(error))

/** Looks at an entry without following it; null: it is not there. */
export const look = async (folder: GuardedFolder, name: string): Promise<BigIntStats | null> => {
  folder.confirm()
  try {
    return await lstat(folder.at(name), { bigint: true })
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** As `look`; throws UnsafePath for anything but a regular file. */
export const lookAtFile = async (
  folder: GuardedFolder,
  name: string,
): Promise<BigIntStats | null> => {
  const found = await look(folder, name)
  if (found !== null && !found.isFile())
    throw new UnsafePath(join(folder.path, name), kindWords(found))
  return found
}

/** How a file is used, beside being a regular one. */
export interface FileUse {
  readonly name: string
  /** It is read whole, up to this size; not set: it is not, or in pieces. */
  readonly maxBytes?: number
  /** Something is appended to it. */
  readonly isAppended?: boolean
}

const sizeText = (bytes: number): string =>
  bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MiB` : `${bytes} bytes`
const tooLarge = (path: string, maxBytes: number): UnsafePath =>
  new UnsafePath(path, msg`is larger than ${sizeText(maxBytes)}`)
/** A file with a second name may be any file of this account. */
export const otherName = (path: string): UnsafePath =>
  new UnsafePath(path, msg`has a second name elsewhere (a hard link)`)

/** Why a file can't be used so, without opening it; null: it can, or is not there. Throws the system's error. */
export const faultAt = async (
  folder: GuardedFolder,
  { name, maxBytes, isAppended = false }: FileUse,
): Promise<UnsafePath | null> => {
  const path = join(folder.path, name)
  try {
    const found = await lookAtFile(folder, name)
    if (found === null) return null
    if (maxBytes !== undefined && found.size > maxBytes) return tooLarge(path, maxBytes)
    return isAppended && found.nlink > 1n ? otherName(path) : null
  } catch (error) {
    if (error instanceof UnsafePath) return error
    throw error
  }
}

/** An open file, with what was seen of it when it was opened. */
export interface OpenFile {
  readonly handle: FileHandle
  readonly stat: BigIntStats
}

/** Closes the file where it throws. */
const statOpened = async (handle: FileHandle, folder: GuardedFolder): Promise<BigIntStats> => {
  try {
    folder.confirm()
    return await handle.stat({ bigint: true })
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Opens a regular file that was looked at before, and is the same one afterwards; null: it is not there. */
export const openFile = async (
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
    const stat = await statOpened(handle, folder)
    if (stat.isFile() && stat.dev === seen.dev && stat.ino === seen.ino) return { handle, stat }
    await handle.close()
  }
  throw new UnsafePath(join(folder.path, name), EXCHANGED)
}

const readBounded = async (
  { handle, stat }: OpenFile,
  path: string,
  maxBytes: number,
): Promise<Buffer> => {
  if (stat.size > maxBytes) throw tooLarge(path, maxBytes)
  // some file systems tell no size, or it grows meanwhile
  const buffer = Buffer.alloc(Math.min(maxBytes, Math.max(Number(stat.size), 4_096)) + 1)
  let filled = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled)
    filled += bytesRead
    if (bytesRead === 0) return buffer.subarray(0, filled)
    if (filled === buffer.length) throw tooLarge(path, maxBytes)
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
