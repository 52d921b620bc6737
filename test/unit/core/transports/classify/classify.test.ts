// Every recorded real failure gets its kind and its reason; nothing that was a success becomes a failure.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { classify } from '../../../../../electron/core/transports/classify/classify.ts'

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

const file = new URL('../../../../fixtures/transport-failures.jsonl', import.meta.url)
const cases = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => recorded.parse(JSON.parse(line)))

describe('classification of recorded failures', () => {
  it.each(cases)('$id', (one) => {
    const found = classify({
      transport: one.transport,
      operation: one.operation,
      exitCode: one.exit_code,
      signal: one.signal,
      spawnError: one.expected_kind === 'transport_error' ? 'ENOENT' : null,
      stdout: one.stdout,
      stderr: one.stderr,
    })
    // null: the tool succeeded; "transport_error": it could not be started, which has no kind either
    const success = one.expected_kind === null
    const kind = one.expected_kind === 'transport_error' ? null : one.expected_kind
    expect({ kind: found?.kind ?? null, reason: found?.reason ?? null }).toEqual({
      kind,
      reason: success ? null : one.expected_reason,
    })
  })

  it('names the file in what it shows of a JSON log', () => {
    const line = {
      level: 'error',
      msg: 'Failed to copy: mkdir /n: not a directory',
      object: 'a/b.tif',
    }
    const found = classify({
      transport: 'rclone',
      operation: 'push',
      exitCode: 1,
      signal: null,
      spawnError: null,
      stdout: '',
      stderr: JSON.stringify(line),
    })
    expect(found).toMatchObject({ reason: 'remote_path_missing' })
    expect(found?.evidence).toBe('a/b.tif: Failed to copy: mkdir /n: not a directory')
  })
})
