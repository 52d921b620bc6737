// The paths of one run as plain text, chunk by chunk, in a file that is read through in a fraction of the time that the index
// takes. A copy to search in and nothing more: where it cannot be kept, or read back, the index is looked through as before.
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  ftruncateSync,
  openSync,
  readSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export interface PathCache {
  /** Text of a chunk, a character for each byte; null: it is not kept. `version`: of the run and of the list of its files. */
  read(version: string, chunk: number): string | null
  /** Keeps it; what was kept for another version is forgotten. Never throws. */
  keep(version: string, chunk: number, text: Uint8Array): void
}

/** The queue needs the room more than a search does: with less than this free, in bytes, nothing is kept. */
const MIN_FREE_BYTES = 1 << 30

const hasFreeSpace = (folder: string): boolean => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= MIN_FREE_BYTES
}

/** A file without a name, that ends with the process however it ends; null: there is none to be had here. Throws where none can be made. */
const openUnnamed = (folder: string): number | null => {
  const file = join(folder, `search-${randomUUID()}.tmp`)
  const fd = openSync(file, 'wx+', 0o600)
  try {
    unlinkSync(file)
    return fd
  } catch {
    // a disk that keeps the name of an open file: none is left behind there either
    closeSync(fd)
    unlinkSync(file)
    return null
  }
}

/** One chunk in memory, whatever the run; on the disk as much as the paths of one run are long. `roomy`: of the folder's disk. */
export const createPathCache = (folder: string, hasSpace = hasFreeSpace): PathCache => {
  const places = new Map<number, { readonly at: number; readonly length: number }>()
  let buffer = Buffer.alloc(0)
  let fd: number | null = null
  let end = 0
  let now: string | null = null
  /** Too little room, or not allowed: tried again for another version. */
  let refused = false

  const begin = (version: string): void => {
    now = version
    places.clear()
    end = 0
    // a shorter text would leave the longer one's room taken
    if (fd !== null) ftruncateSync(fd)
    refused = !hasSpace(folder)
  }
  return {
    read(version, chunk) {
      const place = version === now ? places.get(chunk) : undefined
      if (place === undefined || fd === null) return null
      if (buffer.length < place.length) buffer = Buffer.alloc(place.length)
      try {
        const read = readSync(fd, buffer, 0, place.length, place.at)
        return read === place.length ? buffer.toString('latin1', 0, read) : null
      } catch {
        return null
      }
    },
    keep(version, chunk, text) {
      try {
        if (version !== now) begin(version)
        if (refused) return
        fd ??= openUnnamed(folder)
        if (fd === null || writeSync(fd, text, 0, text.length, end) < text.length) refused = true
        else places.set(chunk, { at: end, length: text.length })
        end += text.length
      } catch {
        refused = true
      }
    },
  }
}
