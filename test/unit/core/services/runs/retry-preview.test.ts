// What a retry would send: the files that it really takes, and a time only where a speed was measured.
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import { createRetryPreview } from '../../../../../electron/core/services/runs/retry-preview.ts'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import { resendText } from '../../../../../shared/messages/retry-preview.ts'
import { instrument, rclone } from '../../../../helpers/hold-lab.ts'

const GB = 1024 ** 3

interface Run {
  readonly route?: string
  readonly state?: string
  readonly error?: string
  readonly unsent?: number | null
}

/** `speeds`: bytes per second by remote. */
const lab = (runs: readonly Run[], speeds: Readonly<Record<string, number>> = {}) => {
  const db = openDatabase(':memory:')
  db.exec(
    `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
     VALUES (1, '/d', 'd', 'A', 'd', 'nas:raw/d', 'failed', 0, 0)`,
  )
  const rows = [
    ['a/1.tif', 3 * GB, 'failed'],
    ['a/2.tif', 2 * GB, 'verified'],
    ['b/3.tif', GB, 'mismatch'],
    ['b/4.tif', GB, 'excluded'],
  ] as const
  rows.forEach(([path, size, state], seq) =>
    db
      .prepare(
        'INSERT INTO files (job_id, seq, path, size, mtime_us, state, seen_pass) VALUES (1, ?, ?, ?, 0, ?, 1)',
      )
      .run(seq, path, size, state),
  )
  const jobs = new Map(
    runs.map((run, at) => [
      at + 1,
      {
        id: at + 1,
        route: run.route ?? 'A',
        state: run.state ?? 'failed',
        dueAt: null,
        lastError: run.error === undefined ? null : { reason: run.error },
      } as unknown as Job, // no more of it is read
    ]),
  )
  const preview = createRetryPreview({
    jobs: { get: (id) => jobs.get(id) ?? null },
    files: createFileStore(db),
    waiting: { unsentOf: (id) => runs[id - 1]?.unsent ?? null },
    forecast: { speedAt: (key) => speeds[key] ?? null },
    settings: () => ({
      ...DEFAULT_SETTINGS,
      instruments: [
        instrument('A', rclone),
        instrument('B', {
          ...rclone,
          type: 'rclone',
          remote: 'archive',
          remotePath: 'raw',
          configFile: null,
        }),
      ],
    }),
  })
  const first = jobs.get(1)
  if (first === undefined) throw new Error('a lab has a run')
  return { preview, first }
}
const SPEEDS = { 'rclone nas': GB / 10, 'rclone archive': GB / 60 }

describe('what a retry of files sends', () => {
  const { preview, first } = lab([{}], SPEEDS)
  it('all that need attention, with the time at the measured speed', () => {
    const all = preview.ofFiles(first, 'attention')
    expect(all).toEqual({ files: 2, of: 3, verified: 1, bytes: 4 * GB, seconds: 40 })
    expect(resendText(all)).toBe(
      'Re-send 2 of 3 files, 4.0 GB, about 40 s. The other one stays verified.',
    )
  })
  it('of chosen files those that need it, not the others', () => {
    expect(preview.ofFiles(first, [1, 2, 3])).toMatchObject({ files: 1, bytes: GB, seconds: 10 })
    expect(preview.ofFiles(first, { folder: 'a' })).toMatchObject({ files: 1, bytes: 3 * GB })
    expect(preview.ofFiles(first, [1])).toMatchObject({ files: 0, bytes: 0 })
  })
  it('without a measured speed no time is said', () => {
    const slow = lab([{}])
    const all = slow.preview.ofFiles(slow.first, 'attention')
    expect(all.seconds).toBeNull()
    expect(resendText({ ...all, verified: 0 })).toBe(
      'Re-send 2 of 3 files, 4.0 GB. The others stay as they are.',
    )
    expect(resendText({ ...all, of: 2 })).toBe('Re-send 2 of 2 files, 4.0 GB.')
  })
})

describe('what a retry of runs sends', () => {
  it('what is left of each; of two destinations the slower one decides', () => {
    const { preview } = lab(
      [{ unsent: 2 * GB }, { unsent: GB }, { route: 'B', unsent: GB }],
      SPEEDS,
    )
    expect(preview.ofRuns([1, 2, 2])).toEqual({ bytes: 3 * GB, seconds: 30 })
    expect(preview.ofRuns([1, 2, 3])).toEqual({ bytes: 4 * GB, seconds: 60 })
  })
  it('no time where one of the speeds is not known', () => {
    const { preview } = lab([{ unsent: GB }, { route: 'B', unsent: GB }], { 'rclone nas': GB })
    expect(preview.ofRuns([1])?.seconds).toBe(1)
    expect(preview.ofRuns([1, 2])).toEqual({ bytes: 2 * GB, seconds: null })
  })
  it('nothing where one is not measured yet', () => {
    expect(lab([{ unsent: GB }, {}], SPEEDS).preview.ofRuns([1, 2])).toBeNull()
  })
  it.each([
    ['being sent', { state: 'running', unsent: GB }],
    ['proven', { state: 'verified', unsent: GB, error: 'source_missing' }],
    ['changed since it was verified', { unsent: GB, error: 'changed_since_verified' }],
    ['on the NAS only', { unsent: GB, error: 'only_copy_unproven' }],
  ])('a run that is %s is not sent', (_what, run) => {
    expect(lab([run], SPEEDS).preview.ofRuns([1])).toEqual({ bytes: 0, seconds: null })
  })
})
