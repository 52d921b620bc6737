import { afterEach, describe, expect, it } from 'vitest'
import {
  ago,
  bytes,
  bytesOf,
  clockTime,
  count,
  dateTime,
  dayAndTime,
  dayName,
  middle,
  minuteOfDay,
  rate,
  timeLeft,
  timeOfDay,
} from '../../../shared/format.ts'
import { localeOf, localeTag, setLocale } from '../../../shared/language/locale.ts'

describe('numbers as an operator reads them', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_023.4 * 1024, '1,023 KB'],
    [1_023.6 * 1024, '1.0 MB'],
    [1_024, '1.0 KB'],
    [150 * 1_024, '150 KB'],
    [1.5 * 1024 ** 3, '1.5 GB'],
    [2 * 1024 ** 5, '2.0 PB'],
    [247_190, '241 KB'],
  ])('%d bytes', (n, text) => expect(bytes(n)).toBe(text))
  it.each([
    [672 * 1_024, 81.6 * 1024 ** 2, '0.7 / 81.6 MB'],
    [900 * 1024 ** 3, 1.5 * 1024 ** 4, '0.9 / 1.5 TB'],
    [12, 900, '12 / 900 B'],
  ])('%d of %d bytes', (some, all, text) => expect(bytesOf(some, all)).toBe(text))
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
  it('says a time of this week by its day, a later one by its date', () => {
    const now = new Date(2026, 10, 27, 10).getTime()
    expect(dayAndTime(new Date(2026, 10, 28, 14, 2).getTime(), now)).toMatch(/^Sat 0?2:02\sPM$/)
    expect(dayAndTime(new Date(2026, 11, 5, 14, 2).getTime(), now)).toMatch(/^Dec 5 0?2:02\sPM$/)
  })
  it('keeps the end of a path, where the name is', () => {
    const short = middle(`/a/${'long/'.repeat(40)}name.tif`, 30)
    expect(short.length).toBeLessThanOrEqual(30)
    expect(short.endsWith('name.tif')).toBe(true)
  })
})

describe('the locale of the system', () => {
  afterEach(() => setLocale('en-US'))
  const at = new Date(2026, 0, 31, 14, 5, 9).getTime()

  it('decides digits, dates and the 12 or 24 hour clock', () => {
    setLocale('de_DE.UTF-8')
    expect(count(1_234_567)).toBe('1.234.567')
    expect(bytes(1.5 * 1024 ** 3)).toBe('1,5 GB')
    expect(dateTime(at)).toBe('31.01.2026, 14:05:09')
    expect([timeOfDay(at), minuteOfDay(845), dayName(1)]).toEqual(['14:05', '14:05', 'Mo'])
    setLocale('en-US')
    expect(count(1_234_567)).toBe('1,234,567')
    expect(clockTime(at)).toMatch(/^2:05:09\sPM$/)
  })
  it('a tag that names none changes nothing', () => {
    setLocale('de-DE')
    for (const tag of ['', 'C', 'POSIX', 'xx', '../../etc', 'de-DE-'.repeat(40)]) setLocale(tag)
    expect(count(1_000)).toBe('1.000')
  })
  it.each([
    ['de_DE.UTF-8', 'de-DE'],
    ['de_DE@euro', 'de-DE'],
    ['en-US@posix', 'en-US'],
    ['sr-Latn-RS', 'sr-Latn-RS'],
    ['C.UTF-8', null],
    ['POSIX', null],
    ['%$', null],
  ])('%s is %s', (text, tag) => expect(localeTag(text)).toBe(tag))
  it('is found in the environment as the C library finds it', () => {
    expect(localeOf({ LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' })).toBe('de-DE')
    expect(localeOf({ LANG: 'en_US.UTF-8', LC_TIME: '', LC_ALL: 'fr_FR.UTF-8' })).toBe('fr-FR')
    expect(localeOf({ LANG: 'C' })).toBeNull()
    expect(localeOf({})).toBeNull()
  })
})
