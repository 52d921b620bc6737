// Connects the watcher with the queue: skips queued runs, adds complete ones, recognises renamed ones, and has the
// originals of proven runs compared with what was proven.
import { existsSync } from 'node:fs'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import type { ChangeHub } from '../../changes.ts'
import { folderKey } from '../../lib/folder-identity.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import { type OriginalsWatch, createOriginalsWatch } from './originals-watch.ts'
import { type Watcher, createWatcher } from './watcher.ts'

type OriginalsWatchDeps = Parameters<typeof createOriginalsWatch>[0]

interface WatchServiceDeps extends OriginalsWatchDeps {
  readonly clock: Clock
  readonly changes: ChangeHub
  readonly folders: FolderStore
  settings(): Settings | null
  /** Queues one run; answers why it was refused, or null. */
  add(folder: string, instrument: string): string | null
  /** The folder of a queued run was renamed to `folder`. */
  renamed(jobId: number, folder: string): void
}

export interface WatchService extends Watcher {
  /** Sweeps, and checks the originals of every proven run: a person asked for it. */
  rescan(): Promise<void>
  /** Checks the originals of these runs, where they are proven. */
  checkOriginals: OriginalsWatch['check']
}

export const createWatchService = (deps: WatchServiceDeps): WatchService => {
  const { folders, changes } = deps
  /** Recognises a queued run whose folder was renamed: it keeps its row and its place on the NAS. */
  const wasRenamed = (folder: string, instrument: string): boolean => {
    const key = folderKey(folder)
    const before = key === null ? null : folders.find(key, instrument)
    if (before === null || existsSync(before.folder)) return false
    deps.renamed(before.id, folder)
    return true
  }
  const originals = createOriginalsWatch(deps)
  const watcher = createWatcher({
    clock: deps.clock,
    settings: deps.settings,
    isKnown: (folder, instrument) =>
      folders.has(folder, instrument) || wasRenamed(folder, instrument),
    add: deps.add,
    onChange: changes.overviewTouched,
    afterSweep: () => originals.round('some'),
    onBug: deps.onBug,
  })
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
