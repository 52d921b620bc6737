// Stores attempts: one row for each execution of a phase. Rows stay, so attempt 1 can be read after attempt 5.
import * as z from 'zod'
import {
  type AttemptOutcome,
  type AttemptPhase,
  type AttemptRow,
  type LastError,
  attemptOutcome,
  attemptPhase,
} from '../../../shared/model/model.ts'
import type { Clock } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { asErrorOrNull } from './job-row.ts'
import { type Row, asNumber, asNumberOrNull, asTextOrNull } from '../db/row-values.ts'
import { commandLine } from '../lib/shell-quote.ts'

const commandsJson = z.array(z.array(z.string()))
const pidsJson = z.array(z.number().nullable())

/** More tools than an attempt ever runs at once. */
const AT_ONCE = 32

/** An attempt without an end: it runs, or a crash cut it off. */
interface OpenAttempt {
  readonly id: number
  readonly jobId: number
  /** The tools that it started last, with their arguments; several run at once. */
  readonly processes: readonly { readonly pid: number; readonly argv: readonly string[] }[]
}

const commandsOf = (row: Row): readonly (readonly string[])[] => {
  const text = asTextOrNull(row, 'commands')
  if (text === null) return []
  try {
    return commandsJson.parse(JSON.parse(text))
  } catch {
    // a damaged row: the command lines are lost, the attempt is still listed
    return []
  }
}

const processesOf = (row: Row): OpenAttempt['processes'] => {
  const text = asTextOrNull(row, 'pids')
  if (text === null) return []
  const commands = commandsOf(row)
  try {
    return pidsJson
      .parse(JSON.parse(text))
      .map((pid, at) => ({ pid, argv: commands[at] ?? [] }))
      .slice(-AT_ONCE)
      .flatMap(({ pid, argv }) => (pid === null ? [] : [{ pid, argv }]))
  } catch {
    return []
  }
}

const toAttempt = (row: Row): AttemptRow => {
  const commands = commandsOf(row)
  return {
    id: asNumber(row, 'id'),
    jobId: asNumber(row, 'job_id'),
    number: asNumber(row, 'number'),
    phase: attemptPhase.parse(row['phase']),
    command: commands.length === 0 ? null : commands.map(commandLine).join('\n'),
    startedAt: asNumber(row, 'started_at'),
    endedAt: asNumberOrNull(row, 'ended_at'),
    outcome: row['outcome'] === null ? null : attemptOutcome.parse(row['outcome']),
    exitCode: asNumberOrNull(row, 'exit_code'),
    files: asNumberOrNull(row, 'files'),
    bytes: asNumberOrNull(row, 'bytes'),
    error: asErrorOrNull(row, 'error'),
  }
}

export type AttemptStore = ReturnType<typeof createAttemptStore>

export const createAttemptStore = (db: Database, clock: Clock) => {
  const countAttempt = db.prepare(
    'UPDATE jobs SET attempts = attempts + 1 WHERE id = ? RETURNING attempts',
  )
  const insert = db.prepare(
    'INSERT INTO attempts (job_id, number, phase, started_at) VALUES (?, ?, ?, ?) RETURNING id',
  )
  const addProcess = db.prepare(
    `UPDATE attempts SET pids = json_insert(coalesce(pids, '[]'), '$[#]', ?), commands = json_insert(coalesce(commands, '[]'), '$[#]', json(?)) WHERE id = ?`,
  )
  const end = db.prepare(
    'UPDATE attempts SET ended_at = ?, pids = NULL, outcome = ?, exit_code = ?, error = ? WHERE id = ? AND ended_at IS NULL',
  )
  const isOpen = db.prepare('SELECT 1 FROM attempts WHERE id = ? AND ended_at IS NULL')
  const setTotals = db.prepare('UPDATE attempts SET files = ?, bytes = ? WHERE id = ?')
  return {
    /** Opens an attempt; call inside the transaction that starts the phase. */
    begin(jobId: number, phase: AttemptPhase): { id: number; number: number } {
      const number = asNumber(countAttempt.get(jobId) ?? {}, 'attempts')
      const id = asNumber(insert.get(jobId, number, phase, clock.now()) ?? {}, 'id')
      return { id, number }
    },

    /** Records the process that runs for it now, so that the next start can stop it if this process dies. */
    setProcess(id: number, pid: number, argv: readonly string[]): void {
      addProcess.run(pid, JSON.stringify(argv), id)
    },

    /** Records what the attempt sent or compared, also where it failed. */
    setMoved(
      id: number,
      { files, bytes }: { readonly files: number; readonly bytes: number },
    ): void {
      setTotals.run(files, bytes, id)
    },

    /** Ends an attempt; does nothing where it has ended. */
    end(
      id: number,
      outcome: AttemptOutcome,
      exitCode: number | null,
      error: LastError | null,
    ): void {
      end.run(clock.now(), outcome, exitCode, error === null ? null : JSON.stringify(error), id)
    },

    /** False where the attempt has ended. */
    isOpen: (id: number): boolean => isOpen.get(id) !== undefined,

    /** Attempts without an end. */
    open(): OpenAttempt[] {
      return db
        .prepare('SELECT * FROM attempts WHERE ended_at IS NULL')
        .all()
        .map((row) => ({
          id: asNumber(row, 'id'),
          jobId: asNumber(row, 'job_id'),
          processes: processesOf(row),
        }))
    },

    get(id: number): AttemptRow | null {
      const row = db.prepare('SELECT * FROM attempts WHERE id = ?').get(id)
      return row === undefined ? null : toAttempt(row)
    },

    /** The job's attempts, newest first. */
    list(jobId: number, limit: number): AttemptRow[] {
      return db
        .prepare('SELECT * FROM attempts WHERE job_id = ? ORDER BY id DESC LIMIT ?')
        .all(jobId, limit)
        .map(toAttempt)
    },
  }
}
