// Throughput in steps of time: bytes are spread over the duration of a send, and none is lost or counted twice.
import { describe, expect, it } from 'vitest'
import {
  type Send,
  bytesPerStep,
  dayEdges,
  stepEdges,
} from '../../../../electron/core/domain/throughput.ts'
import { readThroughput } from '../../../../electron/core/services/destinations/throughput.ts'

const send = (from: number, to: number, bytes: number, instrument = 'A'): Send => ({
  instrument,
  from,
  to,
  bytes,
})

describe('bytes per step', () => {
  it('are spread over the duration of each send', () => {
    const edges = [0, 100, 200, 300]
    expect(bytesPerStep([send(50, 250, 200)], edges)).toEqual([50, 100, 50])
    expect(bytesPerStep([send(0, 100, 10), send(100, 300, 20)], edges)).toEqual([10, 10, 10])
    // what lies before and after is not counted
    expect(bytesPerStep([send(-100, 100, 200), send(250, 350, 100)], edges)).toEqual([100, 0, 50])
    expect(bytesPerStep([], edges)).toEqual([0, 0, 0])
  })

  it('of a send that took no time lie in one step', () => {
    expect(bytesPerStep([send(150, 150, 7)], [0, 100, 200])).toEqual([0, 7])
  })
})

it('steps end at a full step after now, days at midnights, also where a day has 23 hours', () => {
  expect(stepEdges(1_234, 100, 3)).toEqual([1_000, 1_100, 1_200, 1_300])
  const edges = dayEdges(new Date(2026, 2, 30, 12).getTime(), 3)
  expect(edges.map((at) => new Date(at).getHours())).toEqual([0, 0, 0, 0])
  expect(edges.map((at) => new Date(at).getDate())).toEqual([28, 29, 30, 31])
})

it('what is being sent now counts as far as it is, and only while it is sent', () => {
  const now = new Date(2026, 10, 27, 12, 0, 30).getTime()
  const open = [
    { jobId: 1, instrument: 'A', from: now - 3_000_000 },
    { jobId: 2, instrument: 'A', from: now - 60_000 },
  ]
  const live = (phase: string) => ({ phase, bytes: 3_000 })
  const { hour, days } = readThroughput(['B', 'A'], {
    clock: { now: () => now },
    history: { sends: () => [send(now - 1_000, now, 5, 'B')], openSends: () => open },
    changes: {
      live: () =>
        new Map([
          [1, live('sending')],
          [2, live('counting')],
        ]) as unknown as ReturnType<Parameters<typeof readThroughput>[1]['changes']['live']>,
    },
  })
  expect(hour.bytes.reduce((sum, n) => sum + n, 0)).toBe(3_005)
  expect(hour.bytes).toHaveLength(12)
  expect(days.instruments.map(({ id, bytes }) => [id, bytes.at(-1)])).toEqual([
    ['B', 5],
    ['A', 3_000],
  ])
})
