// Classification of recorded real failures: each has its kind and reason, and no recorded
// success becomes a failure.
import { describe, expect, it } from 'vitest'
import { classify } from '../../../../../electron/core/transports/classify/classify.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import {
  type RecordedExit,
  exitOf,
  newestRcloneExits,
  recordedExits,
} from '../../../../helpers/recorded-exits.ts'

const cases = [...recordedExits, ...newestRcloneExits]
const foundIn = (one: RecordedExit) => classify(exitOf(one))

const failedPush = { operation: 'push', signal: null, spawnError: null, stdout: '' } as const

describe('classification of recorded failures', () => {
  it.each([
    ...recordedExits.map((one) => ({ ...one, from: 'recorded first' })),
    ...newestRcloneExits.map((one) => ({ ...one, from: 'newest rclone' })),
  ])('$from: $id', (one) => {
    const found = foundIn(one)
    // null: the tool succeeded; "transport_error": it could not be
    // started, which has no kind either
    const success = one.expected_kind === null
    const kind = one.expected_kind === 'transport_error' ? null : one.expected_kind
    expect({ kind: found?.kind ?? null, reason: found?.reason ?? null }).toEqual({
      kind,
      reason: success ? null : one.expected_reason,
    })
  })

  it('names the file in the evidence from a JSON log', () => {
    const line = {
      level: 'error',
      msg: 'Failed to copy: mkdir /n: not a directory',
      object: 'a/b.tif',
    }
    const lines = parseLines('rclone', JSON.stringify(line))
    const found = classify({ ...failedPush, transport: 'rclone', exitCode: 1, lines })
    expect(found).toMatchObject({ reason: 'remote_path_missing' })
    expect(found?.evidence).toBe('a/b.tif: Failed to copy: mkdir /n: not a directory')
  })
})

it.each([
  ['EACCES', 'binary_blocked'],
  ['EPERM', 'binary_blocked'],
  ['UNKNOWN', 'binary_blocked'],
  ['ENOENT', 'binary_missing'],
])('a program that could not be started (%s): %s', (spawnError, reason) => {
  const end = { ...failedPush, transport: 'rclone', exitCode: null, spawnError, lines: [] } as const
  expect(classify(end)).toMatchObject({ kind: null, reason })
})

describe('the deciding phrase', () => {
  it('stands in the evidence of every recorded failure, or is empty where the exit decided', () => {
    const phrases = cases.map((one) => foundIn(one))
    for (const found of phrases) expect(found?.evidence ?? '').toContain(found?.phrase ?? '')
    expect(phrases.filter((found) => (found?.phrase ?? '') !== '').length).toBeGreaterThan(200)
  })

  it('is the words that the rule matched', () => {
    const text = '2026/11/23 12:00:00 ERROR : a.tif: Failed to copy: no space left on device'
    const lines = parseLines('rclone', text)
    expect(classify({ ...failedPush, transport: 'rclone', exitCode: 1, lines })).toEqual({
      kind: 'network',
      reason: 'remote_disk_full',
      evidence: 'a.tif: Failed to copy: no space left on device',
      phrase: 'no space left on device',
    })
  })

  it('is the complaint about the key where that explains a refused sign-in', () => {
    const lines = parseLines(
      'ssh',
      'Load key "/k": invalid format\nlab@nas: Permission denied (publickey).',
    )
    expect(classify({ ...failedPush, transport: 'rsync_ssh', exitCode: 255, lines })).toMatchObject(
      { reason: 'ssh_key_unusable', phrase: 'Load key "/k":' },
    )
  })

  it('is empty for a localized line, in which the English words do not stand', () => {
    const lines = parseLines('rclone', '2026/11/23 12:00:00 ERROR : a: mkdir x: Zugriff verweigert')
    expect(classify({ ...failedPush, transport: 'rclone', exitCode: 1, lines })).toMatchObject({
      reason: 'remote_permission_denied',
      evidence: 'a: mkdir x: Zugriff verweigert',
      phrase: '',
    })
  })
})
