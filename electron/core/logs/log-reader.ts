// Reads pages of an attempt's log from disk, also while it is written; memory is one block, never the whole file.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { type LogLevel, type LogLine, logLevel } from '../../../shared/model/model.ts'
import { INDEX_EVERY, indexFile } from './attempt-log.ts'

const BLOCK = 256 << 10
const LF = 10

/** Levels, least severe first. */
export const SEVERITY: readonly LogLevel[] = logLevel.options

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

/** The complete lines of the file from a byte on, without their line ends. */
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

/** Parses a line of the file; `number` from 0. A line that a crash cut off is answered whole as the text. */
export const parseLine = (number: number, text: string): LogLine => {
  const [time = '', level = '', source = '', ...rest] = text.split('\t')
  const at = Date.parse(time)
  const known = logLevel.safeParse(level)
  if (Number.isNaN(at) || !known.success)
    return { number, at: 0, level: 'info', source: 'app', text }
  return { number, at, level: known.data, source, text: rest.join('\t') }
}

const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined

const totalLines = (file: string): number => {
  const start = seek(file, Number.MAX_SAFE_INTEGER)
  let count = start.line
  for (const _line of linesFrom(file, start.byte)) count += 1
  return count
}

/** Answers `limit` lines from line `from` (from 0), and the number of all lines. A missing log is empty. */
export const pageLog = (
  file: string,
  from: number,
  limit: number,
): { lines: LogLine[]; total: number } => {
  if (!exists(file)) return { lines: [], total: 0 }
  const total = totalLines(file)
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

interface LogQuery {
  readonly text: string
  /** Lines of this level or worse only. */
  readonly level: LogLevel | null
  readonly from: number
  readonly direction: 'forward' | 'backward'
}

/** Number of the next matching line, from `from` on (inclusive) in the given direction; null: none. */
export const findInLog = (file: string, query: LogQuery): number | null => {
  if (!exists(file)) return null
  const wanted = query.text.toLowerCase()
  const least = query.level === null ? 0 : SEVERITY.indexOf(query.level)
  const matches = (text: string, number: number): boolean => {
    if (wanted !== '' && !text.toLowerCase().includes(wanted)) return false
    return least === 0 || SEVERITY.indexOf(parseLine(number, text).level) >= least
  }
  const start = query.direction === 'forward' ? seek(file, query.from) : { byte: 0, line: 0 }
  let number = start.line
  let found: number | null = null
  for (const text of linesFrom(file, start.byte)) {
    if (query.direction === 'backward' && number > query.from) break
    if (number >= query.from || query.direction === 'backward') {
      if (matches(text, number)) {
        found = number
        if (query.direction === 'forward') break
      }
    }
    number += 1
  }
  return found
}
