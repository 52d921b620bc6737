// Answers that take a look at every run are kept until a run moves: they are asked for many times a second.
import type { Database } from '../db/database.ts'

/** Makes a question about all runs answer from memory while none of them moved, and it is asked with the same facts. */
export type QueryCache = <Facts extends readonly unknown[], T>(
  ask: (...facts: Facts) => T,
) => (...facts: Facts) => T

/**
 * A trigger of this connection alone counts what moves, so that no write can be missed: everything but a run's revision,
 * and that too where the run waits for a person, since its files are part of what is said then.
 */
const COUNTING = `
CREATE TEMP TABLE run_moves (n INTEGER NOT NULL);
INSERT INTO run_moves VALUES (0);
CREATE TEMP TRIGGER run_added AFTER INSERT ON main.jobs BEGIN UPDATE run_moves SET n = n + 1; END;
CREATE TEMP TRIGGER run_removed AFTER DELETE ON main.jobs BEGIN UPDATE run_moves SET n = n + 1; END;
CREATE TEMP TRIGGER run_moved AFTER UPDATE OF folder, run, instrument, target, state, held, failures, due_at, last_error, ack
  ON main.jobs BEGIN UPDATE run_moves SET n = n + 1; END;
CREATE TEMP TRIGGER run_files_moved AFTER UPDATE OF revision ON main.jobs
  WHEN NEW.state IN ('failed','blocked') OR (NEW.state = 'awaiting_verify' AND NEW.due_at IS NULL)
  BEGIN UPDATE run_moves SET n = n + 1; END;
`

export const createQueryCache = (db: Database): QueryCache => {
  db.exec(COUNTING)
  const moves = db.prepare('SELECT n FROM run_moves')
  // what another process wrote, for a core that only reads
  const others = db.prepare('PRAGMA data_version')
  const now = (): string =>
    `${String(moves.get()?.['n'])} ${String(others.get()?.['data_version'])}`
  return <Facts extends readonly unknown[], T>(ask: (...facts: Facts) => T) => {
    let kept: { readonly at: string; readonly answer: T } | null = null
    return (...facts: Facts) => {
      const at = `${now()} ${JSON.stringify(facts)}`
      if (kept?.at !== at) kept = { at, answer: ask(...facts) }
      return kept.answer
    }
  }
}
