// Tells apart the files of a run that the digests of the NAS do not name: stored there under another name, there without a
// digest, or one name for two of them. Only the others are not on the NAS (docs/spec.md 5).
import { msg } from '../../../../../shared/language/msg.ts'
import { transaction } from '../../../db/database.ts'
import { equalDigests } from '../../../domain/file-proof.ts'
import { type NameFolds, foldedPath } from '../../../domain/folded-names.ts'
import type { KnownFile } from '../../../files/file-row.ts'
import { yieldToEventLoop } from '../../../lib/yield.ts'
import type { RemoteEntry } from '../../../transports/transport.ts'
import type { AttemptContext, AttemptStores } from '../attempt-context.ts'
import { NO_DIGEST, type Pass, provenState } from './compare-digests.ts'
import { faultWords } from './copy-faults.ts'

/** Rows that are paired in one transaction. */
const BATCH_SIZE = 500

const BOTH: NameFolds = { case: true, unicode: true }
const CASE: NameFolds = { case: true, unicode: false }
const UNICODE: NameFolds = { case: false, unicode: true }

const collisionMessage = (other: string): string =>
  msg`On this NAS it has the same name as ${other}: the NAS does not tell capitals or forms of a letter apart.`

/** The files of the job that the pass did not meet, a batch at a time. */
const unlisted = async (
  { job }: AttemptContext,
  { files, db }: AttemptStores,
  pass: number,
  each: (row: KnownFile) => void,
): Promise<void> => {
  for (let seq = 0; ;) {
    const rows = files.unlisted(job.id, pass, seq, BATCH_SIZE)
    const last = rows.at(-1)
    if (last === undefined) return
    seq = last.seq + 1
    transaction(db, () => rows.forEach(each))
    await yieldToEventLoop()
  }
}

/** Pairs a file with what the server made of its name: a name that is alike, and the same bytes. */
const pairAltered = (
  { job }: AttemptContext,
  { files }: AttemptStores,
  pass: number,
  row: KnownFile,
): void => {
  const candidates = files.alike(job.id, row.path)
  const { sha256, seq } = row
  const equal = candidates.find(
    (one) => one.sha256 !== null && sha256 !== null && equalDigests(one.sha256, sha256),
  )
  const found = equal ?? candidates.find((one) => one.sha256 === null && one.size === row.size)
  if (found === undefined) return
  const state = equal === undefined ? 'size_only' : provenState(job, row)
  const lastError = equal === undefined ? NO_DIGEST : null
  files.setRemote(job.id, { seq, state, remote: null, remoteSize: null, lastError }, pass)
  files.setNasName(job.id, row.path, found.path)
  files.removeExtra(job.id, found.path)
}

/** What a server must not tell apart for two paths to be one name. */
const foldsFor = (a: string, b: string): 'case' | 'unicode' | 'both' => {
  if (foldedPath(a, CASE) === foldedPath(b, CASE)) return 'case'
  return foldedPath(a, UNICODE) === foldedPath(b, UNICODE) ? 'unicode' : 'both'
}

/**
 * Finds files that are one name to this server: it answers to the name of a file that it does not list, because it lists
 * another of the run under it. Neither is proven, whatever the bytes are. Answers the groups.
 */
const findCollisions = async (
  context: AttemptContext,
  stores: AttemptStores,
  pass: number,
): Promise<string[][]> => {
  const { job, transport, io } = context
  const { files } = stores
  await files.fold(job.id, BOTH)
  const suspects: string[][] = []
  await unlisted(context, stores, pass, (row) => {
    const twins = files.twins(job.id, row.path, BOTH)
    if (twins.length > 0) suspects.push([row.path, ...twins])
  })
  const folds = new Map<string, boolean>()
  const groups: string[][] = []
  for (const [path = '', ...twins] of suspects) {
    const other = twins[0] ?? ''
    const kind = foldsFor(path, other)
    const known = folds.get(kind)
    const isFolded = known ?? (await transport.remote.read(`${job.runPath}/${path}`, io)) !== null
    folds.set(kind, isFolded)
    if (isFolded) groups.push([path, ...twins])
  }
  return groups
}

const setCollisions = (
  { job }: AttemptContext,
  { db, files }: AttemptStores,
  groups: readonly (readonly string[])[],
  pass: number,
): void => {
  transaction(db, () => {
    for (const group of groups)
      for (const path of group) {
        const row = files.find(job.id, path)
        const other = group.find((one) => one !== path)
        if (row === null || other === undefined) continue
        const lastError = collisionMessage(other)
        const remote = {
          seq: row.seq,
          state: 'failed',
          remote: null,
          remoteSize: null,
          lastError,
        } as const
        files.setRemote(job.id, remote, pass)
      }
  })
}

/** Finds files that a plain list names: they are there, and have no digest, or a link is in their place. */
const findListed = async (
  { job, transport, io }: AttemptContext,
  { db, files }: AttemptStores,
  pass: Pass,
): Promise<void> => {
  let batch: RemoteEntry[] = []
  const flush = (): void => {
    const entries = batch
    batch = []
    transaction(db, () => {
      for (const { path, kind, size } of entries)
        if (kind === 'file')
          files.setListed(job.id, { path, size: size ?? 0, lastError: NO_DIGEST }, pass.number)
        else
          for (const one of files.setLinked(
            job.id,
            { path, lastError: faultWords('link') },
            pass.number,
          ))
            pass.faults.add('link', one)
    })
  }
  await transport.remote.list({ path: job.runPath, recursive: true }, io, (entry) => {
    if (entry.kind === 'folder') return
    batch.push(entry)
    if (batch.length >= BATCH_SIZE) flush()
  })
  flush()
}

/**
 * Pairs the files that the digest list of this pass lacks. Costs nothing where it lacks none. What stays without a pair is not
 * on the NAS. Answers the groups of files that are one name there. Throws TransportError where the NAS could not be asked.
 */
export const pairUnlisted = async (
  context: AttemptContext,
  stores: AttemptStores,
  pass: Pass,
): Promise<readonly (readonly string[])[]> => {
  const { job } = context
  const { files } = stores
  const { number } = pass
  const isPaired = (): boolean => files.unlisted(job.id, number, 0, 1).length === 0
  if (isPaired()) return []
  await unlisted(context, stores, number, (row) => pairAltered(context, stores, number, row))
  if (isPaired()) return []
  const collisions = await findCollisions(context, stores, number)
  setCollisions(context, stores, collisions, number)
  if (!isPaired()) await findListed(context, stores, pass)
  return collisions
}
