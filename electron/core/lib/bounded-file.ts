// Reads a small file that somebody else can replace: only a regular file, never more than a bound, and without waiting for a
// writer, which a named pipe would demand.
import { type Stats, closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { msg } from '../../../shared/language/msg.ts'

/** A path leads to something that is no regular file, or to one that is too large. The message says so for a person. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
}

const kindOf = (found: Stats): string => {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return msg`a named pipe`
  if (found.isSocket()) return 'a socket'
  return 'a device'
}

/** What forbids to read it, as the end of a sentence that begins with its path; null: nothing. */
const faultOf = (found: Stats, maxBytes: number): string | null => {
  if (!found.isFile()) return msg`is ${kindOf(found)}, not a file`
  return found.size > maxBytes
    ? msg`has ${found.size} bytes, more than the ${maxBytes} that such a file may have`
    : null
}

const requirePlain = (file: string, found: Stats, maxBytes: number): void => {
  const fault = faultOf(found, maxBytes)
  if (fault !== null) throw new FileRefused(`${file} ${fault}`)
}

/** Opens for reading without waiting; Windows has neither constant, and none of its files waits. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/** The bytes of a regular file; throws FileRefused, or the system's error. */
export const readBounded = (file: string, maxBytes: number): Buffer => {
  // looked at before it is opened, because opening a device can already do something, and again as it was opened
  requirePlain(file, statSync(file), maxBytes)
  const fd = openSync(file, READ_AT_ONCE)
  try {
    const found = fstatSync(fd)
    requirePlain(file, found, maxBytes)
    // one byte more than it has shows whether it grew
    let buffer = Buffer.alloc(found.size + 1)
    let length = 0
    for (;;) {
      const count = readSync(fd, buffer, length, buffer.length - length, null)
      length += count
      if (count === 0 || length > maxBytes) break
      if (length === buffer.length)
        buffer = Buffer.concat([buffer], Math.min(2 * length, maxBytes) + 1)
    }
    // it grew while it was read
    if (length > maxBytes) throw new FileRefused(msg`${file} has more than ${maxBytes} bytes`)
    return buffer.subarray(0, length)
  } finally {
    closeSync(fd)
  }
}

/**
 * Looks at a file that a program is about to read. Answers why it may not, as the end of a sentence that begins with its path;
 * null: it is a regular file of that size, or there is nothing, of which the program tells better.
 */
export const lookBeforeReading = async (file: string, maxBytes: number): Promise<string | null> => {
  try {
    return faultOf(await stat(file), maxBytes)
  } catch {
    return null
  }
}
