// What was read back while a run was sent counts in its proof only for files that lie there as they did then.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isReadEarly,
  sortOut,
} from '../../../../../electron/core/transports/rclone/early-reading.ts'
import { parseStamp } from '../../../../../electron/core/transports/rclone/rclone-output.ts'
import { resolveRemote } from '../../../../../electron/core/transports/rclone/remote-chain.ts'

const stamp = fc.record({
  path: fc.constantFrom('a', 'b', 'c/d', 'e'),
  size: fc.integer({ min: 0, max: 3 }),
  time: fc.constantFrom('2026-11-27 10:00:00', '2026-11-27 10:00:01'),
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
          const rest = new Set(sorted.rest)
          expect(sorted.known.length + rest.size).toBe(listed.length)
          for (const { path, size, time } of listed) {
            const was = known.get(path)
            const isSame = was?.size === size && was.time === time
            const given = sorted.known.find((one) => one.path === path)
            if (isSame) expect(given).toEqual({ path, size, sha256: was.sha256 })
            else if (size > maxBytes) expect(given).toEqual({ path, size, sha256: null })
            else expect(rest.has(path)).toBe(true)
          }
        },
      ),
    )
  })

  it('does not keep a place with thousands of others from being read whole', () => {
    const listed = Array.from({ length: 3_000 }, (_, i) => ({ path: `f${i}`, size: 1, time: 't' }))
    const known = new Map([['f0', { path: 'f0', size: 1, time: 't', sha256: 'aa' }]])
    expect(sortOut(listed, known, 10)).toEqual({ known: [], rest: null })
  })

  it.each([
    ['12;2026-11-27 10:00:00;a;b.tif', { size: 12, time: '2026-11-27 10:00:00', path: 'a;b.tif' }],
    ['x;2026-11-27 10:00:00;a', null],
    ['12;a', null],
  ])('%j of a list', (line, expected) => {
    expect(parseStamp(line)).toEqual(expected)
  })
})

describe('files are read back while others are sent', () => {
  const LARGE = { files: 4, bytes: 400 << 20, largest: 100 << 20 }
  const request = {
    proven: LARGE,
    folder: '/d',
    runPath: 'r',
    files: null,
    full: false,
    replace: 'own',
    exclude: [],
    bwlimitKibps: null,
    bandwidth: null,
  } as const
  const chain = (section: Record<string, string>) =>
    resolveRemote('nas', 'raw/r', { nas: section, base: { type: 'webdav' } }, false)
  const isEarly = (section: Record<string, string>, more: object = {}): boolean =>
    isReadEarly(chain(section), { ...request, ...more }, 1 << 30)

  it('from a share or WebDAV', () => {
    expect(isEarly({ type: 'smb' })).toBe(true)
    expect(isEarly({ type: 'webdav' })).toBe(true)
    expect(isEarly({ type: 'webdav' }, { proven: { files: 600, bytes: 6_000, largest: 10 } })).toBe(
      true,
    )
  })

  it.each([
    ['a folder of this computer', { type: 'local' }, {}],
    ['a server that hashes', { type: 'sftp' }, {}],
    ['storage that tells times with a request each', { type: 's3' }, {}],
    ['an overlay', { type: 'crypt', remote: 'base:' }, {}],
    ['a limit', { type: 'smb' }, { bwlimitKibps: 100 }],
    ['a timetable', { type: 'smb' }, { bandwidth: { uploadMbps: 8, windows: [] } }],
    ['files that nobody proves', { type: 'smb' }, { proven: null }],
    ['one file', { type: 'smb' }, { proven: { ...LARGE, files: 1 } }],
    ['little', { type: 'smb' }, { proven: { files: 4, bytes: 400, largest: 100 } }],
    ['a file that is not read back', { type: 'smb' }, { proven: { ...LARGE, largest: 2 ** 31 } }],
    ['a million files', { type: 'smb' }, { proven: { ...LARGE, files: 1e6 } }],
  ])('not with %s', (_, section, more) => {
    expect(isEarly(section, more)).toBe(false)
  })
})
