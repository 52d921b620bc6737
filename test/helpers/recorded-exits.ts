// Recorded exits of the real programs, and how the classifier reads them.
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { classify } from '../../electron/core/transports/classify/classify.ts'
import type { Exit } from '../../electron/core/transports/classify/exit-codes.ts'
import { parseLines } from '../../electron/core/transports/parse-line.ts'

const recorded = z.object({
  id: z.string(),
  transport: z.enum(['rclone', 'rsync_ssh']),
  operation: z.enum(['push', 'hashsum']),
  exit_code: z.number().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  expected_kind: z.string().nullable(),
  expected_reason: z.string().nullable(),
})

export type RecordedExit = z.infer<typeof recorded>

const read = (name: string): RecordedExit[] =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => recorded.parse(JSON.parse(line)))

/** rclone 1.60.1, rsync 3.5.0 and OpenSSH 9.2. */
export const recordedExits = read('transport-failures.jsonl')

/** The newest rclone (test/record). */
export const newestRcloneExits = read('newest-rclone-failures.jsonl')

/** The exit as the classifier takes it, with another text on stderr where one is given. */
export const exitOf = (one: RecordedExit, stderr = one.stderr): Exit => ({
  transport: one.transport,
  operation: one.operation,
  exitCode: one.exit_code,
  signal: one.signal,
  spawnError: one.expected_kind === 'transport_error' ? 'ENOENT' : null,
  lines: parseLines(one.transport, stderr),
  stdout: one.stdout,
})

export const reasonOf = (one: RecordedExit, stderr?: string): string | null =>
  classify(exitOf(one, stderr))?.reason ?? null
