// One line of rclone's JSON log. Start-up failures are plain text even with --use-json-log, so no line is ever lost.
import * as z from 'zod'
import type { LogLevel } from '../../../../shared/model/model.ts'

const transferring = z.object({
  name: z.string(),
  bytes: z.number().catch(0),
  size: z.number().catch(0),
})

const stats = z.object({
  bytes: z.number().catch(0),
  totalBytes: z.number().nullable().catch(null),
  speed: z.number().nullable().catch(null),
  eta: z.number().nullable().catch(null),
  transferring: z.array(transferring).nullish(),
})
export type RcloneStats = z.infer<typeof stats>

const entry = z.object({
  level: z.string(),
  msg: z.string(),
  object: z.string().optional(),
  stats: stats.optional().catch(undefined),
})

export interface RcloneLine {
  readonly json: boolean
  readonly level: LogLevel
  readonly text: string
  /** The file it is about, relative to the run; null where it is about none. */
  readonly path: string | null
  readonly stats: RcloneStats | null
}

/** rclone writes NOTICE as "warning" (corpus fact 7). */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'notice',
  error: 'error',
  critical: 'error',
  fatal: 'error',
}

const asJson = (line: string): unknown => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export const parseRcloneLine = (line: string): RcloneLine => {
  const said = asJson(line)
  // most of a flood is plain text: no need to hear from the schema why it is none
  const parsed = said === undefined ? null : entry.safeParse(said)
  if (parsed?.success !== true)
    return { json: false, level: 'error', text: line, path: null, stats: null }
  const { level, msg, object, stats: moved } = parsed.data
  return {
    json: true,
    level: LEVELS[level] ?? 'info',
    text: msg,
    path: object === undefined || object === '' ? null : object,
    stats: moved ?? null,
  }
}
