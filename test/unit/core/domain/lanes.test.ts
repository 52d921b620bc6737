// A short run goes beside a long one at the same destination, and both together stay within the limits.
import { describe, expect, it } from 'vitest'
import {
  LANE_SIZES,
  hasLanes,
  isLong,
  openLanes,
  shareOf,
  sharedRule,
} from '../../../../electron/core/domain/lanes.ts'

const LIMITS = { parallelJobs: 2, transfers: null, maxTransfers: 16 }
const LONG = { destination: 'nas', isBeside: false, phase: 'sending', bytes: 2e12 } as const
const SHORT = { ...LONG, isBeside: true, bytes: 1_000 }

it('a short run may start beside one long run at a time, where something may be shared', () => {
  expect(openLanes([LONG], LIMITS, LANE_SIZES)).toEqual(['nas'])
  expect(openLanes([{ ...LONG, phase: 'checking' }], LIMITS, LANE_SIZES)).toEqual(['nas'])
  const other = { ...LONG, destination: 'other' }
  expect(openLanes([LONG, SHORT, other], LIMITS, LANE_SIZES)).toEqual(['other'])
})

it.each([
  ['nothing runs', [], LIMITS],
  ['a short run is there already', [LONG, SHORT], LIMITS],
  ['the run there is no long one', [{ ...LONG, bytes: LANE_SIZES.long }], LIMITS],
  ['nobody knows yet how long it is', [{ ...LONG, bytes: null }], LIMITS],
  ['its files are still counted', [{ ...LONG, phase: 'counting' as const }], LIMITS],
  ['a long run went beside another', [{ ...LONG, isBeside: true }], LIMITS],
  ['one run at a time is allowed', [LONG], { ...LIMITS, parallelJobs: 1 }],
  ['one file at a time is allowed', [LONG], { ...LIMITS, maxTransfers: 1 }],
  ['one file at a time is set', [LONG], { ...LIMITS, transfers: 1 }],
])('none may where %s', (_why, running, limits) => {
  expect(openLanes(running, limits, LANE_SIZES)).toEqual([])
})

it('only sending and checking are long', () => {
  expect(isLong('counting', 2e12, LANE_SIZES)).toBe(false)
  expect(isLong('sending', 2e12, LANE_SIZES)).toBe(true)
  expect(hasLanes(LIMITS)).toBe(true)
})

describe('limits', () => {
  const bandwidth = { uploadMbps: 80, windows: [] }
  const rule = { held: false, guarded: false, kibps: 10_240, bandwidth }
  it('are whole for a run alone, and together not more for two', () => {
    expect(sharedRule(rule, shareOf(false, false))).toBe(rule)
    const long = sharedRule(rule, shareOf(false, true))
    const short = sharedRule(rule, shareOf(true, false))
    expect([long.kibps, short.kibps]).toEqual([8_960, 1_280])
    expect([long.bandwidth?.uploadMbps, short.bandwidth?.uploadMbps]).toEqual([70, 10])
  })
  it('stay none where there are none, and never become none', () => {
    expect(sharedRule({ ...rule, kibps: null, bandwidth: null }, 1 / 8)).toMatchObject({
      kibps: null,
      bandwidth: null,
    })
    // 0 means no limit to the tools
    expect(sharedRule({ ...rule, kibps: 3 }, 1 / 8).kibps).toBe(1)
  })
})
