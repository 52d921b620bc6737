// Joins the two parts of watching: the watcher that finds new runs, and the checks of proven runs' originals after each
// of its sweeps (docs/spec.md 5, 6).
import { createOriginalsWatch, type OriginalsWatch } from './originals-watch.ts'
import { createWatchService } from './watch-service.ts'
import type { Watcher } from './watcher.ts'

export interface RunWatch extends Watcher {
  /** Sweeps, and checks the originals of every proven run: a person asked for it. */
  rescan(): Promise<void>
  /** Checks the originals of these runs, where they are proven. */
  checkOriginals: OriginalsWatch['check']
}

type RunWatchDeps = Parameters<typeof createOriginalsWatch>[0] &
  Omit<Parameters<typeof createWatchService>[0], 'afterSweep'>

export const createRunWatch = (deps: RunWatchDeps): RunWatch => {
  const originals = createOriginalsWatch(deps)
  const watcher = createWatchService({ ...deps, afterSweep: () => originals.round('some') })
  const sweep = async (): Promise<void> => {
    await watcher.sweep()
    await originals.settled()
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
    async stop() {
      await watcher.stop()
      await originals.stop()
    },
  }
}
