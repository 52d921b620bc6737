// Stores verify passes, and the decision and progress of the cleanup of a run's local data.
import type { ProofLevel } from '../../../shared/model/model.ts'
import { proofLevel } from '../../../shared/model/stored.ts'
import { type CleanupCondition, cleanupCondition } from '../../../shared/model/reports.ts'
import * as z from 'zod'
import type { Moment } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { isAt } from './destination-store.ts'
import { type Row, asNumber, asNumberOrNull, asText, asTextOrNull } from '../db/row-values.ts'

/** Files beside a run on the NAS: how many, and the first names. */
interface ExtraSummary {
  readonly count: number
  readonly names: readonly string[]
}

interface PassRow extends Moment {
  /** Number of the attempt within its job. */
  readonly attempt: number
  readonly verified: boolean
  readonly proof: ProofLevel
  readonly files: number
  readonly bytes: number
  readonly tools: string
  /** Files in the run's folder on the NAS that are not of the run: how many, and the first names. */
  readonly extras: ExtraSummary
}

/** A local file that the cleanup did not delete, and the reason as a sentence. */
export interface KeptFile {
  readonly path: string
  readonly why: string
}

interface CleanupRow {
  readonly decidedAt: number
  readonly evidence: readonly CleanupCondition[]
  /** Deleted so far. */
  readonly files: number
  readonly bytes: number
  readonly keptFiles: readonly KeptFile[]
  /** Epoch ms; null: it runs, or a crash cut it off. */
  readonly endedAt: number | null
}

/** Nothing for a pass that an older version recorded. */
const uptimeOf = (row: Row): Pick<Moment, 'uptime'> => {
  const [ms, steady] = [asNumberOrNull(row, 'uptime_ms'), asNumberOrNull(row, 'steady_ms')]
  return ms === null || steady === null
    ? {}
    : { uptime: { boot: asTextOrNull(row, 'boot'), ms, steady } }
}

/** null for a text that is damaged. */
const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const toPass = (row: Row): PassRow => ({
  attempt: asNumber(row, 'attempt'),
  at: asNumber(row, 'at'),
  ...uptimeOf(row),
  verified: asNumber(row, 'verified') === 1,
  proof: proofLevel.catch('none').parse(row['proof']),
  files: asNumber(row, 'files'),
  bytes: asNumber(row, 'bytes'),
  tools: asText(row, 'tools'),
  extras: {
    count: asNumber(row, 'extra_files'),
    names: z
      .array(z.string())
      .catch([])
      .parse(jsonOrNull(asText(row, 'extra_names'))),
  },
})

const toKeptFiles = (text: string): KeptFile[] => {
  const value = jsonOrNull(text)
  return Array.isArray(value) ? (value as KeptFile[]) : [] // only `end` below writes it
}

/** SQL, behind SELECT: the place of the job ?1 as its destination is known now; nothing where it is not known. */
const PLACE = `d.uuid || '/' || j.run_path FROM jobs j JOIN destinations d ON ${isAt('j', 'd.target')} WHERE j.id = ?1`

export type VerifyPassStore = ReturnType<typeof createVerifyPassStore>

export const createVerifyPassStore = (db: Database) => {
  const add = db.prepare(
    `INSERT OR REPLACE INTO verify_passes (job_id, attempt, at, verified, proof, files, bytes, tools, extra_files, extra_names, boot,
       uptime_ms, steady_ms, place)
     VALUES (?1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT ${PLACE} LIMIT 1))`,
  )
  const list = db.prepare(
    `SELECT * FROM verify_passes WHERE job_id = ?1 AND (place IN (SELECT ${PLACE})
       OR place IS NULL AND NOT EXISTS (SELECT ${PLACE})) ORDER BY attempt`,
  )
  const last = db.prepare(
    `SELECT rtrim(d.target, '/') AS target, substr(p.place, length(d.uuid) + 1) AS path FROM verify_passes p
     JOIN destinations d ON p.place LIKE d.uuid || '/%' WHERE p.job_id = ? AND p.verified ORDER BY p.attempt DESC, d.since LIMIT 1`,
  )
  const passesOf = (jobId: number): PassRow[] => list.all(jobId).map(toPass)
  const cleanup = db.prepare('SELECT * FROM cleanups WHERE job_id = ?')
  return {
    /** Records a verify pass with its place; the same attempt's earlier record is replaced. */
    addPass(jobId: number, pass: PassRow): void {
      add.run(
        jobId,
        pass.attempt,
        pass.at,
        Number(pass.verified),
        pass.proof,
        pass.files,
        pass.bytes,
        pass.tools,
        pass.extras.count,
        JSON.stringify(pass.extras.names),
        pass.uptime?.boot ?? null,
        pass.uptime?.ms ?? null,
        pass.uptime?.steady ?? null,
      )
    },

    /**
     * The passes that were made where the run's place is now, oldest first. One of another volume, which a person replaced since, or
     * of another path says nothing of what lies there (docs/spec.md 2a, 8). A pass of which nobody noted the place counts as long as the
     * destination is not known.
     */
    passes: passesOf,

    /** Where the run was proven last, in words of the tool; null: at the place that it has now, or nobody noted it. */
    provenElsewhere(jobId: number): string | null {
      if (passesOf(jobId).some(({ verified }) => verified)) return null
      const row = last.get(jobId)
      if (row === undefined) return null
      // the path begins with a slash; none stands behind the colon of a remote
      const [target, path] = [asText(row, 'target'), asText(row, 'path')]
      return target.endsWith(':') ? `${target}${path.slice(1)}` : `${target}${path}`
    },

    /**
     * Records the decision and waits until it is on the disk, so that it survives a power cut. With WAL, FULL makes the
     * commit wait for the disk. A run whose deletion was cut off keeps the date of its first decision. Times: epoch ms.
     */
    decide(jobId: number, at: number, evidence: readonly CleanupCondition[]): void {
      db.exec('PRAGMA synchronous = FULL')
      try {
        db.prepare(
          'INSERT INTO cleanups (job_id, decided_at, evidence) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET evidence = excluded.evidence',
        ).run(jobId, at, JSON.stringify(evidence))
      } finally {
        db.exec('PRAGMA synchronous = NORMAL')
      }
    },

    /** Adds to the totals of deleted files. */
    deleted(jobId: number, files: number, bytes: number): void {
      db.prepare('UPDATE cleanups SET files = files + ?, bytes = bytes + ? WHERE job_id = ?').run(
        files,
        bytes,
        jobId,
      )
    },

    /** Records that the cleanup ended, and which files it did not delete. */
    end(jobId: number, at: number, keptFiles: readonly KeptFile[]): void {
      db.prepare('UPDATE cleanups SET ended_at = ?, kept_files = ? WHERE job_id = ?').run(
        at,
        JSON.stringify(keptFiles),
        jobId,
      )
    },

    /** The cleanup of a run; null: none was decided. */
    cleanup(jobId: number): CleanupRow | null {
      const row = cleanup.get(jobId)
      if (row === undefined) return null
      return {
        decidedAt: asNumber(row, 'decided_at'),
        evidence: cleanupCondition
          .array()
          .catch([])
          .parse(jsonOrNull(asText(row, 'evidence'))),
        files: asNumber(row, 'files'),
        bytes: asNumber(row, 'bytes'),
        keptFiles: toKeptFiles(asText(row, 'kept_files')),
        endedAt: asNumberOrNull(row, 'ended_at'),
      }
    },
  }
}
