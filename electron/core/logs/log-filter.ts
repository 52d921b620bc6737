// Looks through a whole log for some of its lines, a block at a time, so that nothing else waits for it.
import { type FileHandle, open, stat } from 'node:fs/promises'
import type { LogLevel, LogLine } from '../../../shared/model/model.ts'
import { parseLine } from './log-reader.ts'

const BLOCK = 1 << 20
const LF = 10
/** More matches than these are not told apart from all lines. */
const MOST_MATCHES = 1_000_000

const SEVERITY: readonly LogLevel[] = ['debug', 'info', 'notice', 'warning', 'error']

/** Where lines begin that fit, and their numbers. */
interface Matches {
  readonly file: string
  readonly level: LogLevel
  /** Bytes and lines looked at so far. */
  bytes: number
  lines: number
  readonly starts: number[]
  readonly numbers: number[]
}

/** Calls back for each whole line from a byte on; answers the byte after the last one. `each` answers false to stop. */
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

/** The level as it stands in the line: between the first two tabs. */
const isAtLeast = (line: Buffer, words: readonly string[]): boolean => {
  const from = line.indexOf(9) + 1
  const to = line.indexOf(9, from)
  return from > 0 && to > from && words.includes(line.toString('latin1', from, to))
}

/** The last answer is kept: a page is asked for again and again while a log grows. */
let kept: Matches | null = null

const matchesOf = async (file: string, level: LogLevel): Promise<Matches> => {
  const size = (await stat(file).catch(() => null))?.size ?? 0
  const known = kept !== null && kept.file === file && kept.level === level && kept.bytes <= size
  const found: Matches =
    known && kept !== null ? kept : { file, level, bytes: 0, lines: 0, starts: [], numbers: [] }
  const words = SEVERITY.slice(SEVERITY.indexOf(level))
  found.bytes = await eachLine(file, found.bytes, (line, byte) => {
    if (found.starts.length < MOST_MATCHES && isAtLeast(line, words)) {
      found.starts.push(byte)
      found.numbers.push(found.lines)
    }
    found.lines += 1
    return true
  })
  kept = found
  return found
}

/** One question at a time: the answer before is what the next one goes on from. */
let last: Promise<unknown> = Promise.resolve()

/** `limit` lines of that level or worse, from the match with number `from` on, and how many there are. */
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

/** How many lines hold a text, whatever its case. */
export const countLines = async (file: string, text: string): Promise<number> => {
  const wanted = text.toLowerCase()
  let matches = 0
  await eachLine(file, 0, (line) => {
    if (line.toString('utf8').toLowerCase().includes(wanted)) matches += 1
    return true
  })
  return matches
}

/** The first lines that hold exactly that text. */
export const linesNaming = async (
  file: string,
  text: string,
  limit: number,
): Promise<LogLine[]> => {
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
