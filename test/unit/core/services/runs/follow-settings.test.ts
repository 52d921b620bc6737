// What happens to jobs after the settings were read: ExLab-Wizard may delete runs that it was told are safe, so it is told anew where
// other destinations are required.
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import { followSettings } from '../../../../../electron/core/services/runs/follow-settings.ts'

const destination = { type: 'folder', path: '/nas', bandwidth: null }

const settingsOf = (...also: readonly (readonly [string, boolean])[]): Settings =>
  ({
    ...DEFAULT_SETTINGS,
    instruments: [
      {
        id: 'A',
        destination,
        also: also.map(([name, isRequired]) => ({ name, isRequired, destination })),
      },
    ],
  }) as unknown as Settings

const setUp = () => {
  const flags = new Map<string, number>()
  const done = { told: 0, unblocked: [] as string[], touched: [] as number[] }
  const read = (settings: Settings | null): number => {
    done.told = 0
    followSettings(settings, {
      jobs: {
        unblock(reason) {
          done.unblocked.push(reason)
          return [7]
        },
      },
      slots: {
        adopt: () => [9],
        follow: (_instrument, places) => places.map((_, index) => index + 1),
      },
      reportedStates: { forgetProven: () => void (done.told += 1) },
      flags: {
        get: (name) => flags.get(name) ?? 0,
        set: (name, value) => void flags.set(name, value),
      },
      changes: { jobTouched: (id) => void done.touched.push(id) },
      clock: { now: () => 1 },
    })
    return done.told
  }
  return { done, read }
}

it('has ExLab-Wizard told anew when another destination is required, and only then', () => {
  const { read } = setUp()
  const required = settingsOf(['archive', true])
  expect(read(settingsOf())).toBe(0)
  expect(read(required)).toBe(1)
  expect(read(required)).toBe(0)
  // an optional one changes nothing that may be deleted
  expect(read(settingsOf(['archive', true], ['spare', false]))).toBe(0)
  // settings that could not be read say nothing
  expect(read(null)).toBe(0)
  expect(read(settingsOf(['archive', false]))).toBe(1)
  expect(read(required)).toBe(1)
  expect(read(settingsOf())).toBe(1)
})

it('lets runs go on that waited for their settings, and shows what changed', () => {
  const { done, read } = setUp()
  read(settingsOf(['archive', true]))
  expect(done.unblocked).toEqual(['instrument_unknown', 'target_taken'])
  expect(done.touched).toEqual([9, 1, 2, 7])
})
