// Jobs: insert, claim, settle by compare-and-set, and the lists that the window and the CLI show.
import type {
  Acknowledgement,
  JobState,
  LastError,
  ProofLevel,
} from '../../../shared/model/model.ts'
import type { Clock } from '../domain/clock.ts'
import { type JobEvent, transition } from '../domain/job-state.ts'
import type { Counters } from '../domain/retry.ts'
import type { Database } from '../db/database.ts'
import { CHANGED } from './job-views.ts'
import { type Job, type RunAbout, toJob } from './job-row.ts'
import { type Row, asNumber } from '../db/row-values.ts'

/** What may change together with a state. Absent fields stay. */
export interface JobPatch {
  readonly dueAt?: number | null
  readonly counters?: Counters
  readonly lastError?: LastError | null
  readonly pushError?: LastError | null
  readonly proof?: ProofLevel
  readonly held?: boolean
  readonly chosen?: boolean
  readonly verifiedAt?: number
  readonly scannedAt?: number
  readonly verifyPasses?: number
  readonly target?: string
  readonly maintenanceAt?: number | null
  readonly ack?: Acknowledgement | null
}

export interface NewJob {
  readonly folder: string
  readonly run: string
  readonly instrument: string
  readonly runPath: string
  readonly target: string
  /** Device and inode of the folder; null: the system does not tell. */
  readonly folderKey: string | null
  readonly about: RunAbout
}

/** The row moved between reading and writing it; the caller reads again. */
export class StaleJobError extends Error {
  override readonly name = 'StaleJobError'
}

const assignments = (patch: JobPatch): [string, number | string | null][] => {
  const out: [string, number | string | null][] = []
  const put = (column: string, value: number | string | null | undefined): void => {
    if (value !== undefined) out.push([column, value])
  }
  const json = (error: LastError | null | undefined): string | null | undefined =>
    error === null || error === undefined ? error : JSON.stringify(error)
  put('due_at', patch.dueAt)
  put('failures', patch.counters?.failures)
  put('resends', patch.counters?.resends)
  put('tool_misses', patch.counters?.toolMisses)
  put('last_error', json(patch.lastError))
  put('push_error', json(patch.pushError))
  put('proof', patch.proof)
  put('held', patch.held === undefined ? undefined : Number(patch.held))
  put('chosen', patch.chosen === undefined ? undefined : Number(patch.chosen))
  put('verified_at', patch.verifiedAt)
  put('scanned_at', patch.scannedAt)
  put('verify_passes', patch.verifyPasses)
  put('target', patch.target)
  put('maintenance_at', patch.maintenanceAt)
  put('ack', patch.ack === null || patch.ack === undefined ? patch.ack : JSON.stringify(patch.ack))
  return out
}

export type JobStore = ReturnType<typeof createJobStore>

export const createJobStore = (db: Database, clock: Clock) => {
  const byId = db.prepare('SELECT * FROM jobs WHERE id = ?')
  const byFolder = db.prepare('SELECT * FROM jobs WHERE folder = ? AND instrument = ?')
  const insert = db.prepare(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, folder_key, label, operator, state, due_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?) ON CONFLICT (folder, instrument) DO NOTHING`,
  )
  const due = db.prepare(
    `SELECT * FROM jobs WHERE state IN ('queued','awaiting_verify') AND held = 0 AND due_at <= ?
     AND instrument NOT IN (SELECT value FROM json_each(?))
     AND (instrument NOT IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)))
     ORDER BY verified_at IS NOT NULL, state = 'queued', due_at, id LIMIT ?`,
  )
  const nextDue = db.prepare(
    `SELECT min(due_at) AS at FROM jobs WHERE state IN ('queued','awaiting_verify') AND held = 0 AND due_at > ?`,
  )
  const care = db.prepare(
    // by state, SQLite would look at nearly every run
    `SELECT * FROM jobs INDEXED BY jobs_by_maintenance WHERE maintenance_at <= ? AND state IN ('verified','cleanup_eligible') AND held = 0
     AND instrument NOT IN (SELECT value FROM json_each(?)) ORDER BY maintenance_at, id LIMIT 1`,
  )
  const nextMaintenance = db.prepare(
    `SELECT maintenance_at AS at FROM jobs INDEXED BY jobs_by_maintenance
     WHERE maintenance_at > ? AND state IN ('verified','cleanup_eligible') AND held = 0 ORDER BY maintenance_at LIMIT 1`,
  )
  const describe = db.prepare(
    'UPDATE jobs SET label = :label, operator = :operator WHERE id = :id AND (label <> :label OR operator <> :operator)',
  )
  const touch = db.prepare('UPDATE jobs SET revision = revision + 1 WHERE id = ?')
  const get = (id: number): Job | null => {
    const row = byId.get(id)
    return row === undefined ? null : toJob(row)
  }
  const apply = (job: Job, next: JobState, patch: JobPatch): void => {
    const columns: [string, number | string | null][] = [
      ['state', next],
      ['updated_at', clock.now()],
      ...assignments(patch),
    ]
    const sql = `UPDATE jobs SET ${columns.map(([c]) => `${c} = ?`).join(', ')} WHERE id = ? AND state = ?`
    const { changes } = db.prepare(sql).run(...columns.map(([, v]) => v), job.id, job.state)
    if (changes === 0) throw new StaleJobError(`job ${job.id} is no longer ${job.state}`)
  }

  return {
    get,

    /** Queues a run. Adding the same folder for the same instrument again is a no-op that answers the job there is. */
    add(job: NewJob): { job: Job; added: boolean } {
      const now = clock.now()
      const { changes } = insert.run(
        job.folder,
        job.run,
        job.instrument,
        job.runPath,
        job.target,
        job.folderKey,
        job.about.label,
        job.about.operator,
        now,
        now,
        now,
      )
      const row = byFolder.get(job.folder, job.instrument)
      if (row === undefined)
        throw new Error(`the job for ${job.folder} is gone right after it was added`)
      return { job: toJob(row), added: changes > 0 }
    },

    /** Moves a job by one event of the table; the row must still be in the state that `job` says. Throws StaleJobError. */
    settle(job: Job, event: JobEvent, patch: JobPatch = {}): void {
      apply(job, transition(job.state, event), patch)
    },

    /** Changes fields beside the state. Throws StaleJobError. */
    patch(job: Job, patch: JobPatch): void {
      apply(job, job.state, patch)
    },

    /** The next piece of work that is due, what awaits proof first: finishing a run comes before starting the next. */
    nextDue(
      now: number,
      closed: {
        readonly busy: readonly string[]
        readonly held: readonly string[]
        /** Jobs that may start although their destination is held. */
        readonly exemptJobs: readonly number[]
      },
    ): Job | null {
      const { busy, held, exemptJobs } = closed
      const row = due.get(
        now,
        JSON.stringify(busy),
        JSON.stringify(held),
        JSON.stringify(exemptJobs),
        1,
      )
      return row === undefined ? null : toJob(row)
    },

    /** When the next waiting job falls due after `now`; null: none does. */
    nextDueAt(now: number): number | null {
      const times = [nextDue.get(now)?.['at'], nextMaintenance.get(now)?.['at']]
      const known = times.filter((at): at is number => typeof at === 'number')
      return known.length === 0 ? null : Math.min(...known)
    },

    /** What the run's own records say of it now. */
    describe(id: number, { label, operator }: RunAbout): void {
      describe.run({ ':id': id, ':label': label, ':operator': operator })
    },

    /** A verified run whose scheduled pass or cleanup is due; these come last of all work. */
    nextMaintenance(now: number, closed: readonly string[]): Job | null {
      const row = care.get(now, JSON.stringify(closed))
      return row === undefined ? null : toJob(row)
    },

    setMaintenanceAt(id: number, maintenanceAt: number | null): void {
      db.prepare('UPDATE jobs SET maintenance_at = ? WHERE id = ?').run(maintenanceAt, id)
    },

    /** Jobs of these instruments that back off from a network fault are tried at once; answers which. */
    retryNow(instruments: readonly string[], now: number): number[] {
      return db
        .prepare(
          `UPDATE jobs SET due_at = ? WHERE state IN ('queued','awaiting_verify') AND due_at > ?
           AND json_extract(last_error, '$.kind') = 'network' AND instrument IN (SELECT value FROM json_each(?)) RETURNING id`,
        )
        .all(now, now, JSON.stringify(instruments))
        .map((row) => asNumber(row, 'id'))
    },

    bumpRevision(id: number): void {
      touch.run(id)
    },

    /** Notes how a pass compared, before it is judged. */
    setLevel(id: number, level: ProofLevel): void {
      db.prepare('UPDATE jobs SET level = ? WHERE id = ?').run(level, id)
    },

    /** Takes a job off the list, its files and attempts with it; never touches data. */
    remove(id: number): void {
      db.prepare('DELETE FROM jobs WHERE id = ?').run(id)
    },

    idsIn(states: readonly JobState[]): number[] {
      const marks = states.map(() => '?').join(', ')
      const rows: Row[] = db
        .prepare(`SELECT id FROM jobs WHERE state IN (${marks}) ORDER BY id`)
        .all(...states)
      return rows.map((row) => asNumber(row, 'id'))
    },

    /** Jobs that stopped on a fault: what sending again can cure. */
    failedIds(): number[] {
      return db
        .prepare(`SELECT id FROM jobs WHERE state = 'failed' AND NOT ${CHANGED} ORDER BY id`)
        .all()
        .map((row) => asNumber(row, 'id'))
    },

    /** Jobs blocked for one reason go back in line, so that the gate looks at them again; answers which. */
    unblock(reason: string, dueAt: number): number[] {
      const rows: Row[] = db
        .prepare(
          "SELECT * FROM jobs WHERE state = 'blocked' AND json_extract(last_error, '$.reason') = ?",
        )
        .all(reason)
      const blocked = rows.map(toJob)
      for (const job of blocked) apply(job, transition(job.state, 'retry'), { dueAt })
      return blocked.map((job) => job.id)
    },

    /** The job that already goes to that place; null: none. */
    withTarget(target: string, except: number | null): Job | null {
      const row = db
        .prepare('SELECT * FROM jobs WHERE target = ? AND id IS NOT ? LIMIT 1')
        .get(target, except)
      return row === undefined ? null : toJob(row)
    },
  }
}
