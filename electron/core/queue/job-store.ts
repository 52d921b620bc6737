// Stores jobs: inserts them, claims due ones and changes their state by compare-and-set.
import type { JobState, LastError, ProofLevel } from '../../../shared/model/model.ts'
import type { Clock } from '../domain/clock.ts'
import { type JobEvent, transition } from '../domain/job-state.ts'
import type { Counters } from '../domain/retry.ts'
import type { Database } from '../db/database.ts'
import { jsonList, sqlList } from '../db/sql.ts'
import type { FolderIdentity } from '../lib/file-identity.ts'
import {
  CHANGED_SINCE_VERIFIED,
  CLAIMS,
  LISTED,
  ONLY_COPY_UNPROVEN,
  OVER,
  TURN,
  WAITS_FOR_RETRY,
} from './job-views.ts'
import { type Job, type RunDescription, toJob } from './job-row.ts'
import { type Row, asNumber, asNumberOrNull } from '../db/row-values.ts'

/** Columns that may change together with a state. Absent fields stay. */
interface JobPatch {
  readonly dueAt?: number | null
  readonly counters?: Counters
  readonly lastError?: LastError | null
  readonly pushError?: LastError | null
  readonly proof?: ProofLevel
  readonly held?: boolean
  readonly chosen?: boolean
  readonly verifiedAt?: number
  readonly verifyPasses?: number
  readonly target?: string
  readonly maintenanceAt?: number | null
  /** null: the note is void; `setAck` puts one on. */
  readonly ack?: null
  readonly archivedAt?: number | null
}

interface NewJob {
  readonly folder: string
  readonly run: string
  readonly instrument: string
  /** A further destination: its name within the instrument, and the run's first job. Not set: the first one. */
  readonly further?: { readonly slot: string; readonly lead: number }
  readonly runPath: string
  readonly target: string
  /** null: the system has none. */
  readonly folderIdentity: FolderIdentity | null
  readonly about: RunDescription
}

/** Runs of which maintenance can be due. */
const MAINTAINED = `${LISTED} AND (state IN ('verified','cleanup_eligible','cleaned') OR ${ONLY_COPY_UNPROVEN})`

/** Thrown where the row's state changed between reading and writing it; the caller reads again. */
class StaleJobError extends Error {
  override readonly name = 'StaleJobError'
}

type Assignment = [column: string, value: number | string | null]

const assignments = (patch: JobPatch): Assignment[] => {
  const out: Assignment[] = []
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
  put('verify_passes', patch.verifyPasses)
  put('target', patch.target)
  put('maintenance_at', patch.maintenanceAt)
  put('archived_at', patch.archivedAt)
  // a proof that was made here is no longer one that a backup tells of
  put('restored_at', patch.verifiedAt === undefined ? undefined : null)
  put('ack', patch.ack)
  return out
}

export type JobStore = ReturnType<typeof createJobStore>

export const createJobStore = (db: Database, clock: Clock) => {
  const byId = db.prepare('SELECT * FROM jobs WHERE id = ?')
  const byFolder = db.prepare(
    'SELECT * FROM jobs WHERE folder = ? AND instrument = ? AND slot = ? AND folder_reused_at IS NULL',
  )
  const insert = db.prepare(
    `INSERT INTO jobs (folder, run, instrument, slot, lead, run_path, target, folder_device, folder_inode, folder_birth, label,
       operator, state, due_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)
     ON CONFLICT (folder, instrument, slot) WHERE folder_reused_at IS NULL DO NOTHING`,
  )
  const due = db.prepare(
    `SELECT * FROM jobs WHERE state IN ('queued','awaiting_verify') AND held = 0 AND ${LISTED} AND due_at <= ?
     AND route NOT IN ${jsonList()}
     AND (route NOT IN ${jsonList()} OR id IN ${jsonList()})
     ORDER BY ${TURN} LIMIT ?`,
  )
  const nextDue = db.prepare(
    `SELECT min(due_at) AS at FROM jobs WHERE state IN ('queued','awaiting_verify') AND held = 0 AND ${LISTED} AND due_at > ?`,
  )
  const maintenanceDue = db.prepare(
    // without the named index SQLite would take that of states, and read nearly every run
    `SELECT * FROM jobs INDEXED BY jobs_by_maintenance WHERE maintenance_at <= ? AND ${MAINTAINED} AND held = 0
     AND route NOT IN ${jsonList()} ORDER BY maintenance_at, id LIMIT 1`,
  )
  const nextMaintenanceAt = db.prepare(
    `SELECT maintenance_at AS at FROM jobs INDEXED BY jobs_by_maintenance
     WHERE maintenance_at > ? AND ${MAINTAINED} AND held = 0 ORDER BY maintenance_at LIMIT 1`,
  )
  const scanned = db.prepare(
    `UPDATE jobs SET label = :label, operator = :operator, scanned_at = coalesce(scanned_at, :now)
     WHERE id = :id AND (label <> :label OR operator <> :operator OR scanned_at IS NULL)`,
  )
  const retriesUntil = db.prepare(
    `SELECT count(*) AS n FROM jobs WHERE ${WAITS_FOR_RETRY} AND due_at <= ?`,
  )
  const nextRetry = db.prepare(
    `SELECT min(due_at) AS at FROM jobs WHERE ${WAITS_FOR_RETRY} AND due_at > ?`,
  )
  const bump = db.prepare('UPDATE jobs SET revision = revision + 1 WHERE id = ?')
  const get = (id: number): Job | null => {
    const row = byId.get(id)
    return row === undefined ? null : toJob(row)
  }
  const apply = (job: Job, next: JobState, patch: JobPatch): void => {
    const columns: Assignment[] = [
      ['state', next],
      ['updated_at', clock.now()],
      ...assignments(patch),
    ]
    const sql = `UPDATE jobs SET ${columns.map(([c]) => `${c} = ?`).join(', ')} WHERE id = ? AND state = ?`
    const { changes } = db.prepare(sql).run(...columns.map(([, v]) => v), job.id, job.state)
    if (changes === 0) throw new StaleJobError(`job ${job.id} is no longer ${job.state}`)
  }

  const idsWhere = (condition: string): number[] =>
    db
      .prepare(`SELECT id FROM jobs WHERE ${condition} AND ${LISTED} ORDER BY id`)
      .all()
      .map((row) => asNumber(row, 'id'))
  return {
    get,

    /** Queues a run for one destination. If the folder is in the queue for the same one, answers that job and changes nothing. */
    add(job: NewJob): { job: Job; added: boolean } {
      const now = clock.now()
      const { changes } = insert.run(
        job.folder,
        job.run,
        job.instrument,
        job.further?.slot ?? '',
        job.further?.lead ?? null,
        job.runPath,
        job.target,
        job.folderIdentity?.device ?? null,
        job.folderIdentity?.inode ?? null,
        job.folderIdentity?.birth ?? null,
        job.about.label,
        job.about.operator,
        now,
        now,
        now,
      )
      const row = byFolder.get(job.folder, job.instrument, job.further?.slot ?? '')
      if (row === undefined)
        throw new Error(`the job for ${job.folder} is gone right after it was added`)
      return { job: toJob(row), added: changes > 0 }
    },

    /**
     * Applies one event of the state table (domain/job-state.ts). Throws StaleJobError where the row is no longer in the state
     * of `job`, and IllegalTransition.
     */
    settle(job: Job, event: JobEvent, patch: JobPatch = {}): void {
      apply(job, transition(job.state, event), patch)
    },

    /** Changes columns and leaves the state. Throws StaleJobError. */
    patch(job: Job, patch: JobPatch): void {
      apply(job, job.state, patch)
    },

    /** The next due job; those that await their proof come first, so that a run is finished before the next one starts. */
    nextDue(
      now: number,
      closed: {
        readonly busy: readonly string[]
        readonly held: readonly string[]
        /** Jobs that may start although their destination is on hold. */
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

    /** When the next job or maintenance is due after `now`, epoch ms; null: nothing is. */
    nextDueAt(now: number): number | null {
      const times = [nextDue.get(now)?.['at'], nextMaintenanceAt.get(now)?.['at']]
      const known = times.filter((at): at is number => typeof at === 'number')
      return known.length === 0 ? null : Math.min(...known)
    },

    /** Number of jobs that are retried until then, epoch ms. */
    retriesUntil: (at: number): number => asNumber(retriesUntil.get(at) ?? {}, 'n'),

    /** When the first retry after `at` is due, epoch ms; null: there is none. */
    nextRetryAfter: (at: number): number | null => asNumberOrNull(nextRetry.get(at) ?? {}, 'at'),

    /** Writes that the folder was walked through, with the label and the operator that the run's own records hold now. */
    scanned(id: number, { label, operator }: RunDescription): void {
      scanned.run({ ':id': id, ':label': label, ':operator': operator, ':now': clock.now() })
    },

    /** A verified run whose scheduled verify pass or cleanup is due; the engine does these last. */
    nextMaintenance(now: number, closed: readonly string[]): Job | null {
      const row = maintenanceDue.get(now, JSON.stringify(closed))
      return row === undefined ? null : toJob(row)
    },

    setMaintenanceAt(id: number, maintenanceAt: number | null): void {
      db.prepare('UPDATE jobs SET maintenance_at = ? WHERE id = ?').run(maintenanceAt, id)
    },

    /** Makes jobs of these routes due now that back off from a network failure; answers their ids. */
    retryNow(routes: readonly string[], now: number): number[] {
      return db
        .prepare(
          `UPDATE jobs SET due_at = ? WHERE state IN ('queued','awaiting_verify') AND due_at > ?
           AND error_kind = 'network' AND ${LISTED} AND route IN ${jsonList()} RETURNING id`,
        )
        .all(now, now, JSON.stringify(routes))
        .map((row) => asNumber(row, 'id'))
    },

    bumpRevision(id: number): void {
      bump.run(id)
    },

    /** Records how a verify pass compared, before its outcome is decided. */
    setLevel(id: number, level: ProofLevel): void {
      db.prepare('UPDATE jobs SET level = ? WHERE id = ?').run(level, id)
    },

    /** Jobs on the list in one of these states. */
    idsIn: (states: readonly JobState[]): number[] => idsWhere(`state IN ${sqlList(states)}`),

    /** Jobs on the list for which nothing is left to do. */
    finishedIds: (): number[] => idsWhere(OVER),

    /** Jobs on the list that stopped on a failure that sending again can cure. */
    failedIds: (): number[] =>
      idsWhere(`state = 'failed' AND NOT ${CHANGED_SINCE_VERIFIED} AND NOT ${ONLY_COPY_UNPROVEN}`),

    /** Queues jobs that are blocked for one reason, so that preflight checks them again; answers their ids. */
    unblock(reason: string, dueAt: number): number[] {
      const rows: Row[] = db
        .prepare(`SELECT * FROM jobs WHERE state = 'blocked' AND error_reason = ? AND ${LISTED}`)
        .all(reason)
      const blocked = rows.map(toJob)
      for (const job of blocked) apply(job, transition(job.state, 'retry'), { dueAt })
      return blocked.map((job) => job.id)
    },

    /** The job that has that target for its own, other than `except`; null: there is none. */
    withTarget(target: string, except: number | null): Job | null {
      const row = db
        .prepare(`SELECT * FROM jobs WHERE target = ? AND id IS NOT ? AND ${CLAIMS} LIMIT 1`)
        .get(target, except)
      return row === undefined ? null : toJob(row)
    },
  }
}
