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
  return make.whole(look)
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

describe('the report for a window', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  /** 60 runs, of which the last ten are decided once the gate is open; the first question waits until they are all that is left. */
  const setUp = () => {
    const gate = { open: (): void => undefined }
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve
    })
    const time = { now: 7 }
    let decisions = 0
    let questions = 0
    const ids = Array.from({ length: 60 }, (_, id) => id)
    const { soFar } = createSpaceReport({
      jobs: {
        idsIn: () => ids,
        get: (id) =>
          ({ id, lead: id, archivedAt: null, run: '', folder: '', instrument: 'A' }) as Job,
      },
      files: { counts: () => ({ byState: { verified: 1 }, bytes: { verified: 1 } }) },
      clock: { now: () => time.now },
      async decide({ id }) {
        decisions += 1
        if (id >= 50) await opened
        return { conditions: [], enabled: true, leftOut: 0, ...SAFE } as unknown as CleanupDecision
      },
      lookAndDecide: () => Promise.reject(new Error('nobody asked for a look')),
      async waitMs() {
        questions += 1
        if (questions > 1) return new Promise(() => undefined)
        while (decisions < ids.length) await turn()
        return null
      },
    })
    return { soFar, gate, time, decisions: () => decisions }
  }

  it('has what is decided so far, and the rest when it is asked again; each run is decided once', async () => {
    const { soFar, gate, decisions } = setUp()
    expect(await soFar()).toMatchObject({ total: 50, left: 10, sums: { safe: { runs: 50 } } })
    const next = soFar()
    gate.open()
    expect(await next).toMatchObject({ total: 60, left: 0 })
    expect(decisions()).toBe(60)
    // whoever asks after that gets a new one
    expect(await soFar()).toMatchObject({ total: 60, left: 0 })
    expect(decisions()).toBe(120)
  })

  it.each([
    ['that was finished between two questions is not made once more', 0, 60],
    ['that was finished long ago is made anew', 60_000, 120],
  ])('%s', async (_, passed, made) => {
    const { soFar, gate, time, decisions } = setUp()
    await soFar()
    gate.open()
    await turn()
    await turn()
    time.now += passed
    expect(await soFar()).toMatchObject({ total: 60, left: 0 })
    expect(decisions()).toBe(made)
  })
})
