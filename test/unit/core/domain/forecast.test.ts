// Tests the disk runway and the silence alarm: both give nothing until there is enough history.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runway, silence } from '../../../../electron/core/domain/forecast.ts'
import { HOUR_MS } from '../../../../shared/duration.ts'

const every = (hours: number, n: number, until: number, bytes = 1e9) =>
  Array.from({ length: n }, (_, i) => ({ at: until - (n - 1 - i) * hours * HOUR_MS, bytes }))

describe('disk runway', () => {
  const now = 1_000 * HOUR_MS
  const facts = {
    now,
    freeBytes: 100e9,
    waitingBytes: 36e9,
    arrivals: every(1, 11, now, 10e9),
    sent: { bytes: 10e9, ms: HOUR_MS },
  }
  it('11 runs of 10 GB in 10 hours fill 100 GB in about nine hours, and sending 36 GB takes 3.6', () => {
    const found = runway(facts)
    expect(found?.bytesPerHour).toBe(11e9)
    expect(((found?.fullAt ?? 0) - now) / HOUR_MS).toBeCloseTo(100 / 11, 5)
    expect((found?.sendMs ?? 0) / HOUR_MS).toBeCloseTo(3.6, 5)
  })
  it('a burst of an hour is not taken for a day', () => {
    const burst = runway({ ...facts, arrivals: every(0.1, 10, now, 10e9) })
    expect(burst?.bytesPerHour).toBeLessThan(17e9)
  })
  it('gives nothing on little or old history', () => {
    expect(runway({ ...facts, arrivals: every(1, 4, now) })).toBeNull()
    expect(runway({ ...facts, arrivals: every(1, 50, now - 100 * HOUR_MS) })).toBeNull()
  })
  it('does not know how long sending takes before anything was sent', () => {
    expect(runway({ ...facts, sent: { bytes: 0, ms: 0 } })?.sendMs).toBeNull()
  })
})

describe('silence alarm', () => {
  const now = 1_000 * HOUR_MS
  it('the alarm comes beyond the longest gap of the last month, and not before', () => {
    const arrivals = every(3, 40, now - 26 * HOUR_MS)
    expect(silence(now, arrivals)).toMatchObject({
      silentMs: 26 * HOUR_MS,
      usualMs: 3 * HOUR_MS,
      alarm: true,
    })
    expect(silence(now - 23 * HOUR_MS, arrivals)?.alarm).toBe(false)
  })
  it('a gap as long as earlier nights and weekends raises no alarm', () => {
    const days = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11].flatMap((day) =>
      every(1, 8, now - 20 * 24 * HOUR_MS + day * 24 * HOUR_MS),
    )
    const last = Math.max(...days.map((a) => a.at))
    expect(silence(last + 60 * HOUR_MS, days)?.alarm).toBe(false)
  })
  it('gives nothing on little history, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: now }), { maxLength: 5 }), (times) => {
        expect(
          silence(
            now,
            times.map((at) => ({ at, bytes: 1 })),
          ),
        ).toBeNull()
      }),
    )
  })
})
