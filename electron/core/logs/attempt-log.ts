// Writes the log file of an attempt: line by line, bounded, with a sparse index beside it by which a reader finds any page.
import { closeSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LogLevel } from '../../../shared/model/model.ts'
import type { Clock } from '../domain/clock.ts'
import { visibleLogLine } from '../../../shared/escape.ts'
import { makePrivateFile } from '../lib/private-files.ts'
import { makePrivateFolder } from '../lib/private-folder.ts'

/** The index holds the byte at which every INDEX_EVERY-th line begins (8 bytes, little endian). */
export const INDEX_EVERY = 1_000

export const indexFile = (file: string): string => `${file}.idx`

export interface AttemptLog {
  /** Writes one line; control characters in it are escaped. Synchronous, so that a flood of lines makes the tool wait. */
  write(level: LogLevel, source: string, text: string): void
  /** Lines in the file. */
  readonly lines: number
  close(): void
}

interface AttemptLogOptions {
  readonly clock: Clock
  /** Bytes of the file from which on lines are dropped; the last 500 lines are still written, or so many as 4 MiB hold. */
  readonly maxBytes?: number
  /** Called when lines were written to the file, with their number in all. */
  readonly onLines?: (lines: number) => void
  /** Called where the file cannot be written (disk full): those lines are lost, the log goes on. */
  readonly onFault?: (error: unknown) => void
}

interface Entry {
  /** Epoch ms. */
  readonly at: number
  readonly level: LogLevel
  readonly source: string
  readonly text: string
}

const MAX_BYTES = 50 << 20
const MAX_LINE = 64 << 10
const LAST_LINES = 500
const LAST_BYTES = 4 << 20
const FLUSH_MS = 200
const FLUSH_BYTES = 256 << 10

const truncate = (text: string): string =>
  text.length <= MAX_LINE
    ? text
    : `${text.slice(0, MAX_LINE)} … ${text.length - MAX_LINE} more characters dropped`

/** Opens a new log of lines `time<TAB>level<TAB>source<TAB>text`. Throws the system's error. */
export const openAttemptLog = (file: string, options: AttemptLogOptions): AttemptLog => {
  const maxBytes = options.maxBytes ?? MAX_BYTES
  makePrivateFolder(dirname(file))
  for (const one of [file, indexFile(file)]) makePrivateFile(one)
  const fd = openSync(file, 'a')
  const index = openSync(indexFile(file), 'a')
  let buffer: string[] = []
  let buffered = 0
  let bytes = 0
  let lines = 0
  let dropped = 0
  /** The last lines after the limit, cut to their greatest length, and what they hold. */
  let last: Entry[] = []
  let lastLength = 0
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (buffer.length === 0) return
    const text = buffer.join('')
    buffer = []
    buffered = 0
    try {
      writeSync(fd, text)
    } catch (error) {
      if (options.onFault === undefined) throw error
      options.onFault(error)
    }
    options.onLines?.(lines)
  }

  const append = (line: string): void => {
    if (lines % INDEX_EVERY === 0) {
      const at = Buffer.alloc(8)
      at.writeBigUInt64LE(BigInt(bytes))
      writeSync(index, at)
    }
    const size = Buffer.byteLength(line)
    buffer.push(line)
    buffered += size
    bytes += size
    lines += 1
    if (buffered >= FLUSH_BYTES) flush()
    else timer ??= setTimeout(flush, FLUSH_MS)
  }

  // many lines of a flood have the same millisecond
  let stamp = { at: Number.NaN, text: '' }
  const format = ({ at, level, source, text }: Entry): string => {
    if (stamp.at !== at) stamp = { at, text: new Date(at).toISOString() }
    return `${stamp.text}\t${level}\t${source}\t${visibleLogLine(truncate(text))}\n`
  }

  /** Drops those of the last lines that are more than are written. */
  const dropEarlier = (): void => {
    let from = last.length
    let length = 0
    while (from > 0 && last.length - from < LAST_LINES) {
      length += last[from - 1]?.text.length ?? 0
      if (length > LAST_BYTES) break
      from -= 1
    }
    dropped += from
    last = last.slice(from)
    lastLength = last.reduce((sum, { text }) => sum + text.length, 0)
  }

  return {
    get lines() {
      return lines
    },
    write(level, source, text) {
      if (closed) return
      const entry = { at: options.clock.now(), level, source, text }
      if (bytes < maxBytes) return append(format(entry))
      last.push({ ...entry, text: truncate(text) })
      lastLength += Math.min(text.length, MAX_LINE)
      if (last.length > LAST_LINES * 2 || lastLength > LAST_BYTES * 2) dropEarlier()
    },
    close() {
      if (closed) return
      closed = true
      dropEarlier()
      if (dropped > 0)
        append(
          format({
            at: options.clock.now(),
            level: 'warning',
            source: 'app',
            text: `${dropped} lines were dropped here: the log had reached its limit of ${maxBytes} bytes`,
          }),
        )
      for (const entry of last) append(format(entry))
      flush()
      closeSync(fd)
      closeSync(index)
    },
  }
}
