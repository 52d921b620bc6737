// Controls of the whole queue: pause, speed limits, draining before quit, and the lock of the settings.
import { msg } from '../../../../shared/language/msg.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import { DAY_MS } from '../../../../shared/duration.ts'
import { type Clock, isDue } from '../../domain/clock.ts'
import type { Bandwidth, Instrument, Settings } from '../../domain/config.ts'
import { limitEnds, limitKibps } from '../../domain/bandwidth.ts'
import { allRoutes } from '../../domain/routes.ts'
import { Refusal } from '../../errors.ts'
import type { PauseStore } from '../../queue/pause-store.ts'
import type { FlagStore } from '../../queue/persistent-flags.ts'

/** Value of the flag `paused` for a pause that a person ends; any larger value is the time at which it ends by itself. */
const PAUSED_UNTIL_RESUMED = 1

/** Longest pause that ends by itself: a longer one comes from a clock that was set back. */
const MAX_PAUSE_MS = 7 * DAY_MS

type QueueState = Pick<
  Overview,
  | 'paused'
  | 'pausedSince'
  | 'pausedUntil'
  | 'pausedBy'
  | 'unlimited'
  | 'speed'
  | 'limitMbps'
  | 'limitUntil'
>

/** What limits the speed: the settings, nothing, or one limit for everything in Mb/s. */
export type SpeedLimit = 'settings' | 'none' | number

export interface QueueControls {
  paused(): boolean
  /** `until`: epoch ms at which the pause ends by itself; null: a person ends it. */
  setPaused(paused: boolean, until: number | null): void
  /** `until`: epoch ms at which the limits of the settings hold again; null: a person says so. */
  setSpeed(limit: SpeedLimit, until: number | null): void
  locked(): boolean
  setLocked(locked: boolean): void
  /** Throws Refusal conflict while the settings are locked. */
  requireUnlocked(): void
  /** Starts no further run until the program ends or `setPaused` is called; started runs go on to their end. */
  drain(): void
  draining(): boolean
  state(): QueueState
  /** The settings that the engine works by: without speed limits, or with another one, while a person wants that. */
  applied(settings: Settings | null): Settings | null
}

const withLimit = (instrument: Instrument, bandwidth: Bandwidth | null): Instrument => ({
  ...instrument,
  destination: { ...instrument.destination, bandwidth },
  also: instrument.also.map((one) => ({
    ...one,
    destination: { ...one.destination, bandwidth },
  })),
})

export const createQueueControls = (
  flags: FlagStore,
  pause: PauseStore,
  clock: Clock,
  settings: () => Settings | null,
  /** Account of the operating system that this process runs under. */
  account: string,
): QueueControls => {
  let draining = false
  // cached, because the engine asks each time it looks for work
  let applied: { from: Settings; limit: SpeedLimit; to: Settings } | null = null
  const pausedUntil = (): number | null => {
    const value = flags.get('paused')
    return value > PAUSED_UNTIL_RESUMED ? value : null
  }
  const pausedByFlag = (): boolean => {
    const value = flags.get('paused')
    return value === PAUSED_UNTIL_RESUMED || !isDue(value, clock.now(), MAX_PAUSE_MS)
  }
  /** The setting that pauses everything, as a phrase; null: none does. */
  const pausingSetting = (): string | null => {
    const file = settings()?.pausedIn ?? null
    return file === null ? null : `sync.enabled: false in ${file}`
  }
  const paused = (): boolean => pausingSetting() !== null || pausedByFlag()
  const speedUntil = (): number | null => {
    const until = flags.get('speed_until')
    return until === 0 ? null : until
  }
  const speed = (): SpeedLimit => {
    const until = speedUntil()
    if (until !== null && isDue(until, clock.now(), MAX_PAUSE_MS)) return 'settings'
    const mbps = flags.get('speed_mbps')
    return flags.get('unlimited') === 1 ? 'none' : mbps > 0 ? mbps : 'settings'
  }
  const locked = (): boolean => flags.get('settings_locked') === 1
  return {
    paused,
    setPaused(value, until) {
      const setting = pausingSetting()
      if (!value && setting !== null)
        throw new Refusal('conflict', msg`${setting} pauses everything. Set it to true there.`)
      draining = false
      // a pause whose end is changed began when it began
      if (!value) pause.set(null)
      else if (!pausedByFlag()) pause.set({ since: clock.now(), by: account })
      flags.set('paused', value ? (until ?? PAUSED_UNTIL_RESUMED) : 0)
    },
    setSpeed(limit, until) {
      flags.set('unlimited', Number(limit === 'none'))
      flags.set('speed_mbps', typeof limit === 'number' ? limit : 0)
      flags.set('speed_until', limit === 'settings' ? 0 : (until ?? 0))
    },
    locked,
    setLocked: (value) => flags.set('settings_locked', Number(value)),
    requireUnlocked() {
      if (locked()) throw new Refusal('conflict', msg`The settings are locked. Unlock them first.`)
    },
    drain() {
      draining = true
    },
    draining: () => draining,
    state() {
      const at = new Date(clock.now())
      const limit = speed()
      const limits = allRoutes(settings()).flatMap(({ destination: { bandwidth } }) => {
        const kibps = limitKibps(bandwidth, at)
        return kibps === null || bandwidth === null
          ? []
          : [{ mbps: bandwidth.uploadMbps, until: limitEnds(bandwidth, at) }]
      })
      const [strictest] = limits.toSorted((a, b) => a.mbps - b.mbps)
      const chosenUntil = limit === 'settings' ? null : speedUntil()
      const shown = {
        settings: strictest ?? null,
        none: null,
        number: { mbps: Number(limit), until: chosenUntil },
      }[typeof limit === 'number' ? 'number' : limit]
      const setting = pausingSetting()
      const origin = pausedByFlag() && setting === null ? pause.get() : null
      return {
        paused: paused(),
        pausedSince: origin?.since ?? null,
        pausedUntil: paused() && setting === null ? pausedUntil() : null,
        pausedBy:
          setting ??
          (origin === null || origin.by === '' || origin.by === account ? null : origin.by),
        unlimited: limit === 'none',
        speed: {
          chosenMbps: typeof limit === 'number' ? limit : null,
          until: chosenUntil,
          inSettings: strictest?.mbps ?? null,
          isSet: allRoutes(settings()).some(({ destination }) => destination.bandwidth !== null),
        },
        limitMbps: shown?.mbps ?? null,
        limitUntil: shown?.until ?? null,
      }
    },
    applied(from) {
      const limit = speed()
      if (from === null || limit === 'settings') return from
      if (applied?.from !== from || applied.limit !== limit) {
        const bandwidth = limit === 'none' ? null : { uploadMbps: limit, windows: [] }
        const instruments = from.instruments.map((one) => withLimit(one, bandwidth))
        applied = { from, limit, to: { ...from, instruments } }
      }
      return applied.to
    },
  }
}
