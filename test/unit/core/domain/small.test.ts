// Bandwidth windows, names before sending, speed: small pure rules.
import { describe, expect, it } from 'vitest'
import { limitKibps } from '../../../../electron/core/domain/bandwidth.ts'
import { refuseName } from '../../../../electron/core/domain/sendable-names.ts'
import type { Bandwidth } from '../../../../electron/core/domain/config.ts'
import { createRateMeter } from '../../../../electron/core/domain/transfer-rate.ts'
import { rclonePushArgs } from '../../../../electron/core/transports/rclone/rclone-args.ts'

const at = (day: number, time: string): Date => new Date(`2026-11-${22 + day}T${time}:00`) // 22 November 2026 is a Sunday

describe('bandwidth', () => {
  const night = { uploadMbps: 80, windows: [{ days: [5], fromMinute: 1_320, toMinute: 360 }] }
  it.each([
    ['no limit is set', null, at(1, '12:00'), null],
    ['no window: always', { uploadMbps: 80, windows: [] }, at(1, '12:00'), 10_240],
    ['inside', night, at(5, '23:00'), 10_240],
    ['after midnight it is still that window', night, at(6, '05:59'), 10_240],
    ['half open at its end', night, at(6, '06:00'), null],
    ['another day', night, at(4, '23:00'), null],
    ['never 0, which would mean no limit', { uploadMbps: 0.001, windows: [] }, at(1, '12:00'), 1],
  ] as const)('%s', (_name, limit, when, expected) => {
    expect(limitKibps(limit, when)).toBe(expected)
  })
})

describe("rclone's timetable", () => {
  const args = (bandwidth: Bandwidth): string | undefined =>
    rclonePushArgs(
      { type: 'rclone', remote: 'nas', remotePath: '', configFile: null, bandwidth },
      { folder: '/d', runPath: 'r', files: null, full: false, bwlimitKibps: null, bandwidth },
      4,
    ).find((word) => word.startsWith('--bwlimit'))
  it('one limit always', () => {
    expect(args({ uploadMbps: 80, windows: [] })).toBe('--bwlimit=10240K')
  })
  it('a window on two days', () => {
    const windows = [{ days: [1, 5], fromMinute: 480, toMinute: 1_080 }]
    expect(args({ uploadMbps: 80, windows })).toBe(
      '--bwlimit=Sun-00:00,off Mon-08:00,10240K Mon-18:00,off Fri-08:00,10240K Fri-18:00,off',
    )
  })
  it('a window over midnight, from Saturday into Sunday', () => {
    const windows = [{ days: [6], fromMinute: 1_320, toMinute: 360 }]
    expect(args({ uploadMbps: 8, windows })).toBe(
      '--bwlimit=Sun-00:00,1024K Sun-06:00,off Sat-22:00,1024K',
    )
  })
  it('a limit in every minute is one limit', () => {
    const windows = [{ days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 0, toMinute: 0 }]
    expect(args({ uploadMbps: 8, windows })).toBe('--bwlimit=1024K')
  })
})

describe('names that could not be proven', () => {
  it.each([
    ['a line break', 'a\nb', true, 'rsync_ssh'],
    ['bytes that are not UTF-8', 'a\ufffd', false, 'rsync_ssh'],
    ["rclone's quote character", 'a\u201bb', true, 'rclone'],
  ] as const)('%s is refused by name', (_name, path, utf8, transport) => {
    expect(refuseName({ path, utf8 }, transport)).toContain('a')
  })
  it.each([
    '-rf',
    ' both ends ',
    '"quoted"',
    'back\\slash',
    '$(reboot)',
    'é',
    'e\u0301',
    'a'.repeat(255),
  ])('%j is sent', (path) => {
    expect(refuseName({ path, utf8: true }, 'rclone')).toBeNull()
    expect(refuseName({ path, utf8: true }, 'rsync_ssh')).toBeNull()
  })
  it('shows what does not print', () => {
    expect(refuseName({ path: 'a\nb', utf8: true }, 'rclone')).toContain('a\\x0ab')
  })
})

describe('speed', () => {
  it('says nothing before it knows, then the mean of the last ten seconds', () => {
    const meter = createRateMeter()
    meter.add(0, 0)
    meter.add(1_000, 100)
    expect(meter.rate()).toBeNull()
    for (let s = 2; s <= 30; s += 1) meter.add(s * 1_000, s < 20 ? 100 : 100 + (s - 19) * 1_000)
    expect(meter.rate()).toBeCloseTo(1_000, -2)
  })
  it('starts over where the tool did', () => {
    const meter = createRateMeter()
    meter.add(0, 0)
    meter.add(5_000, 9_000)
    meter.add(6_000, 0)
    expect(meter.rate()).toBeNull()
  })
})
