// Follows a queue that another process works: says which runs and logs changed there, so that a window that only reads shows
// them.
import { SECOND_MS } from '../../../shared/duration.ts'
import type { ChangeHub } from '../changes.ts'
import type { Database } from '../db/database.ts'
import { asNumber, asNumberOrNull } from '../db/row-values.ts'
import type { AttemptStore } from '../queue/attempt-store.ts'
import { createLogFollower } from './follow-logs.ts'

/** How often the queue is asked whether another process wrote into it. */
const INTERVAL_MS = SECOND_MS

interface Seen {
  readonly updatedAt: number
  readonly revision: number
  /** Its turn; null: it has none. */
  readonly dueAt: number | null
}

interface FollowDeps {
  readonly db: Database
  readonly attempts: Pick<AttemptStore, 'open'>
  readonly changes: Pick<
    ChangeHub,
    'jobTouched' | 'filesTouched' | 'jobRemoved' | 'overviewTouched' | 'logAppended'
  >
  logFile(jobId: number, attemptId: number): string
  /** The queue or a log could not be read; it is read again a second later. */
  onBug(error: unknown): void
}

/** Starts to follow; answers how to stop. */
export const followQueue = (deps: FollowDeps): (() => void) => {
  const { db, changes } = deps
  const followLogs = createLogFollower(deps)
  const dataVersion = db.prepare('PRAGMA data_version')
  const runs = db.prepare('SELECT id, updated_at, revision, due_at FROM jobs')
  const read = (): Map<number, Seen> =>
    new Map(
      runs.all().map((row): [number, Seen] => [
        asNumber(row, 'id'),
        {
          updatedAt: asNumber(row, 'updated_at'),
          revision: asNumber(row, 'revision'),
          dueAt: asNumberOrNull(row, 'due_at'),
        },
      ]),
    )
  let version: unknown = dataVersion.get()?.['data_version']
  let seen = read()
  const look = (): void => {
    const now: unknown = dataVersion.get()?.['data_version']
    if (now === version) return
    const found = read()
    version = now
    for (const [id, { updatedAt, revision, dueAt }] of found) {
      const before = seen.get(id)
      if (before?.revision !== revision) changes.filesTouched(id)
      else if (before.updatedAt !== updatedAt || before.dueAt !== dueAt) changes.jobTouched(id)
    }
    for (const id of seen.keys()) if (!found.has(id)) changes.jobRemoved(id)
    seen = found
    changes.overviewTouched()
  }
  const timer = setInterval(() => {
    try {
      look()
      followLogs()
    } catch (error) {
      deps.onBug(error)
    }
  }, INTERVAL_MS)
  return () => clearInterval(timer)
}
