// The verify step of an attempt: compares each file's local SHA-256 with the remote's. Only this
// step makes a run Verified (docs/spec.md 5).
import { existsSync } from 'node:fs'
import { headlineOf, isDestinationFault } from '../../../../../shared/reasons.ts'
import { isOnNasOnly } from '../../../../../shared/state-labels.ts'
import { unsendableReason } from '../../../domain/sendable-names.ts'
import { identifyDestination } from '../../../destinations/identify-destination.ts'
import { type DigestSummary, TransportError } from '../../../transports/transport.ts'
import type { HashPool } from '../../hashing/hash-pool.ts'
import type { VerifyPassStore } from '../../../queue/verify-pass-store.ts'
import type { HashScheduler } from '../../hashing/hash-scheduler.ts'
import { scanRun } from '../../scan/scan.ts'
import { WalkError } from '../../scan/walk.ts'
import type { AttemptContext, AttemptStores } from '../attempt-context.ts'
import { type Pass, applyDigests, markMissing, settleRows } from './compare-digests.ts'
import { createCopyFaults } from './copy-faults.ts'
import { failureOf, walkFailure } from '../failure-message.ts'
import type { PublishReceiptKey } from '../publish-receipt-key.ts'
import { type ManifestDeps, sendManifest } from './manifest.ts'
import { COPY_GONE, type Outcome, failed } from '../outcome.ts'
import { pairUnlisted } from './pair-names.ts'
import { refuseOwnCopy, refuseTwin, unansweredOutcome } from '../place-outcome.ts'
import { removeLeftovers } from './leftovers.ts'
import { recheckOriginals } from './recheck-originals.ts'
import { folderGone, verifyOutcome } from './verify-outcome.ts'

/**
 * The remote can give no digest by any way that the transports know: the run is sent, but not
 * proven.
 */
const NO_PROOF: ReadonlySet<string> = new Set([
  'remote_hash_unsupported',
  'remote_tool_missing',
  'remote_shell_unusable',
])

export interface VerifyDeps extends AttemptStores {
  readonly passStore: Pick<VerifyPassStore, 'provenElsewhere'>
  readonly hashing: Pick<HashScheduler, 'join'>
  readonly pool: Pick<HashPool, 'hash'>
  /** A larger file is not read back from a remote that cannot hash it. */
  readonly maxStreamBytes: number
}

interface VerifyRunDeps extends VerifyDeps, Omit<ManifestDeps, keyof VerifyDeps> {
  readonly publishReceiptKey: PublishReceiptKey
}

/** The end of the scan of a verify pass. */
interface Rescan {
  /** Why the pass ends here; null: it goes on. */
  readonly stop: Outcome | null
  /** Files that may have been written since they were hashed. */
  readonly doubtful: number
  /** Late files of a proven run whose names cannot be proven: the push names them. */
  readonly refused: number
}

/** Scans the local files again. */
const rescan = async (
  { job, transport, io, progress }: AttemptContext,
  stores: AttemptStores,
  wasProven: boolean,
): Promise<Rescan> => {
  let doubtful = 0
  let refused = 0
  try {
    ;({ doubtful, refusedCount: refused } = await scanRun(
      job,
      wasProven ? 'proven' : 'proving',
      {
        ...stores,
        refuse: (entry) => unsendableReason(entry, transport.type),
        onRows: progress.rowsChanged,
      },
      io.signal,
    ))
  } catch (error) {
    if (!(error instanceof WalkError)) throw error
    // a proven run whose folder is gone can still be compared with the digests taken when it was there
    if (!(wasProven && error.code === 'ENOENT'))
      return { stop: failed(walkFailure(error, job.folder), 'verify'), doubtful, refused }
  }
  return { stop: io.signal.aborted ? { next: 'stopped' } : null, doubtful, refused }
}

/**
 * Runs one verify pass. It sends nothing and writes nothing into the run. Throws only for bugs and
 * for a queue that cannot be written.
 */
export const proveRun = async (context: AttemptContext, deps: VerifyDeps): Promise<Outcome> => {
  const { job, transport, io, progress } = context
  const { files } = deps
  const { signal } = io
  const wasProven = job.verifiedAt !== null
  const { byState, bytes } = files.counts(job.id)
  const sumOf = (counts: typeof bytes): number =>
    Object.values(counts).reduce((sum, n) => sum + n, 0)
  progress.startPhase('checking', sumOf(bytes))
  // numbered by the attempt, so that what an earlier pass saw on the remote is not taken for this one's
  const pass: Pass = {
    number: job.attempts,
    bytes: 0,
    repeated: 0,
    faults: createCopyFaults(),
  }
  files.clearExtras(job.id)
  const version = transport.version(io).catch(() => transport.type)
  // a run whose originals were deleted, or whose folder is another run's now, is compared with its stored digests alone
  const hasOriginals = !isOnNasOnly(job) && (job.folderReusedAt === null || !wasProven)
  const hashing = hasOriginals
    ? deps.hashing.join(job, progress.rowsChanged)
    : Promise.resolve({ complete: true, fault: null })
  // the scan runs beside the remote listing: a row that the scan marks changed stays so, whichever
  // comes first
  const scanning: Promise<Rescan> = hasOriginals
    ? rescan(context, deps, wasProven)
    : Promise.resolve({ stop: null, doubtful: 0, refused: 0 })
  scanning.catch(() => undefined)
  // beside the list: its result counts only if the destination is still the one that it was
  const identifying = identifyDestination(transport, io, deps)
  identifying.catch(() => undefined)
  let summary: DigestSummary
  let identity: string
  try {
    summary = await transport.digests(
      {
        runPath: job.runPath,
        files: files.sizes(job.id),
        shape: { files: sumOf(byState), bytes: sumOf(bytes) },
        maxStreamBytes: deps.maxStreamBytes,
        followsPush: job.state === 'awaiting_verify',
        // the place was empty when it was claimed: what others put there since is told by the next pass
        listsLarger: () =>
          wasProven || job.place !== 'own' || files.hasLarger(job.id, deps.maxStreamBytes),
      },
      io,
      (batch) => applyDigests(context, deps, pass, batch),
    )
    identity = await identifying
  } catch (listError) {
    await scanning
    const error = await identifying.then(
      () => listError,
      (why: unknown) => why,
    )
    if (!(error instanceof TransportError)) throw error
    if (isDestinationFault(error.reason)) return unansweredOutcome(error, 'verify')
    if (error.cancelled || signal.aborted) return { next: 'stopped' }
    const failure = failureOf(error)
    if (wasProven && failure.reason === COPY_GONE) {
      markMissing(files, job.id, pass.number)
      progress.rowsChanged()
      const message = folderGone(job.target, deps.passStore.provenElsewhere(job.id))
      return failed({ ...failure, message }, 'verify')
    }
    if (!NO_PROOF.has(failure.reason)) return failed(failure, 'verify')
    const message = headlineOf('remote_hash_unsupported', transport.target(''))
    return { next: 'unproven', proof: 'none', failure: { ...failure, message } }
  }
  const { stop, doubtful, refused } = await scanning
  if (stop !== null) return stop
  const hashed = await hashing
  if (signal.aborted || !hashed.complete) return { next: 'stopped' }
  settleRows(job.id, deps, pass.number)
  let collisions: readonly (readonly string[])[]
  try {
    collisions = await pairUnlisted(context, deps, pass)
  } catch (error) {
    return unansweredOutcome(error, 'verify')
  }
  markMissing(files, job.id, pass.number)
  // the NAS is blamed for a difference only after the original was hashed again
  if (hasOriginals && (doubtful > 0 || (files.counts(job.id).byState.mismatch ?? 0) > 0)) {
    const unread = await recheckOriginals(context, deps, pass.number)
    if (signal.aborted) return { next: 'stopped' }
    if (unread !== null) return failed(unread, 'verify')
  }
  deps.jobs.setLevel(job.id, summary.level)
  deps.destinations.remember(transport.target(''), identity, deps.clock.now())
  progress.rowsChanged()
  if (pass.repeated > 0)
    io.log.write(
      'notice',
      'app',
      `the NAS lists ${pass.repeated} files more than once, with the same SHA-256`,
    )
  const tools = await version
  const outcome = verifyOutcome(job, files, {
    summary,
    hashed,
    wasProven,
    provenElsewhere: wasProven ? deps.passStore.provenElsewhere(job.id) : null,
    tools,
    collisions,
    faults: pass.faults,
  })
  // a late file is no part of the proof, whatever its name: the push blocks the run and names it
  if (outcome.next === 'verified' && refused > 0) return { next: 'new_files', files: refused }
  const twin = outcome.next === 'verified' ? refuseTwin(job, identity, deps) : null
  if (twin !== null) return twin
  if (outcome.next === 'verified') {
    io.log.write(
      'info',
      'app',
      `all ${summary.files} files that the NAS lists were compared; every file of the run is verified`,
    )
  }
  return outcome
}

/**
 * Runs one verify pass of `context.job`; a proven run gets its manifest, and its destination the key for receipts. Throws as
 * `proveRun`.
 */
export const verifyRun = async (context: AttemptContext, deps: VerifyRunDeps): Promise<Outcome> => {
  const refusal = await refuseOwnCopy(context)
  if (refusal !== null) return refusal
  const outcome = await proveRun(context, deps)
  if (outcome.next !== 'verified') return outcome
  await removeLeftovers(context, deps.files)
  // beside the manifest: it has a place of its own, and is published once
  const publishing = deps.publishReceiptKey(context)
  try {
    // writing the manifest would create a run folder that is gone
    const { folder, folderReusedAt } = context.job
    if (folderReusedAt !== null || !existsSync(folder)) return outcome
    const note = await sendManifest(context, outcome.proof, deps)
    return { ...outcome, note }
  } finally {
    await publishing
  }
}
