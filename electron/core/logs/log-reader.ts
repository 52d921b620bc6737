// Reads pages of an attempt's log from disk, also while it is being written; never the whole of it.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { type LogLevel, type LogLine, logLevel } from '../../../shared/model/model.ts'
import { INDEX_EVERY, indexFile } from './attempt-log.ts'

const BLOCK = 256 << 10
const LF = 10

/** Where the indexed line at or before `line` begins, and its number. */
const seek = (file: string, line: number): { readonly byte: number; readonly line: number } => {
  let fd: number
  try {
    fd = openSync(indexFile(file), 'r')
  } catch {
    return { byte: 0, line: 0 }
  }
  try {
    const entries = Math.floor(fstatSync(fd).size / 8)
    if (entries === 0) return { byte: 0, line: 0 }
    const entry = Math.min(Math.floor(line / INDEX_EVERY), entries - 1)
    const at = Buffer.alloc(8)
    readSync(fd, at, 0, 8, entry * 8)
    return { byte: Number(at.readBigUInt64LE()), line: entry * INDEX_EVERY }
  } finally {
    closeSync(fd)
  }
}

/** Lines of the file from a byte on, with their ends taken off; only whole ones. */
function* linesFrom(file: string, byte: number): Generator<string> {
  const fd = openSync(file, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    for (let at = byte; ;) {
      const block = Buffer.alloc(BLOCK)
      const read = readSync(fd, block, 0, BLOCK, at)
      if (read === 0) return
      at += read
      const text = Buffer.concat([rest, block.subarray(0, read)])
      let from = 0
      for (let end = text.indexOf(LF); end !== -1; end = text.indexOf(LF, from)) {
        yield text.toString('utf8', from, end)
        from = end + 1
      }
      rest = text.subarray(from)
    }
  } finally {
    closeSync(fd)
  }
}

/** A line of the file as its parts; `number` from 0. */
export const parseLine = (number: number, text: string): LogLine => {
  const [time = '', level = '', source = '', ...words] = text.split('\t')
  const at = Date.parse(time)
  const known = logLevel.safeParse(level)
  // a line that was cut off by a crash is shown as it stands
  if (Number.isNaN(at) || !known.success)
    return { number, at: 0, level: 'info', source: 'app', text }
  return { number, at, level: known.data, source, text: words.join('\t') }
}

const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined

const countLines = (file: string): number => {
  const start = seek(file, Number.MAX_SAFE_INTEGER)
  let count = start.line
  for (const _line of linesFrom(file, start.byte)) count += 1
  return count
}

/** `limit` lines from line `from` (from 0), and how many there are in all. A log that is not there is empty. */
export const pageLog = (
  file: string,
  from: number,
  limit: number,
): { lines: LogLine[]; total: number } => {
  if (!exists(file)) return { lines: [], total: 0 }
  const total = countLines(file)
  const lines: LogLine[] = []
  const start = seek(file, from)
  let number = start.line
  for (const text of linesFrom(file, start.byte)) {
    if (number >= from + limit) break
    if (number >= from) lines.push(parseLine(number, text))
    number += 1
  }
  return { lines, total }
}

const SEVERITY: Readonly<Record<LogLevel, number>> = {
  debug: 0,
  info: 1,
  notice: 2,
  warning: 3,
  error: 4,
}

export interface LogQuery {
  readonly text: string
  /** Lines of this level or worse only. */
  readonly level: LogLevel | null
  readonly from: number
  readonly direction: 'forward' | 'backward'
}

/** Number of the next line that fits, from `from` on (inclusive) in the given direction; null: none. */
export const findInLog = (file: string, query: LogQuery): number | null => {
  if (!exists(file)) return null
  const wanted = query.text.toLowerCase()
  const least = query.level === null ? 0 : SEVERITY[query.level]
  const fits = (text: string, number: number): boolean => {
    if (wanted !== '' && !text.toLowerCase().includes(wanted)) return false
    return least === 0 || SEVERITY[parseLine(number, text).level] >= least
  }
  const start = query.direction === 'forward' ? seek(file, query.from) : { byte: 0, line: 0 }
  let number = start.line
  let found: number | null = null
  for (const text of linesFrom(file, start.byte)) {
    if (query.direction === 'backward' && number > query.from) break
    if (number >= query.from || query.direction === 'backward') {
      if (fits(text, number)) {
        found = number
        if (query.direction === 'forward') break
      }
    }
    number += 1
  }
  return found
}
