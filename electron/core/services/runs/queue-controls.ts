// What an operator switches for the whole queue: pause, for a while or for good; limits of speed; the lock of the settings.
import type { Overview } from '../../../../shared/model/model.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { limitEnds, limitKibps } from '../../domain/bandwidth.ts'
import type { FlagStore } from '../../queue/persistent-flags.ts'

/** `paused` is 0, 1 for "until somebody says so", or the time at which it ends. */
const FOR_GOOD = 1

export interface QueueControls {
  paused(): boolean
  /** `until`: epoch ms; null: until somebody says so. */
  setPaused(paused: boolean, until: number | null): void
  setUnlimited(unlimited: boolean): void
  locked(): boolean
  setLocked(locked: boolean): void
  /** No run is begun any more; what was begun is sent and proven to its end. Until the program ends. */
  drain(): void
  draining(): boolean
  state(): Pick<Overview, 'paused' | 'pausedUntil' | 'unlimited' | 'limitMbps' | 'limitUntil'>
  /** The settings as they are worked by: without limits of speed where those are switched off. */
  applied(settings: Settings | null): Settings | null
}

const withoutLimit = (instrument: Instrument): Instrument => ({
  ...instrument,
  destination: { ...instrument.destination, bandwidth: null },
})

export const createQueueControls = (
  flags: FlagStore,
  clock: Clock,
  settings: () => Settings | null,
): QueueControls => {
  let draining = false
  // worked out anew only when either changes: the engine asks on every look
  let applied: { from: Settings; to: Settings } | null = null
  const pausedUntil = (): number | null => {
    const value = flags.get('paused')
    return value > FOR_GOOD ? value : null
  }
  const paused = (): boolean => {
    const value = flags.get('paused')
    return value === FOR_GOOD || value > clock.now()
  }
  const unlimited = (): boolean => flags.get('unlimited') === 1
  return {
    paused,
    setPaused(value, until) {
      draining = false
      flags.set('paused', value ? (until ?? FOR_GOOD) : 0)
    },
    setUnlimited: (value) => flags.set('unlimited', Number(value)),
    locked: () => flags.get('settings_locked') === 1,
    setLocked: (value) => flags.set('settings_locked', Number(value)),
    drain() {
      draining = true
    },
    draining: () => draining,
    state() {
      const at = new Date(clock.now())
      const limits = (unlimited() ? [] : (settings()?.instruments ?? [])).flatMap(
        ({ destination: { bandwidth } }) => {
          const kibps = limitKibps(bandwidth, at)
          return kibps === null || bandwidth === null
            ? []
            : [{ mbps: bandwidth.uploadMbps, until: limitEnds(bandwidth, at) }]
        },
      )
      const [strictest] = limits.toSorted((a, b) => a.mbps - b.mbps)
      return {
        paused: paused(),
        pausedUntil: paused() ? pausedUntil() : null,
        unlimited: unlimited(),
        limitMbps: strictest?.mbps ?? null,
        limitUntil: strictest?.until ?? null,
      }
    },
    applied(from) {
      if (from === null || !unlimited()) return from
      if (applied?.from !== from)
        applied = { from, to: { ...from, instruments: from.instruments.map(withoutLimit) } }
      return applied.to
    },
  }
}
