// The report of what may be deleted: sums by answer and instrument, and the runs, the best answer first.
import { describe, expect, it } from 'vitest'
import { createSpaceReport, previewOf } from '../../../../../electron/core/engine/cleanup/space.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import type { CleanupDecision } from '../../../../../shared/model/reports.ts'

const SAFE = { verdict: 'safe', headline: 'Safe to delete, as of 14:02', needsLook: false }
const TO_CHECK = { verdict: 'not_yet', headline: 'Not checked yet: check now', needsLook: true }
const TOO_YOUNG = {
  verdict: 'not_yet',
  headline: 'Not yet, from Sat 14:02',
  needsLook: false,
  conditions: [
    { id: 'state', holds: true, words: 'Verified' },
    { id: 'age', holds: false, words: 'verified 3 h ago, 24 h are asked for' },
  ],
}
const NEVER = {
  verdict: 'do_not',
  headline: 'Do not delete',
  needsLook: false,
  conditions: [{ id: 'proof', holds: false, words: '2 of 5 files are not proven' }],
}

/** Runs as instrument, proven bytes here, bytes that were deleted, decision, the decision after a look, other bytes. */
const report = async (
  runs: readonly (readonly [string, number, number, object, object?, object?])[],
  look = false,
) => {
  const looked = new Set<number>()
  const decide = async (job: Job): Promise<CleanupDecision> => {
    const [, , , before = {}, after] = runs[job.id] ?? []
    return {
      conditions: [],
      enabled: true,
      leftOut: 0,
      ...(looked.has(job.id) ? after : before),
    } as unknown as CleanupDecision
  }
  const make = createSpaceReport({
    jobs: {
      idsIn: () => runs.map((_, id) => id),
      get: (id) =>
        ({
          id,
          run: `r${id}`,
          folder: `/${runs[id]?.[0]}/r${id}`,
          instrument: runs[id]?.[0],
          lead: id,
          archivedAt: runs[id]?.[0] === 'archived' ? 1 : null,
        }) as Job,
    },
    files: {
      counts: (id) => ({
        byState: { verified: 1 },
        bytes: { verified: runs[id]?.[1] ?? 0, cleaned: runs[id]?.[2] ?? 0, ...runs[id]?.[5] },
      }),
    },
    clock: { now: () => 7 },
    decide,
    lookAndDecide: async (job) => {
      looked.add(job.id)
      return decide(job)
    },
  })
  return make(look)
}

describe('the report of what may be deleted', () => {
  it('sums by answer and instrument, and lists what may go first, the largest first', async () => {
    const { sums, instruments, rows, total } = await report([
      ['A', 100, 0, NEVER],
      ['B', 20, 5, SAFE],
      ['A', 30, 0, SAFE],
      ['A', 40, 0, TOO_YOUNG],
      ['B', 50, 0, TO_CHECK],
    ])
    expect(sums).toEqual({
      safe: { runs: 2, bytes: 50 },
      to_check: { runs: 1, bytes: 50 },
      not_yet: { runs: 1, bytes: 40 },
      do_not: { runs: 1, bytes: 100 },
    })
    expect(instruments.map(({ id, sums: { safe } }) => [id, safe.bytes])).toEqual([
      ['A', 30],
      ['B', 20],
    ])
    expect(total).toBe(5)
    expect(rows.map((row) => [row.run, row.answer, row.words])).toEqual([
      ['r2', 'safe', 'Safe to delete, as of 14:02'],
      ['r1', 'safe', 'Safe to delete, as of 14:02'],
      ['r4', 'to_check', 'Not checked yet: check now'],
      ['r3', 'not_yet', 'verified 3 h ago, 24 h are asked for'],
      ['r0', 'do_not', '2 of 5 files are not proven'],
    ])
  })

  it('counts of a run that is safe what its deletion frees: files that were left out stay', async () => {
    const leftOut = { excluded: 40 }
    const answers = [SAFE, TO_CHECK, TOO_YOUNG, NEVER].map(
      (decision) => ['A', 2, 0, decision, {}, leftOut] as const,
    )
    const { sums } = await report(answers)
    expect([sums.safe.bytes, sums.to_check.bytes]).toEqual([2, 2])
    expect([sums.not_yet.bytes, sums.do_not.bytes]).toEqual([42, 42])
  })

  it('is what the preview of a cleanup of all runs says', async () => {
    const made = await report([
      ['A', 100, 0, NEVER],
      ['B', 20, 5, SAFE],
      ['A', 30, 0, SAFE],
      ['B', 50, 0, TO_CHECK],
    ])
    const { rows, ...sums } = previewOf(made)
    expect(sums).toEqual({ runs: 2, bytes: 50, toCheck: { runs: 1, bytes: 50 } })
    expect(rows).toEqual([
      { jobId: 2, run: 'r2', folder: '/A/r2', files: 1, bytes: 30, leftOut: 0 },
      { jobId: 1, run: 'r1', folder: '/B/r1', files: 1, bytes: 20, leftOut: 0 },
    ])
  })

  it('does not count runs in the archive: no cleanup takes them', async () => {
    const { total } = await report([
      ['archived', 1, 0, SAFE],
      ['A', 1, 0, SAFE],
    ])
    expect(total).toBe(1)
  })

  it('looks only where a look can make a run safe, and only when it is asked to', async () => {
    const runs = [
      ['A', 1, 0, TO_CHECK, SAFE],
      ['A', 2, 0, TO_CHECK, NEVER],
      ['A', 4, 0, TOO_YOUNG, SAFE],
    ] as const
    expect((await report(runs)).sums.to_check.runs).toBe(2)
    const { sums } = await report(runs, true)
    expect([sums.safe.bytes, sums.do_not.bytes, sums.not_yet.bytes]).toEqual([1, 2, 4])
  })
})
