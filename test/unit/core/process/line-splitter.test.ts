// Line splitter and the parsers behind it: the same records, digests and log lines however the
// bytes are cut.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDigestParser } from '../../../../electron/core/transports/rsync/remote-sha256.ts'
import { MAX_RECORD, createLineSplitter } from '../../../../electron/core/process/line-splitter.ts'
import { parseRcloneDigest } from '../../../../electron/core/transports/rclone/rclone-output.ts'
import { parseRcloneLine } from '../../../../electron/core/transports/rclone/rclone-log.ts'
import type { RemoteDigest } from '../../../../electron/core/transports/transport.ts'

const split = (mode: 'lines' | 'nul', chunks: readonly Buffer[]): string[] => {
  const records: string[] = []
  const splitter = createLineSplitter(mode, (record) => records.push(record.toString('utf8')))
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return records
}

describe('line splitter', () => {
  it('finds the same lines however the stream is cut, also inside of a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll(/[\r\n\0]/g, '_'))),
        fc.array(fc.nat(400)),
        (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
          const at = [
            0,
            ...cuts.map((c) => Math.min(c, bytes.length)).toSorted((a, b) => a - b),
            bytes.length,
          ]
          const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end))
          expect(split('lines', chunks)).toEqual(lines.filter((line) => line !== ''))
        },
      ),
    )
  })
  it('takes a lone CR as an end, as progress output has it', () => {
    expect(split('lines', [Buffer.from('10%\r20%\r\ndone')])).toEqual(['10%', '20%', 'done'])
  })
  it('emits a line without end in pieces, so that it is never held as a whole', () => {
    const records = split('nul', [Buffer.alloc(MAX_RECORD * 5 + 7, 97)])
    expect(Math.max(...records.map((r) => r.length))).toBeLessThanOrEqual(MAX_RECORD)
    expect(records.join('').length).toBe(MAX_RECORD * 5 + 7)
  })
})

const HEX = 'ab'.repeat(32)

const parse = (records: readonly string[]) => {
  const digests: RemoteDigest[] = []
  const parser = createDigestParser((digest) => digests.push(digest))
  for (const record of records) parser.push(Buffer.from(record))
  return { digests, state: parser.state() }
}

describe('hash list of the remote', () => {
  it('ignores what a login shell prints before it', () => {
    const { digests, state } = parse([
      `Welcome\n${HEX}  ./lie\nexlab-sync-begin z`,
      `${HEX}  ./a b`,
      'exlab-sync-end 0',
    ])
    expect(digests).toEqual([{ path: 'a b', sha256: HEX, size: null }])
    expect(state).toEqual({ began: true, exit: 0, strange: 0 })
  })
  it('tells a list that was cut off from one that ended', () => {
    expect(parse(['exlab-sync-begin z', `${HEX}  ./a`]).state.exit).toBeNull()
    expect(parse([]).state.began).toBe(false)
  })
  it('counts records that are no digest', () => {
    expect(
      parse(['exlab-sync-begin z', 'sha256sum: a: I/O error', 'exlab-sync-end 1']).state,
    ).toEqual({
      began: true,
      exit: 1,
      strange: 1,
    })
  })
  it('reads files that are told one by one after the lines', () => {
    const { digests, state } = parse([
      'exlab-sync-begin n',
      `${HEX}  ./a`,
      `${HEX} ./b of BSD`,
      'exlab-sync-lines 0',
      `./zz\n${HEX}  ./a`,
      HEX,
      './exlab-sync-end 0',
      HEX,
      'exlab-sync-end 0',
    ])
    expect(digests.map(({ path }) => path)).toEqual([
      'a',
      'b of BSD',
      `zz\n${HEX}  ./a`,
      'exlab-sync-end 0',
    ])
    expect(state).toEqual({ began: true, exit: 0, strange: 0 })
  })
  it('an exit code of either part, and anything after the end, is told', () => {
    const parts = ['exlab-sync-begin n', 'exlab-sync-lines 1', 'exlab-sync-end 0']
    expect(parse(parts).state).toEqual({ began: true, exit: 1, strange: 0 })
    expect(parse(parts.slice(0, 2)).state.exit).toBeNull()
    expect(parse([...parts, `${HEX}  ./a`]).state.strange).toBe(1)
    expect(
      parse(['exlab-sync-begin n', 'exlab-sync-lines 0', `${HEX}  ./a`, HEX]).state.strange,
    ).toBe(1)
  })
  it('takes names literally where records end in NUL', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((s) => !s.includes('\0')),
        (name) => {
          const { digests } = parse(['exlab-sync-begin z', `${HEX}  ./${name}`, 'exlab-sync-end 0'])
          expect(digests).toEqual([{ path: name, sha256: HEX, size: null }])
        },
      ),
    )
  })
  it.each([`${HEX} a`, `${HEX.toUpperCase()}  a`, `  a`, 'ERROR a.tif', 'ERROR: a  b'])(
    'rclone line %j is no digest',
    (line) => expect(parseRcloneDigest(line)).toBeNull(),
  )
  it.each([`${'ERROR'.padStart(64)}  a.tif`, `${'UNSUPPORTED'.padStart(64)}  a.tif`])(
    'rclone line %j is a file whose digest could not be had',
    (line) => expect(parseRcloneDigest(line)).toEqual({ path: 'a.tif', sha256: null, size: null }),
  )
  it('a name that begins like such a mark keeps its digest', () => {
    expect(parseRcloneDigest(`${HEX}  ERROR  a.tif`)?.sha256).toBe(HEX)
  })
})

describe("rclone's log", () => {
  it('keeps plain text, as start-up failures are written', () => {
    expect(parseRcloneLine('Failed to create file system')).toMatchObject({
      json: false,
      level: 'error',
      text: 'Failed to create file system',
    })
  })
  it.each([
    ['ERROR : a b.tif: Failed to copy: x', 'error', 'a b.tif', 'Failed to copy: x'],
    ['ERROR : Attempt 1/1 failed with 1 errors and: x', 'error', null, 'Attempt 1/1 failed'],
    ['NOTICE: Config file not found', 'notice', null, 'Config file not found'],
    ['Failed to create file system: x', 'error', null, 'Failed to create file system: x'],
  ])('reads level and object of the plain line %j', (line, level, object, text) => {
    const parsed = parseRcloneLine(`2026/11/23 12:00:00 ${line}`)
    expect(parsed).toMatchObject({ json: false, level, object })
    expect(parsed.text.startsWith(text)).toBe(true)
  })
  it('reads statistics, also without a total', () => {
    const line = parseRcloneLine(
      '{"level":"warning","msg":"x","stats":{"bytes":5,"totalBytes":null,"speed":2.5,"eta":null}}',
    )
    expect(line).toMatchObject({
      level: 'notice',
      stats: { bytes: 5, totalBytes: null, speed: 2.5 },
    })
  })
  it('never throws', () => {
    const line = fc.oneof(fc.string(), fc.json())
    fc.assert(fc.property(line, (text) => typeof parseRcloneLine(text).text === 'string'))
  })
})
