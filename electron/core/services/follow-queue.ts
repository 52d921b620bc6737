// Follows a queue that another process works: says which runs changed there, so that a window that only reads shows them.
import { SECOND_MS } from '../../../shared/duration.ts'
import type { ChangeHub } from '../changes.ts'
import type { Database } from '../db/database.ts'
import { asNumber } from '../db/row-values.ts'

/** How often the queue is asked whether another process wrote into it. */
const INTERVAL_MS = SECOND_MS

interface Seen {
  readonly updatedAt: number
  readonly revision: number
}

/** Starts to follow; answers how to stop. `onFault`: the queue could not be read; it is read again a second later. */
export const followQueue = (
  db: Database,
  changes: Pick<ChangeHub, 'jobTouched' | 'filesTouched' | 'jobRemoved' | 'overviewTouched'>,
  onFault: (error: unknown) => void,
): (() => void) => {
  const dataVersion = db.prepare('PRAGMA data_version')
  const runs = db.prepare('SELECT id, updated_at, revision FROM jobs')
  const read = (): Map<number, Seen> =>
    new Map(
      runs
        .all()
        .map((row): [number, Seen] => [
          asNumber(row, 'id'),
          { updatedAt: asNumber(row, 'updated_at'), revision: asNumber(row, 'revision') },
        ]),
    )
  let version: unknown = dataVersion.get()?.['data_version']
  let seen = read()
  const look = (): void => {
    const now: unknown = dataVersion.get()?.['data_version']
    if (now === version) return
    const found = read()
    version = now
    for (const [id, { updatedAt, revision }] of found) {
      const before = seen.get(id)
      if (before?.revision !== revision) changes.filesTouched(id)
      else if (before.updatedAt !== updatedAt) changes.jobTouched(id)
    }
    for (const id of seen.keys()) if (!found.has(id)) changes.jobRemoved(id)
    seen = found
    changes.overviewTouched()
  }
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      onFault(error)
    }
  }, INTERVAL_MS)
  return () => clearInterval(timer)
}
