// Connects the watcher with the queue: skips queued runs, adds complete ones, recognises renamed ones.
import { existsSync } from 'node:fs'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import { folderKey } from '../runs/run-folder.ts'
import { type Watcher, createWatcher } from './watcher.ts'

export const createWatchService = (deps: {
  readonly clock: Clock
  readonly changes: ChangeHub
  readonly folders: Pick<FolderStore, 'has' | 'find'>
  settings(): Settings | null
  /** Queues one run; answers why it was refused, or null. */
  add(folder: string, instrument: string): string | null
  /** The folder of a queued run was renamed to `folder`. */
  renamed(jobId: number, folder: string): void
  /** Called at the end of each sweep, and waited for. */
  afterSweep(): Promise<void>
  onBug(error: unknown): void
}): Watcher => {
  const { folders, changes } = deps
  /** Recognises a queued run whose folder was renamed: it keeps its row and its place on the NAS. */
  const wasRenamed = (folder: string, instrument: string): boolean => {
    const key = folderKey(folder)
    const before = key === null ? null : folders.find(key, instrument)
    if (before === null || existsSync(before.folder)) return false
    deps.renamed(before.id, folder)
    return true
  }
  return createWatcher({
    clock: deps.clock,
    settings: deps.settings,
    isKnown: (folder, instrument) =>
      folders.has(folder, instrument) || wasRenamed(folder, instrument),
    add: deps.add,
    onChange: changes.overviewTouched,
    afterSweep: deps.afterSweep,
    onBug: deps.onBug,
  })
}
