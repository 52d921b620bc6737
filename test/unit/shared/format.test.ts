import { describe, expect, it } from 'vitest'
import { ago, bytes, middle, rate, timeLeft } from '../../../shared/format.ts'

describe('numbers as an operator reads them', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_024, '1.0 KB'],
    [150 * 1_024, '150 KB'],
    [1.5 * 1024 ** 3, '1.5 GB'],
    [2 * 1024 ** 5, '2.0 PB'],
  ])('%d bytes', (n, text) => expect(bytes(n)).toBe(text))
  it.each([
    [null, ''],
    [Infinity, ''],
    [3, 'a few seconds'],
    [31, 'about 40 s'],
    [1_080, 'about 18 min'],
    [7_300, 'about 2 h'],
    [200_000, 'about 2 days'],
  ])('%s seconds left', (n, text) => expect(timeLeft(n)).toBe(text))
  it('says nothing of a speed that is not known', () => {
    expect(rate(null)).toBe('')
    expect(rate(1_024)).toBe('1.0 KB/s')
  })
  it('tells ages in words', () => {
    expect(ago(0, 30_000)).toBe('just now')
    expect(ago(0, 5 * 60_000)).toBe('5 min ago')
    expect(ago(0, 3 * 3_600_000)).toBe('3 h ago')
  })
  it('keeps the end of a path, where the name is', () => {
    const short = middle(`/a/${'long/'.repeat(40)}name.tif`, 30)
    expect(short.length).toBeLessThanOrEqual(30)
    expect(short.endsWith('name.tif')).toBe(true)
  })
})
