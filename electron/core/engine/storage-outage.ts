// When the queue cannot be written (disk full, read-only): the engine rests, keeps what must still be written, and looks
// again by itself (docs/spec.md 12). Nothing is counted as a failure of a run.
import type { ChangeHub } from '../changes.ts'
import type { Clock } from '../domain/clock.ts'
import { type Database, probeWrite } from '../db/database.ts'
import { storageFault } from '../db/storage-errors.ts'

export interface StorageOutage {
  /** Why nothing can be written, in words; null: all is well. */
  current(): string | null
  /** Takes an error: true where storage is to blame, else it is reported as a bug. */
  note(error: unknown): boolean
  /** A write that must not be lost: done now, or once storage is well again. */
  keep(write: () => void): void
  /** Tries again what was kept; true where all is well. */
  retry(): boolean
}

/** A disk that takes a byte may not take a run: it is not tried again at once. */
const REST_MS = 10_000

export const createStorageOutage = (deps: {
  readonly db: Database
  readonly changes: ChangeHub
  readonly clock: Clock
  onBug(error: unknown): void
}): StorageOutage => {
  let now: string | null = null
  let kept: (() => void)[] = []
  let notBefore = 0

  const set = (words: string | null): void => {
    if (words === now) return
    now = words
    deps.changes.overviewTouched()
  }
  const note = (error: unknown): boolean => {
    const words = storageFault(error)
    if (words === null) {
      deps.onBug(error)
      return false
    }
    notBefore = deps.clock.now() + REST_MS
    set(words)
    return true
  }
  return {
    current: () => now,
    note,
    keep(write) {
      if (now !== null) {
        kept.push(write)
        return
      }
      try {
        write()
      } catch (error) {
        if (note(error)) kept.push(write)
      }
    },
    retry() {
      if (now === null) return true
      if (deps.clock.now() < notBefore) return false
      try {
        probeWrite(deps.db)
        for (let write = kept[0]; write !== undefined; write = kept[0]) {
          write()
          kept = kept.slice(1)
        }
      } catch (error) {
        if (note(error)) return false
        kept = kept.slice(1)
      }
      set(null)
      return true
    },
  }
}
