// The report of the page Space: one request at a time, the last answer is of the last state, and changes ask for another one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

interface Asked {
  readonly look: boolean
  answer(total: number, left?: number): void
}

const asked: Asked[] = []
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('window', {
  exlab: {
    call: (_method: string, { look }: { look: boolean }) =>
      new Promise<string>((resolve) => {
        asked.push({
          look,
          answer: (total, left = 0) =>
            resolve(JSON.stringify({ ok: true, value: { total, left, rows: [] } })),
        })
      }),
  },
})
const { followSpace, loadSpace, reportOf, safeRuns, useSpace } =
  await import('../../../../../renderer/features/space/space-store.ts')
const { useApp } = await import('../../../../../renderer/state/app-store.ts')

const shownTotal = (): number | undefined => useSpace.getState().report?.total
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  useSpace.setState({ report: null, isLooking: false, chip: null })
})
afterEach(() => void vi.useRealTimers())

describe('the report of the page Space', () => {
  it('is made again after the answer where something changed meanwhile, never twice at once', async () => {
    const first = loadSpace()
    void loadSpace()
    void loadSpace()
    expect(asked).toHaveLength(1)
    asked[0]?.answer(1)
    await settle()
    expect(asked).toHaveLength(2)
    asked[1]?.answer(2)
    await first
    expect([asked.length, shownTotal()]).toEqual([2, 2])
  })

  it('is shown as far as it is while the first one is made, and is whole from then on', async () => {
    const first = loadSpace()
    asked[0]?.answer(25, 75)
    await settle()
    expect([asked.length, shownTotal()]).toEqual([2, 25])
    // a change while it is made asks for another one
    void loadSpace()
    asked[1]?.answer(50, 50)
    await settle()
    expect(shownTotal()).toBe(50)
    asked[2]?.answer(100)
    await settle()
    expect([asked.length, shownTotal()]).toEqual([4, 100])
    asked[3]?.answer(25, 75)
    await settle()
    expect([asked.length, shownTotal()]).toEqual([5, 100])
    asked[4]?.answer(101)
    await first
    expect([asked.length, shownTotal()]).toEqual([5, 101])
  })

  it('is asked for after a look, because what was decided when it began is old', async () => {
    const look = loadSpace(true)
    await settle()
    void loadSpace()
    asked[1]?.answer(7)
    await settle()
    expect([shownTotal(), useSpace.getState().isLooking]).toEqual([7, true])
    asked[0]?.answer(3)
    await settle()
    expect([shownTotal(), useSpace.getState().isLooking]).toEqual([7, false])
    asked[2]?.answer(8)
    await look
    expect(shownTotal()).toBe(8)
  })

  it('follows every batch of changes within two seconds while the page is open', async () => {
    const stop = followSpace()
    asked[0]?.answer(1)
    await settle()
    useApp.setState({ lastBatchAt: Date.now() + 1 })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toHaveLength(2)
    // a batch while the answer is awaited
    useApp.setState({ lastBatchAt: Date.now() + 2 })
    await vi.advanceTimersByTimeAsync(2_000)
    asked[1]?.answer(2)
    await settle()
    expect(asked).toHaveLength(3)
    asked[2]?.answer(3)
    await settle()
    expect(shownTotal()).toBe(3)
    stop()
    useApp.setState({ lastBatchAt: Date.now() + 3 })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(asked).toHaveLength(3)
  })

  it('names the sum of what its button takes: the listed runs', () => {
    const row = { run: 'r', folder: '', instrument: 'A', files: 1, leftOut: 0, words: '' }
    const at = { at: 0, possibleAt: null }
    const sum = { runs: 9, bytes: 900 }
    const report = {
      ...at,
      enabled: true,
      sums: { safe: sum, to_check: sum, not_yet: sum, do_not: sum },
      instruments: [],
      rows: [
        { ...row, ...at, jobId: 1, bytes: 5, answer: 'safe' as const },
        { ...row, ...at, jobId: 2, bytes: 7, answer: 'not_yet' as const },
        { ...row, ...at, jobId: 3, bytes: 6, answer: 'safe' as const },
      ],
      total: 12,
      left: 0,
    }
    expect(safeRuns(report)).toEqual({ jobs: [1, 3], bytes: 11 })
  })
})

describe('the part of the report that is about one instrument', () => {
  const sums = (runs: number) => ({
    safe: { runs, bytes: 10 * runs },
    to_check: { runs: 0, bytes: 0 },
    not_yet: { runs: 1, bytes: 5 },
    do_not: { runs: 0, bytes: 0 },
  })
  const row = (jobId: number, instrument: string) => ({
    jobId,
    run: `Run ${jobId}`,
    folder: `/d/Run ${jobId}`,
    instrument,
    files: 1,
    bytes: 10,
    leftOut: 0,
    answer: 'safe' as const,
    words: 'Safe',
    possibleAt: null,
  })
  const report = {
    at: 0,
    enabled: true,
    sums: sums(3),
    instruments: [
      { id: 'A', sums: sums(2) },
      { id: 'B', sums: sums(1) },
    ],
    rows: [row(1, 'A'), row(2, 'B'), row(3, 'A')],
    total: 4,
    left: 0,
  }
  it('has its runs, their sums and no other', () => {
    const part = reportOf(report, 'A')
    expect(part).toMatchObject({ sums: sums(2), total: 3, instruments: [{ id: 'A' }] })
    expect(safeRuns(part)).toEqual({ jobs: [1, 3], bytes: 20 })
    expect(reportOf(report, null)).toBe(report)
  })
  it('is empty for an instrument without runs', () => {
    expect(reportOf(report, 'C')).toMatchObject({ total: 0, rows: [], sums: { safe: { runs: 0 } } })
  })
})
