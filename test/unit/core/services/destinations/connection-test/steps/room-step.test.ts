// The free space that a connection test reports is room only where something fits there.
import { describe, expect, it } from 'vitest'
import {
  type Finding,
  StepFailed,
  passed,
  runConnectionTest,
  skipped,
} from '../../../../../../../electron/core/services/destinations/connection-test/connection-test.ts'
import { roomStep } from '../../../../../../../electron/core/services/destinations/connection-test/steps/room-step.ts'

const GB = 1e9

/** What the step says after a write that ended so. */
const room = async (
  write: 'passed' | 'not_tried' | StepFailed,
  answer: { free: number; total: number | null } | Finding,
): Promise<string> => {
  const step = (id: string, run: () => Promise<Finding>) => ({ id, title: id, needs: [], run })
  const writing = step('write', async () => {
    if (write instanceof StepFailed) throw write
    return passed('Written.')
  })
  const { steps } = await runConnectionTest(
    {
      transport: 'rclone',
      destination: 'nas:lab',
      proof: () => 'none',
      steps: [
        step('list', async () => passed('It is there.')),
        ...(write === 'not_tried' ? [] : [writing]),
        roomStep(async () => answer),
      ],
    },
    'SCOPE_01',
    {
      env: {},
      tools: { rclone: null, rsync: null, ssh: null },
      bundled: null,
      inactivityMs: 1_000,
      clock: { now: () => 0 },
    },
    new AbortController().signal,
    { begins: () => undefined, ended: () => undefined },
  )
  const found = steps.find(({ id }) => id === 'room')
  return `${found?.outcome}: ${found?.message}`
}

const full = new StepFailed('nas:lab is full.', 'remote_disk_full')

describe('the step of the free space', () => {
  it('passes where something fits', async () => {
    expect(await room('passed', { free: 12 * GB, total: null })).toBe('passed: 12.0 GB are free.')
    expect(await room('passed', { free: 2 * GB, total: 8 * GB })).toBe(
      'passed: 2.0 GB of 8.0 GB are free.',
    )
    const refused = new StepFailed('Writing is not allowed.', 'remote_permission_denied')
    expect(await room(refused, { free: 2 * GB, total: null })).toBe('passed: 2.0 GB are free.')
  })

  it('fails where nothing or next to nothing is free', async () => {
    expect(await room(full, { free: 0, total: null })).toMatch(/^failed: Nothing is free/)
    expect(await room('not_tried', { free: 0, total: GB })).toMatch(/^failed: Nothing is free/)
    expect(await room('passed', { free: 40_000, total: null })).toMatch(
      /^failed: Only 40 kB are free/,
    )
  })

  it('fails where a file was refused for want of room, whatever the count says', async () => {
    expect(await room(full, { free: 50 * GB, total: null })).toMatch(
      /^failed: 50\.0 GB are free by the count of the NAS, but it had no room for a test file/,
    )
  })

  it('does not believe a count of nothing where a file was written, and hands on why nothing is said', async () => {
    expect(await room('passed', { free: 0, total: null })).toMatch(/^skipped: It says that nothing/)
    expect(await room('passed', skipped('It does not say.'))).toBe('skipped: It does not say.')
  })
})
