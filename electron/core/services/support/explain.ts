// Explains a saved exit of a tool for a support person (docs/spec.md 11): the classifier and the
// messages are the same as for a live failure.
import * as z from 'zod'
import { REASONS, type Reason, type ReasonText } from '../../../../shared/reasons.ts'
import { classify } from '../../transports/classify/classify.ts'
import type { Exit } from '../../transports/classify/exit-codes.ts'
import { parseLines } from '../../transports/parse-line.ts'

/** Printed as it is by `explain --json`, so its fields are stable (docs/cli.md). */
export interface Explanation {
  /**
   * One of the five kinds, `transport_error` where the program could not
   * be run, null for a success.
   */
  readonly kind: string | null
  /** A reason, or `ok` / `ok_with_warnings` for a success. */
  readonly reason: Reason | 'ok' | 'ok_with_warnings'
  readonly words: ReasonText | null
  /** The lines that decided. */
  readonly evidence: string
}

/** An exit as it is saved: with the text of stderr. */
interface SavedExit extends Omit<Exit, 'lines'> {
  readonly stderr: string
}

/**
 * Levels of rclone's plain log that warn; its other plain lines, such as the
 * final count, have no level.
 */
const WARNING_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:NOTICE|WARNING|ERROR|CRITICAL) ?:/

const hasWarnings = (exit: SavedExit, lines: Exit['lines']): boolean => {
  if (exit.transport === 'rsync_ssh')
    return exit.stderr.trim() !== '' || exit.stdout.includes('skipping non-regular file')
  return (
    exit.stderr.split('\n').some((line) => WARNING_LINE.test(line)) ||
    lines.some(
      ({ json, stats, level }) => json && stats === null && level !== 'info' && level !== 'debug',
    )
  )
}

/** Kind, reason, messages and deciding lines of a saved exit. */
export const explain = (exit: SavedExit): Explanation => {
  const lines = parseLines(exit.transport, exit.stderr)
  const found = classify({ ...exit, lines })
  if (found === null)
    return {
      kind: null,
      reason: hasWarnings(exit, lines) ? 'ok_with_warnings' : 'ok',
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

/** One line of a file of saved exits; unknown fields are ignored. */
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
      spawnError: spawnErrorCode(row.spawn_error, row.exit_code ?? null, row.signal ?? null),
      stdout: row.stdout,
      stderr: row.stderr,
    } satisfies SavedExit,
  }))

/** A program that ended neither by a code nor by a signal was never started. */
const spawnErrorCode = (
  error: unknown,
  exitCode: number | null,
  signal: string | null,
): string | null => {
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

/** Reads one line of such a file. Throws an error that names the broken rule. */
export const readRecord = (line: string): { readonly id: string; readonly exit: SavedExit } =>
  record.parse(JSON.parse(line))
