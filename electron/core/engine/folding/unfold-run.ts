// Gives the file rows of a folded run back from the manifest in its folder, or from the one of its copy, which must have the digest
// that the fold knows (docs/spec.md 5a).
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { msg } from '../../../../shared/language/msg.ts'
import { errorMessage } from '../../errors.ts'
import { ROWS_PER_TRANSACTION } from '../../files/file-store.ts'
import type { Fold, UnfoldedRow } from '../../files/folds/fold-store.ts'
import { manifestFiles } from '../../files/folds/manifest-text.ts'
import { unpackNumbers } from '../../files/folds/numbers.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import { MANIFEST_PATH, readManifest } from '../attempt/proof/manifest.ts'

const inflate = promisify(inflateRaw)

/** Why the files of a folded run can't be listed, in a sentence about its manifest. */
export class ManifestGone extends Error {
  override readonly name = 'ManifestGone'
}

/** Reads the manifest of a run's copy on the NAS, at most so many bytes; null: it is not there. */
export type CopyOfManifest = (most: number) => Promise<Uint8Array | null>

const isManifestOf = (text: Uint8Array, { manifest, manifestBytes }: Fold): boolean =>
  text.length === manifestBytes && createHash('sha256').update(text).digest().equals(manifest)

/** The manifest that the fold knows, whole, in the run folder. Throws ManifestGone. */
const manifestIn = async (folder: string, fold: Fold): Promise<Buffer> => {
  const path = `${folder}/${MANIFEST_PATH}`
  const pieces: Uint8Array[] = []
  let bytes = 0
  let isThere: boolean
  try {
    isThere = await readManifest(folder, (piece) => {
      bytes += piece.length
      // the buffer of a piece is used again; of a larger file than the manifest nothing more is kept
      if (bytes <= fold.manifestBytes) pieces.push(Uint8Array.from(piece))
    })
  } catch (error) {
    throw new ManifestGone(msg`${path} can't be read (${errorMessage(error)}).`)
  }
  if (!isThere) throw new ManifestGone(msg`${path} is not there.`)
  const text = Buffer.concat(pieces)
  if (bytes !== fold.manifestBytes || !isManifestOf(text, fold))
    throw new ManifestGone(msg`${path} is not the one that was written after the proof.`)
  return text
}

/**
 * The manifest in the run folder, or else the one that lies with the copy: its digest says that it is the same. Throws
 * ManifestGone, and what `copy` throws.
 */
const manifestOf = async (
  folder: string,
  fold: Fold,
  copy: CopyOfManifest | undefined,
): Promise<Buffer> => {
  try {
    return await manifestIn(folder, fold)
  } catch (error) {
    if (!(error instanceof ManifestGone) || copy === undefined) throw error
    const text = await copy(fold.manifestBytes)
    if (text === null || !isManifestOf(text, fold)) throw error
    return Buffer.from(text)
  }
}

/**
 * Hands the rows of a folded run to `put`, a batch at a time, and yields to the event loop in between. Throws ManifestGone
 * before the first batch.
 */
export const unfoldRun = async (
  folder: string,
  fold: Fold,
  put: (rows: readonly UnfoldedRow[]) => void,
  copy?: CopyOfManifest,
): Promise<void> => {
  const text = await manifestOf(folder, fold, copy)
  const numbers = unpackNumbers(await inflate(fold.numbers))
  let batch: UnfoldedRow[] = []
  const flush = async (): Promise<void> => {
    put(batch)
    batch = []
    await yieldToEventLoop()
  }
  for (const file of manifestFiles(text)) {
    const next = numbers.next()
    if (next.done === true) throw new RangeError('a fold has fewer numbers than files')
    batch.push({ ...next.value, ...file })
    if (batch.length === ROWS_PER_TRANSACTION) await flush()
  }
  await flush()
}
