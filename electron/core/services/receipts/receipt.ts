// Builds a run's receipt: what was proven, when and by what, and whether the originals may be deleted (docs/ux.md D18).
// receipt-formats.ts writes it.
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { inDateRange } from '../../../../shared/duration.ts'
import type { AttemptPhase, FileState, ProofLevel } from '../../../../shared/model/model.ts'
import type { Exclusion } from '../../../../shared/model/list-rows.ts'
import type { CleanupDecision } from '../../../../shared/model/reports.ts'
import { type RunLabel, fileProof, runLabel } from '../../../../shared/state-labels.ts'
import { manifestLine } from '../../files/folds/manifest-text.ts'
import type { AttemptStore } from '../../queue/attempt-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { Carried } from './carried.ts'

export interface ReceiptFile {
  readonly path: string
  readonly size: number
  readonly state: FileState
  readonly sha256: string | null
  readonly proof: ProofLevel
  /** Path below the run under which the NAS stores it; not set: under `path`. */
  readonly nasName?: string
}

/** Everything but the files, which are streamed while the receipt is written. Times are ISO 8601, UTC. */
export interface ReceiptHead extends Carried {
  readonly format: 'exlab-sync receipt 1'
  readonly made: string
  readonly by: { readonly program: string; readonly computer: string }
  readonly run: string
  readonly folder: string
  readonly instrument: string
  readonly target: string
  readonly state: string
  readonly proof: ProofLevel
  /** Without what a person excluded. */
  readonly files: number
  readonly bytes: number
  /** Exclusions with name and reason: none of these files is proven. */
  readonly excluded: readonly {
    readonly kind: Exclusion['kind']
    readonly pattern: string | null
    readonly by: string
    readonly note: string
    readonly at: string
    readonly files: number
    readonly bytes: number
    /** At most EXCLUDED_PATHS of them. */
    readonly paths: readonly string[]
  }[]
  /** Files in the run's folder on the NAS that are not of the run, at the last pass: how many, and the first names. */
  readonly extraFiles: { readonly count: number; readonly names: readonly string[] }
  /** True where the NAS stores files under other names: the list has them, and so has the manifest there. */
  readonly namesAltered: boolean
  /** SHA-256 of the `.exlab-wizard/checksums.sha256` that belongs to these files. */
  readonly manifestSha256: string
  readonly added: string
  readonly verified: string | null
  readonly passes: readonly {
    readonly at: string
    readonly verified: boolean
    readonly proof: ProofLevel
    readonly files: number
    readonly bytes: number
    readonly tools: string
  }[]
  readonly attempts: readonly {
    readonly number: number
    readonly phase: AttemptPhase
    readonly started: string
    readonly ended: string | null
    readonly outcome: string | null
    readonly error: string | null
  }[]
  readonly verdict: CleanupDecision
  readonly deleted: {
    readonly at: string
    readonly files: number
    readonly bytes: number
    readonly stayed: readonly { readonly path: string; readonly why: string }[]
  } | null
}

export interface Receipt {
  readonly head: ReceiptHead
  /** The state of the run as people read it. */
  readonly label: RunLabel
  files(): Iterable<ReceiptFile>
}

/** The stores that a receipt is read from. */
export interface ReceiptStores {
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly attempts: AttemptStore
  readonly passStore: VerifyPassStore
}

interface ReceiptDeps extends ReceiptStores {
  readonly version: string
  now(): number
  /** The cleanup decision as it is now. */
  readonly verdict: CleanupDecision
  /** What the copy carries. */
  readonly carried: Carried
}

const iso = (at: number): string => new Date(inDateRange(at)).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))
/** Most attempts that a receipt lists: the newest. */
const ATTEMPTS = 200
/** Most paths that a receipt names for each exclusion; its list of files has them all. */
const EXCLUDED_PATHS = 20

/** SHA-256 of the manifest of these files. */
const manifestDigest = (files: Iterable<{ path: string; sha256: string }>): string => {
  const hash = createHash('sha256')
  for (const { sha256, path } of files) hash.update(manifestLine(sha256, path))
  return hash.digest('hex')
}

/** Builds the receipt of a run from the queue. */
export const makeReceipt = (job: Job, deps: ReceiptDeps): Receipt => {
  const { files, exclusions, attempts, passStore } = deps
  const { byState, bytes } = files.counts(job.id)
  const sum = (numbers: typeof byState): number =>
    Object.values(numbers).reduce((all, n) => all + n, 0) - (numbers.excluded ?? 0)
  const cleanup = passStore.cleanup(job.lead)
  const head: ReceiptHead = {
    format: 'exlab-sync receipt 1',
    made: iso(deps.now()),
    by: { program: `ExLab Sync ${deps.version}`, computer: hostname() },
    run: job.run,
    folder: job.folder,
    instrument: job.instrument,
    target: job.target,
    state: job.state,
    proof: job.proof,
    files: sum(byState),
    bytes: sum(bytes),
    excluded: exclusions.list(job.id).map(({ id, at, ...one }) => ({
      ...one,
      at: iso(at),
      paths: exclusions.paths(id, EXCLUDED_PATHS),
    })),
    extraFiles: passStore.passes(job.id).at(-1)?.extras ?? { count: 0, names: [] },
    namesAltered: files.renamed(job.id, 1).length > 0,
    ...deps.carried,
    manifestSha256: manifestDigest(files.proven(job.id)),
    added: iso(job.createdAt),
    verified: isoOrNull(job.verifiedAt),
    passes: passStore
      .passes(job.id)
      .map(({ at, verified, proof, files: n, bytes: size, tools }) => ({
        at: iso(at),
        verified,
        proof,
        files: n,
        bytes: size,
        tools,
      })),
    attempts: attempts
      .list(job.id, ATTEMPTS)
      .toReversed()
      .map((row) => ({
        number: row.number,
        phase: row.phase,
        started: iso(row.startedAt),
        ended: isoOrNull(row.endedAt),
        outcome: row.outcome,
        error: row.error?.message ?? null,
      })),
    verdict: deps.verdict,
    deleted:
      cleanup === null
        ? null
        : {
            at: iso(cleanup.decidedAt),
            files: cleanup.files,
            bytes: cleanup.bytes,
            stayed: cleanup.keptFiles,
          },
  }
  function* rows(): Generator<ReceiptFile> {
    for (const { path, size, state, sha256, nasName } of files.all(job.id)) {
      const hex = sha256 === null ? null : Buffer.from(sha256).toString('hex')
      const proof = fileProof(state, job.level)
      const file = { path, size, state, sha256: hex, proof }
      yield nasName === null ? file : { ...file, nasName }
    }
  }
  return { head, label: runLabel({ ...job, heldBy: null, livePhase: null }), files: rows }
}
