// Tests the transfer rate: unknown at first, then the mean of the last ten seconds.
import { describe, expect, it } from 'vitest'
import { createTransferRateMeter } from '../../../../electron/core/domain/transfer-rate.ts'

describe('transfer rate', () => {
  it('is unknown before two seconds of samples, then the mean of the last ten seconds', () => {
    const meter = createTransferRateMeter()
    meter.add(0, 0)
    meter.add(1_000, 100)
    expect(meter.rate()).toBeNull()
    for (let s = 2; s <= 30; s += 1) meter.add(s * 1_000, s < 20 ? 100 : 100 + (s - 19) * 1_000)
    expect(meter.rate()).toBeCloseTo(1_000, -2)
  })
  it('starts over where the tool did', () => {
    const meter = createTransferRateMeter()
    meter.add(0, 0)
    meter.add(5_000, 9_000)
    meter.add(6_000, 0)
    expect(meter.rate()).toBeNull()
  })
})
