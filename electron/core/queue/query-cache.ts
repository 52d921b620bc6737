// Caches the answers of queries over all runs until a run changes: the window asks for counts and causes many times a second.
import type { Database } from '../db/database.ts'
import { needsPerson } from './job-views.ts'

/** Wraps a query so that it runs again only after a run changed, or when it is asked with other facts. */
export type QueryCache = <Facts extends readonly unknown[], T>(
  query: (...facts: Facts) => T,
) => (...facts: Facts) => T

/**
 * Temporary triggers count the changes of runs made on this connection. A counter in job-store.ts would be less safe: it
 * would miss the writes of other stores, and a rollback would not take it back. A revision counts only where the run waits
 * for a person, because there the answers include its files.
 */
const COUNT_CHANGES = `
CREATE TEMP TABLE run_changes (n INTEGER NOT NULL);
INSERT INTO run_changes VALUES (0);
CREATE TEMP TRIGGER run_added AFTER INSERT ON main.jobs BEGIN UPDATE run_changes SET n = n + 1; END;
CREATE TEMP TRIGGER run_removed AFTER DELETE ON main.jobs BEGIN UPDATE run_changes SET n = n + 1; END;
CREATE TEMP TRIGGER run_changed AFTER UPDATE OF folder, run, instrument, target, state, held, failures, due_at, last_error, ack,
  archived_at
  ON main.jobs BEGIN UPDATE run_changes SET n = n + 1; END;
CREATE TEMP TRIGGER run_files_changed AFTER UPDATE OF revision ON main.jobs WHEN ${needsPerson('NEW.')}
  BEGIN UPDATE run_changes SET n = n + 1; END;
`

export const createQueryCache = (db: Database): QueryCache => {
  db.exec(COUNT_CHANGES)
  const ownChanges = db.prepare('SELECT n FROM run_changes')
  // differs after a commit of another process, which matters to a core that only reads
  const otherChanges = db.prepare('PRAGMA data_version')
  const version = (): string =>
    `${String(ownChanges.get()?.['n'])} ${String(otherChanges.get()?.['data_version'])}`
  return <Facts extends readonly unknown[], T>(query: (...facts: Facts) => T) => {
    let cached: { readonly key: string; readonly answer: T } | null = null
    return (...facts: Facts) => {
      const key = `${version()} ${JSON.stringify(facts)}`
      if (cached?.key !== key) cached = { key, answer: query(...facts) }
      return cached.answer
    }
  }
}
