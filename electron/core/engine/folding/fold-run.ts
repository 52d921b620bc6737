// Folds a verified run: makes sure that its manifest holds all that its rows hold, and that nothing in its folder moved, and
// then puts one row in their place (docs/spec.md 5a).
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { type Row, asNumber, asNumberOrNull } from '../../db/row-values.ts'
import { toKnown } from '../../files/file-row.ts'
import { manifestLine } from '../../files/folds/manifest-text.ts'
import { arePackable, createNumberPacker } from '../../files/folds/numbers.ts'
import type { Fold, FoldStore } from '../../files/folds/fold-store.ts'
import { createWalkSum } from '../../files/folds/walk-sum.ts'
import { ROWS_PER_TRANSACTION } from '../../files/file-store.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import { readManifest } from '../attempt/proof/manifest.ts'
import { WalkError, walk } from '../scan/walk.ts'

const deflate = promisify(deflateRaw)

export interface FoldRunDeps {
  readonly folds: FoldStore
  readonly exclusions: Pick<ExclusionStore, 'rules'>
}

/** A run as folding needs it. */
export interface FoldedJob {
  readonly id: number
  readonly folder: string
}

/** Sum of what lies in a run folder now; null: something is there that no fold has, or it cannot be read. */
const walkSumOf = async (
  job: FoldedJob,
  { exclusions }: Pick<FoldRunDeps, 'exclusions'>,
  signal: AbortSignal,
): Promise<Uint8Array | null> => {
  const rules = exclusions.rules(job.id)
  const sum = createWalkSum()
  let isPlain = true
  try {
    await walk(job.folder, signal, (entries) => {
      for (const entry of entries) {
        if (rules.some((rule) => rule.matches(entry.path))) continue
        if (entry.kind === 'file') sum.add(entry)
        else isPlain = false
      }
    })
  } catch (error) {
    if (error instanceof WalkError) return null
    throw error
  }
  return isPlain && !signal.aborted ? sum.end() : null
}

/** True where a run is folded and a walk of its folder saw every file as it was then, and no other one. */
export const isAsFolded = async (
  job: FoldedJob,
  deps: Pick<FoldRunDeps, 'exclusions'> & { readonly folds: Pick<FoldStore, 'of'> },
  signal: AbortSignal,
): Promise<boolean> => {
  const fold = deps.folds.of(job.id)
  const walked = fold === null ? null : await walkSumOf(job, deps, signal)
  return fold !== null && walked !== null && Buffer.from(walked).equals(fold.walk)
}

/** SHA-256 and size of the manifest in a run folder; null: there is none that can be read. */
const manifestIn = async (folder: string): Promise<{ sha256: Buffer; bytes: number } | null> => {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    const isThere = await readManifest(folder, (piece) => {
      hash.update(piece)
      bytes += piece.length
    })
    return isThere ? { sha256: hash.digest(), bytes } : null
  } catch {
    // whatever is in its place, or the disk: the run keeps its rows
    return null
  }
}

/**
 * The fold that the rows of a run make; null: they hold something that a manifest and numbers do not (another state, a name on
 * the NAS, a fault, a digest of an unknown state of the file), or `stopped`.
 */
const foldOfRows = async (
  jobId: number,
  folds: FoldStore,
  stopped: () => boolean,
): Promise<Fold | null> => {
  const manifest = createHash('sha256')
  const walked = createWalkSum()
  const numbers = createNumberPacker()
  let files = 0
  let manifestBytes = 0

  /** False where the row holds more than a fold. */
  const take = (row: Row): boolean => {
    const known = toKnown(row)
    const { path, sha256, ctimeUs, inode } = known
    const packed = {
      ...known,
      attempts: asNumber(row, 'attempts'),
      triedIn: asNumber(row, 'tried_in'),
      triedAt: asNumberOrNull(row, 'tried_at'),
    }
    const isPlain =
      known.state === 'verified' &&
      known.remote === null &&
      known.nasName === null &&
      row['remote_size'] === null &&
      row['last_error'] === null
    if (!isPlain || sha256 === null || ctimeUs === null || inode === null || !arePackable(packed))
      return false
    const line = manifestLine(Buffer.from(sha256).toString('hex'), path)
    manifest.update(line)
    manifestBytes += Buffer.byteLength(line)
    walked.add({ path, size: known.size, mtimeUs: known.mtimeUs, ctimeUs, inode })
    numbers.add(packed)
    files += 1
    return true
  }

  for (let after = ''; ;) {
    const rows = folds.rowsAfter(jobId, after, ROWS_PER_TRANSACTION)
    if (stopped() || !rows.every(take)) return null
    const last = rows.at(-1)
    if (last === undefined) break
    after = toKnown(last).path
    await yieldToEventLoop()
  }
  if (files === 0) return null
  return {
    manifest: manifest.digest(),
    manifestBytes,
    walk: walked.end(),
    files,
    numbers: await deflate(numbers.end()),
  }
}

/**
 * Folds a run that has been at rest since `before` (epoch ms), unless `stopped` comes first. One transaction puts the fold in the place of the rows, which are
 * deleted by and by afterwards. False: it keeps its rows.
 */
export const foldRun = async (
  job: FoldedJob,
  { now, before }: { readonly now: number; readonly before: number },
  deps: FoldRunDeps,
  signal: AbortSignal,
  stopped: () => boolean,
): Promise<boolean> => {
  const { folds } = deps
  const fold = await foldOfRows(job.id, folds, stopped)
  if (fold === null) return false
  const found = await manifestIn(job.folder)
  if (found === null || !found.sha256.equals(fold.manifest)) return false
  const walked = await walkSumOf(job, deps, signal)
  if (walked === null || !Buffer.from(walked).equals(fold.walk)) return false
  return !stopped() && folds.fold(job.id, fold, now, before)
}
