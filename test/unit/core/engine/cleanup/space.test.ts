// The report of what may be deleted: sums by answer and instrument, and the runs, the best answer first.
import { describe, expect, it } from 'vitest'
import { createSpaceReport } from '../../../../../electron/core/engine/cleanup/space.ts'
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

/** Runs as instrument, bytes here, bytes that were deleted, decision, and the decision after a look. */
const report = async (
  runs: readonly (readonly [string, number, number, object, object?])[],
  look = false,
) => {
  const looked = new Set<number>()
  const decide = async (job: Job): Promise<CleanupDecision> => {
    const [, , , before = {}, after] = runs[job.id] ?? []
    return {
      conditions: [],
      enabled: true,
      ...(looked.has(job.id) ? after : before),
    } as unknown as CleanupDecision
  }
  const make = createSpaceReport({
    jobs: {
      idsIn: () => runs.map((_, id) => id),
      get: (id) => ({ id, run: `r${id}`, instrument: runs[id]?.[0], archivedAt: null }) as Job,
    },
    files: {
      counts: (id) => ({
        byState: {},
        bytes: { verified: runs[id]?.[1] ?? 0, cleaned: runs[id]?.[2] ?? 0 },
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
