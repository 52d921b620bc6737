// Tests which lines of rclone show that it works on, and when silence may be the digest of a large file.
import { describe, expect, it } from 'vitest'
import { parseRcloneLine } from '../../../../../electron/core/transports/rclone/rclone-log.ts'
import { rcloneSigns } from '../../../../../electron/core/transports/rclone/rclone-progress.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

/** A line of statistics as rclone prints it; times and speeds differ in each. */
const statistics = (counts: object, second = 0) =>
  parseRcloneLine(
    JSON.stringify({
      level: 'warning',
      msg: 'Transferred: ...',
      stats: {
        bytes: 0,
        checks: 0,
        elapsedTime: 1.5 + second,
        eta: 60 - second,
        speed: 1_000_000 / (1 + second),
        transferTime: 1 + second,
        ...counts,
      },
    }),
  )
const sending = (bytes: number, second = 0) => ({
  bytes,
  transferring: [{ name: 'a.bin', bytes, size: 1_000, speed: bytes / (1 + second), percentage: 1 }],
})

const signsOf = (lines: ReturnType<typeof statistics>[], isHere = false) => {
  const signs = rcloneSigns(async () => isHere)
  return { heard: lines.map((line) => signs.isSignOfLife(line)), worksOn: signs.worksOn }
}

describe('statistics of rclone', () => {
  it.each([
    ['bytes that were sent', sending(10), sending(20)],
    ['a file that was compared', { checks: 1 }, { checks: 2 }],
    ['a file that was found', { totalTransfers: 1 }, { totalTransfers: 2 }],
    ['entries that were listed', { listed: 1 }, { listed: 2 }],
    ['another file under way', { checking: ['a'] }, { checking: ['b'] }],
  ])('are a sign of life by %s', (_what, before, after) => {
    expect(signsOf([statistics(before), statistics(after, 1)]).heard).toEqual([true, true])
  })

  it('are none where only times and speeds moved', () => {
    const lines = [0, 1, 2].map((second) => statistics(sending(10, second), second))
    expect(signsOf(lines).heard).toEqual([true, false, false])
  })

  it('are not the only sign: every other line is one', () => {
    const line = parseRcloneLine('2026/11/23 12:00:00 ERROR : a.bin: low level retry 1/3')
    expect(signsOf([statistics({}), line, line]).heard).toEqual([true, true, true])
  })
})

describe('a silent rclone may work on', () => {
  it.each([
    ['while it compares a file', { checking: ['a.bin'] }, true],
    ['while it compares what it has sent', sending(1_000), true],
    ['but not in the middle of a file', sending(999), false],
    ['but not before it has begun', { transferring: [{ name: 'a', bytes: 0, size: 0 }] }, false],
  ])('%s', async (_when, counts, expected) => {
    expect(await signsOf([statistics(counts)]).worksOn()).toBe(expected)
  })

  it.skipIf(needsPosix('only Linux counts what a program reads'))(
    'but not where a folder of this computer is the remote: it would be reading',
    async () => {
      expect(await signsOf([statistics({ checking: ['a.bin'] })], true).worksOn()).toBe(false)
    },
  )
})
