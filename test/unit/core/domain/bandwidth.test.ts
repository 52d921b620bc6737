// Tests the bandwidth limit at moments inside and outside of its weekly windows.
import { describe, expect, it } from 'vitest'
import { limitKibps } from '../../../../electron/core/domain/bandwidth.ts'

/** A time of a weekday, 0 = Sunday: 22 November 2026 is a Sunday. */
const at = (day: number, time: string): Date => new Date(`2026-11-${22 + day}T${time}:00`)

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
