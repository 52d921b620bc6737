// Joins the parts of watching: the watcher that finds new runs, the checks of proven runs' originals after each of its sweeps, and
// what the recording guard asks for (docs/spec.md 5, 6, 7).
import { createGuardWatch } from './guard-watch.ts'
import { createOriginalsWatch, type OriginalsWatch } from './originals-watch.ts'
import { createWatchService } from './watch-service.ts'
import type { Watcher } from './watcher.ts'

export interface RunWatch extends Watcher {
  /** Sweeps, and checks the originals of every proven run: a person asked for it. */
  rescan(): Promise<void>
  /** Checks the originals of these runs, where they are proven. */
  checkOriginals: OriginalsWatch['check']
  /** Why an instrument counts as recording, for the recording guard, as a phrase; null: it does not. */
  recordingCause(instrument: string): string | null
  /** False while the recording guard asks before the first run is sent. */
  isGuardKnown(): boolean
  /** What the recording guard can't find out, as a sentence; null: nothing. */
  guardFault(): string | null
}

type RunWatchDeps = Parameters<typeof createOriginalsWatch>[0] &
  Omit<Parameters<typeof createWatchService>[0], 'afterSweep'> &
  Omit<Parameters<typeof createGuardWatch>[0], 'isRecording' | 'onChange' | 'platform'>

export const createRunWatch = (deps: RunWatchDeps): RunWatch => {
  const originals = createOriginalsWatch(deps)
  const watcher = createWatchService({ ...deps, afterSweep: () => originals.round('some') })
  const guard = createGuardWatch({
    ...deps,
    platform: process.platform,
    isRecording: watcher.isRecording,
    onChange() {
      deps.changes.overviewTouched()
      deps.wake()
    },
  })
  const sweep = async (): Promise<void> => {
    await watcher.sweep()
    await Promise.all([originals.settled(), guard.settled()])
  }
  return {
    ...watcher,
    start() {
      watcher.start()
      // also where folders are not watched: what happened while the program was not running
      void originals.round('all')
    },
    sweep,
    async rescan() {
      await sweep()
      if (deps.settings()?.watch.enabled === true) await originals.round('all')
    },
    checkOriginals: originals.check,
    recordingCause: guard.causeOf,
    isGuardKnown: guard.isKnown,
    guardFault: guard.fault,
    async stop() {
      await watcher.stop()
      await Promise.all([originals.stop(), guard.stop()])
    },
  }
}
