// Storage outage: while the queue cannot be written (disk full, read-only), the engine starts
// nothing, keeps pending writes and tries again by itself (docs/spec.md 12). No run fails for it.
import type { ChangeHub } from '../changes.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import { type Database, probeWrite } from '../db/database.ts'
import { storageFault } from '../db/storage-errors.ts'

interface StorageOutage {
  /** Why nothing can be written, as a sentence; null: there is no outage. */
  message(): string | null
  /**
   * Takes an error: true where the disk is to blame, which begins an outage; anything else is
   * reported as a bug.
   */
  report(error: unknown): boolean
  /** Makes a write that must not be lost: now, or after the outage. */
  writeOrDefer(write: () => void): void
  /**
   * Tries to end the outage by making the deferred writes; true where there is none, or none any
   * more.
   */
  retry(): boolean
}

/** Time between two tries: a disk that takes a byte may not take the writes of a run. */
const RETRY_MS = 10_000

export const createStorageOutage = (deps: {
  readonly db: Database
  readonly dataDir: string
  readonly changes: ChangeHub
  readonly clock: Clock
  onBug(error: unknown): void
}): StorageOutage => {
  let current: string | null = null
  let deferred: (() => void)[] = []
  let retryAt = 0

  const set = (message: string | null): void => {
    if (message === current) return
    current = message
    deps.changes.overviewTouched()
  }
  const report = (error: unknown): boolean => {
    const message = storageFault(error, deps.dataDir)
    if (message === null) {
      deps.onBug(error)
      return false
    }
    retryAt = deps.clock.now() + RETRY_MS
    set(message)
    return true
  }
  return {
    message: () => current,
    report,
    writeOrDefer(write) {
      if (current !== null) {
        deferred.push(write)
        return
      }
      try {
        write()
      } catch (error) {
        if (report(error)) deferred.push(write)
      }
    },
    retry() {
      if (current === null) return true
      if (!isDue(retryAt, deps.clock.now(), RETRY_MS)) return false
      try {
        probeWrite(deps.db)
        for (let write = deferred[0]; write !== undefined; write = deferred[0]) {
          write()
          deferred = deferred.slice(1)
        }
      } catch (error) {
        if (report(error)) return false
        // a write that throws for a bug would throw again
        deferred = deferred.slice(1)
      }
      set(null)
      return true
    },
  }
}
