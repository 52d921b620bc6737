// Controls of the whole queue: pauses that end by themselves, speed limits switched off, and when a limit ends.
import { describe, expect, it } from 'vitest'
import { limitEnds } from '../../../../../electron/core/domain/bandwidth.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import { createQueueControls } from '../../../../../electron/core/services/runs/queue-controls.ts'
import type { PauseStore } from '../../../../../electron/core/queue/pause-store.ts'
import type { Flag } from '../../../../../electron/core/queue/persistent-flags.ts'

const EVENING = { days: [1, 2, 3, 4, 5], fromMinute: 8 * 60, toMinute: 18 * 60 }
const limited: Settings = {
  ...DEFAULT_SETTINGS,
  instruments: [
    {
      id: 'A',
      label: 'A',
      localRoot: '/a',
      nasRoot: null,
      completeness: { signal: 'button' },
      runFolders: [],
      exclude: [],
      ignoreBefore: null,
      onlyAfter: null,
      guardPrograms: [],
      also: [],
      destination: {
        type: 'rclone',
        remote: 'nas',
        remotePath: '',
        configFile: null,
        bandwidth: { uploadMbps: 50, windows: [EVENING] },
      },
    },
  ],
}

const setUp = (at: number, account = 'anna') => {
  let origin: ReturnType<PauseStore['get']> = null
  const pause: PauseStore = { get: () => origin, set: (to) => void (origin = to) }
  const flags = new Map<Flag, number>()
  const time = { now: at }
  const store = {
    get: (name: Flag) => flags.get(name) ?? 0,
    set: (name: Flag, value: number) => void flags.set(name, value),
  }
  const clock = { now: () => time.now }
  const controlsFor = (settings: () => Settings, who = account) =>
    createQueueControls(store, pause, clock, settings, who)
  const controlsOf = (who: string) => controlsFor(() => limited, who)
  return { time, controls: controlsOf(account), controlsOf, controlsFor }
}

/** A Wednesday, 14:00 here. */
const wednesday = new Date(2026, 10, 25, 14, 0).getTime()
const at18 = new Date(2026, 10, 25, 18, 0).getTime()

describe('queue controls', () => {
  it('a pause ends by itself, or when somebody says so', () => {
    const { time, controls } = setUp(wednesday)
    controls.setPaused(true, wednesday + 1_000)
    expect(controls.state()).toMatchObject({ paused: true, pausedUntil: wednesday + 1_000 })
    time.now += 1_000
    expect(controls.paused()).toBe(false)
    expect(controls.state()).toMatchObject({ paused: false, pausedUntil: null })
    controls.setPaused(true, null)
    time.now += 1e12
    expect(controls.paused()).toBe(true)
  })
  it('says since when and by whom all is paused; another end is the same pause', () => {
    const { time, controls, controlsOf } = setUp(wednesday)
    controls.setPaused(true, wednesday + 60_000)
    time.now += 1_000
    controls.setPaused(true, null)
    expect(controls.state()).toMatchObject({ pausedSince: wednesday, pausedBy: null })
    expect(controlsOf('ben').state()).toMatchObject({ pausedSince: wednesday, pausedBy: 'anna' })
    controls.setPaused(false, null)
    expect(controls.state()).toMatchObject({ paused: false, pausedSince: null, pausedBy: null })
    controls.setPaused(true, time.now + 1_000)
    time.now += 2_000
    expect(controls.state()).toMatchObject({ paused: false, pausedSince: null })
    controls.setPaused(true, null)
    expect(controls.state().pausedSince).toBe(time.now)
  })
  it('a setting that pauses is said with its file, and ends there alone; a pause by a person stays beside it', () => {
    const settings: { now: Settings } = { now: { ...DEFAULT_SETTINGS, pausedIn: '/w.yaml' } }
    const { controlsFor } = setUp(wednesday)
    const controls = controlsFor(() => settings.now)
    const bySetting = { paused: true, pausedSince: null, pausedUntil: null }
    expect(controls.state()).toMatchObject({
      ...bySetting,
      pausedBy: 'sync.enabled: false in /w.yaml',
    })
    expect(() => controls.setPaused(false, null)).toThrow('Set it to true there')
    controls.setPaused(true, wednesday + 1_000)
    expect(controls.state()).toMatchObject(bySetting)
    settings.now = DEFAULT_SETTINGS
    expect(controls.state()).toMatchObject({ paused: true, pausedSince: wednesday, pausedBy: null })
    controls.setPaused(false, null)
    expect(controls.paused()).toBe(false)
  })
  it('says the limit and until when; switched off there is none', () => {
    const { controls } = setUp(wednesday)
    expect(controls.state()).toMatchObject({ limitMbps: 50, limitUntil: at18 })
    expect(controls.applied(limited)).toBe(limited)
    controls.setSpeed('none', null)
    expect(controls.state()).toMatchObject({ unlimited: true, limitMbps: null })
    expect(controls.applied(limited)?.instruments[0]?.destination.bandwidth).toBeNull()
    expect(controls.applied(limited)).toBe(controls.applied(limited))
  })
  it('another limit for an hour takes the place of those of the settings, and ends by itself', () => {
    const { time, controls } = setUp(wednesday)
    const bandwidth = () => controls.applied(limited)?.instruments[0]?.destination.bandwidth
    controls.setSpeed(8, wednesday + 3_600_000)
    expect(controls.state()).toMatchObject({
      unlimited: false,
      speed: { chosenMbps: 8, until: wednesday + 3_600_000, inSettings: 50, isSet: true },
      limitMbps: 8,
      limitUntil: wednesday + 3_600_000,
    })
    expect(bandwidth()).toEqual({ uploadMbps: 8, windows: [] })
    controls.setSpeed('none', wednesday + 3_600_000)
    expect(bandwidth()).toBeNull()
    time.now += 3_600_000
    expect(controls.applied(limited)).toBe(limited)
    expect(controls.state()).toMatchObject({
      unlimited: false,
      speed: { chosenMbps: null, until: null },
      limitMbps: 50,
      limitUntil: at18,
    })
    controls.setSpeed(8, null)
    time.now += 1e12
    expect(bandwidth()).toEqual({ uploadMbps: 8, windows: [] })
  })
  it('a limit without windows never ends', () => {
    expect(limitEnds({ uploadMbps: 1, windows: [] }, new Date(wednesday))).toBeNull()
    expect(limitEnds({ uploadMbps: 1, windows: [EVENING] }, new Date(wednesday))).toBe(at18)
  })
})
