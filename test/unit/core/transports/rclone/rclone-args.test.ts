// Tests how bandwidth windows become rclone's timetable, and what it is told of names on Windows.
import { describe, expect, it } from 'vitest'
import type { Bandwidth } from '../../../../../electron/core/domain/config.ts'
import { rclonePushArgs } from '../../../../../electron/core/transports/rclone/rclone-args.ts'
import { rcloneSettings } from '../../../../../electron/core/transports/rclone/rclone-settings.ts'

describe('what rclone is told of names', () => {
  // full-width signs and a dot or a blank at the end are altered or refused by any other set
  it('lets them go through as they are on Windows', () => {
    expect(rcloneSettings('win32')).toMatchObject({
      RCLONE_LOCAL_ENCODING: 'Slash,Ctl,InvalidUtf8,Dot',
    })
  })
  it.each(['linux', 'darwin'] as const)(
    'is nothing on %s, which forbids none of them',
    (system) => {
      expect(rcloneSettings(system)).not.toHaveProperty('RCLONE_LOCAL_ENCODING')
    },
  )
})

describe("rclone's timetable", () => {
  const args = (bandwidth: Bandwidth): string | undefined =>
    rclonePushArgs(
      { type: 'rclone', remote: 'nas', remotePath: '', configFile: null, bandwidth },
      {
        proven: null,
        folder: '/d',
        runPath: 'r',
        files: null,
        full: false,
        replace: 'own',
        exclude: [],
        bwlimitKibps: null,
        bandwidth,
      },
      { transfers: 4, isProven: false },
    ).find((arg) => arg.startsWith('--bwlimit'))
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
