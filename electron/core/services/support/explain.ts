// What a saved exit of a tool means: the same classification and the same words as everywhere else, for support (docs/spec.md 11).
import * as z from 'zod'
import { REASONS, type Reason, type ReasonText } from '../../../../shared/reasons.ts'
import { type Exit, classify } from '../../transports/classify/classify.ts'
import { parseRcloneLine } from '../../transports/rclone/rclone-log.ts'

export interface Explanation {
  /** One of the five kinds, `transport_error` where the program could not be run, null for a success. */
  readonly kind: string | null
  /** A reason, or `ok` / `ok_with_warnings` for a success. */
  readonly reason: Reason | 'ok' | 'ok_with_warnings'
  readonly words: ReasonText | null
  /** The lines that decided. */
  readonly evidence: string
}

/** rclone's plain log: every line above INFO says that something was not as it should be. */
const WARNING_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:NOTICE|WARNING|ERROR|CRITICAL) ?:/

const hasWarnings = (exit: Exit): boolean => {
  if (exit.transport === 'rsync_ssh')
    return exit.stderr.trim() !== '' || exit.stdout.includes('skipping non-regular file')
  return exit.stderr.split('\n').some((raw) => {
    const line = parseRcloneLine(raw)
    if (!line.json) return WARNING_LINE.test(raw)
    return line.stats === null && line.level !== 'info' && line.level !== 'debug'
  })
}

export const explain = (exit: Exit): Explanation => {
  const found = classify(exit)
  if (found === null)
    return {
      kind: null,
      reason: hasWarnings(exit) ? 'ok_with_warnings' : 'ok',
      words: null,
      evidence: '',
    }
  const { reason, evidence } = found
  return { kind: found.kind ?? 'transport_error', reason, words: REASONS[reason], evidence }
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** One line of a file of saved exits; other fields are somebody else's. */
const record = z
  .object({
    id: z.string(),
    transport: z.enum(['rclone', 'rsync_ssh']),
    operation: z.enum(['push', 'hashsum']),
    exit_code: z.number().int().nullish(),
    signal: z.string().nullish(),
    stdout: text,
    stderr: text,
    spawn_error: z.unknown().optional(),
  })
  .transform((row) => ({
    id: row.id,
    exit: {
      transport: row.transport,
      operation: row.operation,
      exitCode: row.exit_code ?? null,
      signal: row.signal ?? null,
      spawnError: codeOf(row.spawn_error, row.exit_code ?? null, row.signal ?? null),
      stdout: row.stdout,
      stderr: row.stderr,
    } satisfies Exit,
  }))

/** A program that neither ended by a code nor by a signal was never started. */
const codeOf = (error: unknown, exitCode: number | null, signal: string | null): string | null => {
  if (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
  )
    return error.code
  if (typeof error === 'string' && error !== '') return error
  return exitCode === null && signal === null ? 'UNKNOWN' : null
}

/** Reads one line of such a file. Throws with the rule that it breaks. */
export const readRecord = (line: string): { readonly id: string; readonly exit: Exit } =>
  record.parse(JSON.parse(line))
