// Stores the rehearsals that the engine made by itself, and when a destination last passed a test (docs/ux.md c-10).
import { type ConnectionTestReport, connectionTestReport } from '../../../shared/model/reports.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asNumberOrNull, asText, asTextOrNull } from '../db/row-values.ts'
import { isAt } from './destination-store.ts'
import type { QueryCache } from './query-cache.ts'

/** Times are epoch ms; null: never. */
interface Rehearsal {
  /** Of the destination. */
  readonly target: string
  readonly begunAt: number | null
  /** The test folder that may still lie on the NAS; null: none does. */
  readonly folder: string | null
  /** How many failed in a row. */
  readonly failures: number
  /** Of the last one that ended. */
  readonly report: ConnectionTestReport | null
  readonly passedAt: number | null
}

/** null for a text that is damaged, or of another version. */
const toReport = (text: string | null): ConnectionTestReport | null => {
  if (text === null) return null
  try {
    return connectionTestReport.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const toRehearsal = (row: Row): Rehearsal => ({
  target: asText(row, 'target'),
  begunAt: asNumberOrNull(row, 'begun_at'),
  folder: asTextOrNull(row, 'folder'),
  failures: asNumber(row, 'failures'),
  report: toReport(asTextOrNull(row, 'report')),
  passedAt: asNumberOrNull(row, 'passed_at'),
})

export type RehearsalStore = ReturnType<typeof createRehearsalStore>

export const createRehearsalStore = (db: Database, cache: QueryCache) => {
  /** Changes made here: they count for the cache as those of runs do. */
  let writes = 0
  const get = db.prepare('SELECT * FROM rehearsals WHERE target = ?')
  const newest = db.prepare('SELECT max(begun_at) AS at FROM rehearsals')
  const begin = db.prepare(
    `INSERT INTO rehearsals (target, begun_at, folder) VALUES (?, ?, ?)
     ON CONFLICT (target) DO UPDATE SET begun_at = excluded.begun_at, folder = excluded.folder`,
  )
  const end = db.prepare(
    `UPDATE rehearsals SET report = ?, folder = ?, failures = iif(?3, 0, failures + 1),
       passed_at = iif(?3, begun_at, passed_at) WHERE target = ?`,
  )
  const pass = db.prepare(
    `INSERT INTO rehearsals (target, passed_at) VALUES (?, ?)
     ON CONFLICT (target) DO UPDATE SET passed_at = excluded.passed_at, failures = 0`,
  )
  const provenAt = db.prepare(
    `SELECT max(p.at) AS at FROM verify_passes p JOIN jobs j ON j.id = p.job_id
     WHERE p.verified = 1 AND ${isAt('j', '?1')}`,
  )
  const failed = db.prepare(
    `SELECT * FROM rehearsals r WHERE failures > 0 AND NOT EXISTS (
       SELECT 1 FROM verify_passes p JOIN jobs j ON j.id = p.job_id
       WHERE p.verified = 1 AND p.at > r.begun_at AND ${isAt('j', 'r.target')})
     ORDER BY begun_at`,
  )
  const cachedFailed = cache((_writes: number) => failed.all().map(toRehearsal))
  return {
    get(target: string): Rehearsal | null {
      const row = get.get(target)
      return row === undefined ? null : toRehearsal(row)
    },

    /** When the last one of any destination began, epoch ms; null: none did. */
    newestAt: (): number | null => asNumberOrNull(newest.get() ?? {}, 'at'),

    /** Records before anything is written there that one begins, with the name of its test folder. */
    begin(target: string, folder: string, at: number): void {
      begin.run(target, at, folder)
    },

    /** Records what it found. `folder`: the test folder that may be left there; null: none is. */
    ended(
      target: string,
      report: ConnectionTestReport,
      hasPassed: boolean,
      folder: string | null,
    ): void {
      writes += 1
      end.run(JSON.stringify(report), folder, Number(hasPassed), target)
    },

    /** A test or a rehearsal that a person made has passed there. */
    passed(target: string, at: number): void {
      writes += 1
      pass.run(target, at)
    },

    /** When a run was last proven there, epoch ms; null: none was. */
    provenAt: (target: string): number | null => asNumberOrNull(provenAt.get(target) ?? {}, 'at'),

    /** Those whose last one failed where no run was proven since, the oldest first. */
    failed: (): Rehearsal[] => cachedFailed(writes),
  }
}
