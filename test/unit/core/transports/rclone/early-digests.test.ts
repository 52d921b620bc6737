// What was read back while a run was sent counts in its proof only for files that lie there as they did then.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  keepEarlyDigests,
  sortOut,
  takeEarlyDigests,
} from '../../../../../electron/core/transports/rclone/early-digests.ts'
import { parseStamp } from '../../../../../electron/core/transports/rclone/rclone-output.ts'
import { resolveRemote } from '../../../../../electron/core/transports/rclone/remote-chain.ts'

const stamp = fc.record({
  path: fc.constantFrom('a', 'b', 'c/d', 'e'),
  size: fc.integer({ min: 0, max: 3 }),
  time: fc.constantFrom('2026-11-27T10:00:00Z', '2026-11-27T10:00:01Z'),
})
const early = fc.record({ path: stamp, sha256: fc.constantFrom('aa', 'bb') })

describe('a digest that was read early', () => {
  it('counts for a file of that path, size and time alone; every other one is read, or is too large', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(stamp, { selector: ({ path }) => path }),
        fc.array(early),
        fc.integer({ min: 0, max: 3 }),
        (listed, before, maxBytes) => {
          const known = new Map(
            before.map(({ path: one, sha256 }) => [one.path, { ...one, sha256 }] as const),
          )
          const sorted = sortOut(listed, known, maxBytes)
          for (const { path, size, time } of listed) {
            const was = known.get(path)
            const given = sorted.known.filter((one) => one.path === path)
            const isRead = sorted.rest === null ? size <= maxBytes : sorted.rest.includes(path)
            if (was?.size === size && was.time === time)
              expect(given).toEqual([{ path, size, sha256: was.sha256 }])
            else if (size > maxBytes) expect(given).toEqual([{ path, size, sha256: null }])
            else expect(isRead).toBe(true)
          }
          expect(sorted.known.every(({ path }) => listed.some((one) => one.path === path))).toBe(
            true,
          )
        },
      ),
    )
  })

  it('does not keep a place with thousands of others from being read whole', () => {
    const listed = Array.from({ length: 3_000 }, (_, i) => ({ path: `f${i}`, size: 1, time: 't' }))
    const of = (count: number) =>
      new Map(listed.slice(0, count).map((one) => [one.path, { ...one, sha256: 'aa' }] as const))
    expect(sortOut(listed, of(1), 10)).toEqual({ known: [], rest: null })
    expect(sortOut(listed, of(2_000), 10).rest).toHaveLength(1_000)
  })

  it('is taken once, for the place and the rclone.conf that it was read from', () => {
    const place = (config: string, path: string) => ({
      config,
      resolved: resolveRemote('nas', path, { nas: { type: 'smb' } }, false),
    })
    const digests = new Map([['a', { path: 'a', size: 1, time: 't', sha256: 'aa' }]])
    keepEarlyDigests(place('one', 'raw/r'), digests)
    expect(takeEarlyDigests(place('two', 'raw/r')).size).toBe(0)
    expect(takeEarlyDigests(place('one', 'raw/other')).size).toBe(0)
    expect(takeEarlyDigests(place('one', 'raw/r'))).toEqual(digests)
    expect(takeEarlyDigests(place('one', 'raw/r')).size).toBe(0)
  })

  it.each([
    [
      '{"Path":"a;b.tif","Name":"b","Size":12,"ModTime":"2026-11-27T10:00:00.5Z","IsDir":false},',
      { size: 12, time: '2026-11-27T10:00:00.5Z', path: 'a;b.tif' },
    ],
    ['[', null],
    ['{"Path":"a"}', null],
    ['{"Path":', null],
  ])('%j of a list', (line, expected) => {
    expect(parseStamp(line)).toEqual(expected)
  })
})
