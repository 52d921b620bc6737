// Parser of rclone's log lines: JSON with --use-json-log, and the plain text of start-up failures
// (docs/tool-behaviour.md 7).
import * as z from 'zod'
import type { LogLevel } from '../../../../shared/model/model.ts'
import type { ToolLine } from '../tool-line.ts'

const transferring = z.object({
  name: z.string(),
  bytes: z.number().catch(0),
  size: z.number().catch(0),
})

/** Counts that rise as rclone works; not all versions have all of them. */
const COUNTS = [
  'bytes',
  'checks',
  'deletedDirs',
  'deletes',
  'listed',
  'renames',
  'totalBytes',
  'totalChecks',
  'totalTransfers',
  'transfers',
] as const

const stats = z
  .looseObject({
    bytes: z.number().catch(0),
    totalBytes: z.number().nullable().catch(null),
    speed: z.number().nullable().catch(null),
    eta: z.number().nullable().catch(null),
    transferring: z
      .array(transferring)
      .nullish()
      .transform((files) => files ?? []),
    checking: z
      .array(z.unknown())
      .nullish()
      .transform((files) => files ?? []),
  })
  .transform((counted) => ({
    ...counted,
    done: JSON.stringify([
      ...COUNTS.map((name) => counted[name]),
      counted.checking,
      counted.transferring,
    ]),
  }))

const entry = z.object({
  level: z.string(),
  msg: z.string(),
  object: z.string().optional(),
  stats: stats.optional().catch(undefined),
})

/** rclone's levels. In JSON it writes NOTICE as "warning" (docs/tool-behaviour.md 7). */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'notice',
  error: 'error',
  critical: 'error',
  fatal: 'error',
}

/** rclone's last word on a command that failed, which newer versions write as NOTICE. */
const LAST_WORD = /^Failed to [a-z]+(?: with \d+ errors?)?: /

const levelOf = (level: string, text: string): LogLevel =>
  LAST_WORD.test(text) ? 'error' : (LEVELS[level] ?? 'info')

/**
 * Time and level at the start of a plain line: `2026/11/23 12:00:00 ERROR : `. The
 * last fatal line has no level.
 */
const STAMP =
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL) ?: )?/

/** Plain messages about the attempt as a whole: what stands before their colon is not an object. */
const WITHOUT_OBJECT = /^(?:Attempt \d|Fatal error|Can't retry)/

/** How messages about a file begin; a name in front of them may hold a colon itself. */
const MESSAGE =
  /: (?=[Ff]ailed to |[Cc](?:ouldn|an)'t |hash unsupported|corrupted on |error |immutable |Update |Discarding )/

/** Where the object of a plain line ends; -1: it has none. */
const endOfObject = (text: string): number => {
  const known = text.search(MESSAGE)
  return known === -1 ? text.indexOf(': ') : known
}

const parsePlain = (line: string): ToolLine => {
  const [stamp = '', level] = STAMP.exec(line) ?? []
  const text = line.slice(stamp.length)
  const colon = level === 'ERROR' && !WITHOUT_OBJECT.test(text) ? endOfObject(text) : -1
  return {
    level: levelOf(level?.toLowerCase() ?? 'error', text),
    own: stamp !== '',
    object: colon === -1 ? null : text.slice(0, colon),
    text: colon === -1 ? text : text.slice(colon + 2),
    json: false,
    stats: null,
  }
}

const asJson = (line: string): unknown => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Parses one line; never throws, and a line that is no JSON log entry is taken as plain text. */
export const parseRcloneLine = (line: string): ToolLine => {
  const value = asJson(line)
  // the schema is not asked about plain text, of which a flood consists
  const parsed = value === undefined ? null : entry.safeParse(value)
  if (parsed?.success !== true) return parsePlain(line)
  const { level, msg, object, stats: statistics } = parsed.data
  return {
    level: levelOf(level, msg),
    object: object === undefined || object === '' ? null : object,
    text: msg,
    json: true,
    own: true,
    stats: statistics ?? null,
  }
}
