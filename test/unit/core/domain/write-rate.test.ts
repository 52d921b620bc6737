// The write rate of an instrument: a mean over ten seconds begins it, two minutes below the limit end it, and in between nothing
// flaps (docs/spec.md 7).
import { describe, expect, it } from 'vitest'
import { createWriteRate } from '../../../../electron/core/domain/write-rate.ts'

const LIMIT = 1_000
const LOOK = 5_000

/** Feeds looks five seconds apart with these rates, and answers what is said after each. */
const follow = (rates: readonly number[], limit = LIMIT): (string | null)[] => {
  const meter = createWriteRate()
  return rates.map((rate, index) => {
    const at = (index + 1) * LOOK
    meter.add({ at, ms: LOOK, bytes: (rate * LOOK) / 1_000 })
    const found = meter.writing(limit, at)
    return found === null ? null : `${found.isAbove ? 'writes' : 'wrote'} ${found.rate}`
  })
}

describe('the write rate', () => {
  it('needs ten seconds above the limit, and the limit itself is not above', () => {
    expect(follow([3_000])).toEqual([null])
    expect(follow([3_000, 3_000])).toEqual([null, 'writes 3000'])
    expect(follow([1_000, 1_000, 1_000])).toEqual([null, null, null])
    expect(follow([1_002, 1_002])).toEqual([null, 'writes 1002'])
  })
  it('is a mean: one file that is copied there in a moment begins nothing', () => {
    expect(follow([0, 1_900, 0, 0])).toEqual([null, null, null, null])
  })
  it('is kept for two minutes after it was last above the limit, and says that nothing is written now', () => {
    const said = follow([2_000, 2_000, ...Array.from({ length: 26 }, () => 0)])
    expect(said.slice(0, 5)).toEqual([null, 'writes 2000', 'wrote 1000', 'wrote 0', 'wrote 0'])
    // 10 s is the last time above; at 125 s it has been below for less than two minutes, at 130 s for two
    expect(said[24]).toBe('wrote 0')
    expect(said[25]).toBeNull()
    expect(said[27]).toBeNull()
  })
  it('does not flap for an instrument that writes for ten seconds of each minute', () => {
    const minute = [5_000, 5_000, ...Array.from({ length: 10 }, () => 0)]
    const said = follow([...minute, ...minute, ...minute])
    expect(said.indexOf(null, 1)).toBe(-1)
  })
  it('follows another limit at once', () => {
    const meter = createWriteRate()
    meter.add({ at: LOOK, ms: 10_000, bytes: 20_000 })
    expect(meter.writing(1_000, LOOK)).toEqual({ rate: 2_000, isAbove: true })
    expect(meter.writing(3_000, LOOK)).toBeNull()
    expect(meter.writing(1_000, LOOK)).not.toBeNull()
  })
  it('is not called now where no look ended for long, and locks nothing for ever', () => {
    const meter = createWriteRate()
    meter.add({ at: LOOK, ms: 10_000, bytes: 20_000 })
    expect(meter.writing(LIMIT, LOOK + 30_000)).toEqual({ rate: 2_000, isAbove: true })
    expect(meter.writing(LIMIT, LOOK + 30_001)).toEqual({ rate: 2_000, isAbove: false })
    expect(meter.writing(LIMIT, LOOK + 119_999)).toMatchObject({ isAbove: false })
    expect(meter.writing(LIMIT, LOOK + 120_000)).toBeNull()
  })
  it('says of a folder that cannot be looked at that it was written to a moment ago, then nothing', () => {
    const meter = createWriteRate()
    meter.add({ at: LOOK, ms: 10_000, bytes: 20_000 })
    expect(meter.writing(LIMIT, LOOK)).toMatchObject({ isAbove: true })
    meter.add(null)
    expect(meter.writing(LIMIT, LOOK + 5_000)).toEqual({ rate: 0, isAbove: false })
    expect(meter.writing(LIMIT, LOOK + 120_000)).toBeNull()
  })
  it('holds between looks that lie far apart, because there are very many files', () => {
    const meter = createWriteRate()
    meter.add({ at: LOOK, ms: 400_000, bytes: 800_000 })
    expect(meter.writing(LIMIT, LOOK + 399_000)).toEqual({ rate: 2_000, isAbove: true })
    expect(meter.writing(LIMIT, LOOK + 800_000)).toBeNull()
  })
})
