// Packed numbers come back as they were, in few bytes, and what cannot be packed is refused.
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type RowNumbers,
  arePackable,
  createNumberPacker,
  unpackNumbers,
} from '../../../../../electron/core/files/folds/numbers.ts'

const whole = fc.integer({ min: 0, max: 2 ** 31 }).map((n) => n * 2 ** 21 + (n % 97))
const row: fc.Arbitrary<RowNumbers> = fc.record({
  seq: fc.nat(),
  size: whole,
  mtimeUs: whole,
  seenPass: fc.nat(),
  attempts: fc.nat(),
  triedIn: fc.nat(),
  triedAt: fc.option(fc.nat()),
})

const pack = (rows: readonly RowNumbers[]): Uint8Array => {
  const packer = createNumberPacker()
  rows.forEach(packer.add)
  return packer.end()
}

it('gives any rows back', () => {
  fc.assert(
    fc.property(fc.array(row.filter(arePackable), { maxLength: 50 }), (rows) => {
      expect([...unpackNumbers(pack(rows))]).toEqual(rows)
    }),
  )
})

const PLAIN: RowNumbers = {
  seq: 0,
  size: 2_097_152,
  mtimeUs: 1_790_000_000_000_000,
  seenPass: 2,
  attempts: 1,
  triedIn: 1,
  triedAt: 1_790_000_000_000,
}

it('keeps ten thousand frames of an instrument in less than two bytes each', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({
    ...PLAIN,
    seq: i,
    mtimeUs: PLAIN.mtimeUs + i * 40_000,
  }))
  const packed = pack(rows)
  expect([...unpackNumbers(packed)]).toEqual(rows)
  expect(deflateRawSync(packed).length).toBeLessThan(20_000)
})

it.each([
  ['a time before 1970', { mtimeUs: -1 }],
  ['a time that no number holds exactly', { mtimeUs: 2 ** 53 }],
  ['a part of a microsecond', { mtimeUs: 0.5 }],
])('refuses %s', (_what, part) => {
  expect(arePackable(PLAIN)).toBe(true)
  expect(arePackable({ ...PLAIN, ...part })).toBe(false)
})

it('refuses bytes that end too early', () => {
  const packed = pack([PLAIN])
  expect(() => [...unpackNumbers(packed.subarray(0, -1))]).toThrow(RangeError)
})
