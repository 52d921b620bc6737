// Filters a whole log by level or text without blocking the event loop: it reads a block at a time.
import { type FileHandle, open, stat } from 'node:fs/promises'
import type { LogLevel, LogLine } from '../../../shared/model/model.ts'
import { SEVERITY, parseLine } from './log-reader.ts'

const BLOCK = 1 << 20
const LF = 10
/** Matches after this many are not recorded. */
const MAX_MATCHES = 1_000_000

/** The matching lines of a file: where they begin, and their numbers. */
interface Matches {
  readonly file: string
  readonly level: LogLevel
  /** Bytes and lines read so far. */
  bytes: number
  lines: number
  readonly starts: number[]
  readonly numbers: number[]
}

/** Calls `each` for each complete line from a byte on, until it answers false; answers the byte after the last line. */
const eachLine = async (
  file: string,
  from: number,
  each: (line: Buffer, byte: number) => boolean,
): Promise<number> => {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch {
    return from
  }
  try {
    let rest: Buffer = Buffer.alloc(0)
    let at = from
    for (;;) {
      const block = Buffer.alloc(BLOCK)
      const { bytesRead } = await handle.read(block, 0, BLOCK, at + rest.length)
      if (bytesRead === 0) return at
      const text = Buffer.concat([rest, block.subarray(0, bytesRead)])
      let start = 0
      for (let end = text.indexOf(LF); end !== -1; end = text.indexOf(LF, start)) {
        if (!each(text.subarray(start, end), at + start)) return at + end + 1
        start = end + 1
      }
      at += start
      rest = text.subarray(start)
    }
  } finally {
    await handle.close()
  }
}

/** True where the level of the line, between its first two tabs, is one of these. */
const hasLevel = (line: Buffer, levels: readonly string[]): boolean => {
  const from = line.indexOf(9) + 1
  const to = line.indexOf(9, from)
  return from > 0 && to > from && levels.includes(line.toString('latin1', from, to))
}

/** The matches of the last call: the window asks for the same log again and again while it grows. */
let cached: Matches | null = null

const matchesOf = async (file: string, level: LogLevel): Promise<Matches> => {
  const size = (await stat(file).catch(() => null))?.size ?? 0
  const found: Matches =
    cached?.file === file && cached.level === level && cached.bytes <= size
      ? cached
      : { file, level, bytes: 0, lines: 0, starts: [], numbers: [] }
  const levels = SEVERITY.slice(SEVERITY.indexOf(level))
  found.bytes = await eachLine(file, found.bytes, (line, byte) => {
    if (found.starts.length < MAX_MATCHES && hasLevel(line, levels)) {
      found.starts.push(byte)
      found.numbers.push(found.lines)
    }
    found.lines += 1
    return true
  })
  cached = found
  return found
}

/** Calls run one after the other, because each continues from the matches of the one before. */
let last: Promise<unknown> = Promise.resolve()

/** Answers `limit` lines of that level or worse, from match number `from` (from 0), and the number of matches. */
export const pageLevel = (
  file: string,
  level: LogLevel,
  from: number,
  limit: number,
): Promise<{ lines: LogLine[]; total: number }> => {
  const answer = last.then(async () => {
    const found = await matchesOf(file, level)
    const lines: LogLine[] = []
    for (let i = from; i < Math.min(from + limit, found.starts.length); i += 1) {
      const [start = 0, number = 0] = [found.starts[i], found.numbers[i]]
      await eachLine(file, start, (line) => {
        lines.push(parseLine(number, line.toString('utf8')))
        return false
      })
    }
    return { lines, total: found.starts.length }
  })
  last = answer.catch(() => undefined)
  return answer
}

/** Number of lines that contain a text in any case. */
export const countLinesWith = async (file: string, text: string): Promise<number> => {
  const wanted = text.toLowerCase()
  let matches = 0
  await eachLine(file, 0, (line) => {
    if (line.toString('utf8').toLowerCase().includes(wanted)) matches += 1
    return true
  })
  return matches
}

/** The first lines that contain exactly that text. */
export const linesWith = async (file: string, text: string, limit: number): Promise<LogLine[]> => {
  const wanted = Buffer.from(text)
  const found: LogLine[] = []
  let number = 0
  if (limit > 0)
    await eachLine(file, 0, (line) => {
      if (line.includes(wanted)) found.push(parseLine(number, line.toString('utf8')))
      number += 1
      return found.length < limit
    })
  return found
}
