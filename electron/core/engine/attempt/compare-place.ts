// The check of a place where something lies already: what is there is adopted where it is equal to
// the run, byte by byte; else the run is blocked and nothing is sent (docs/spec.md 2a).
import { hostname } from 'node:os'
import { msg } from '../../../../shared/language/msg.ts'
import { claimedText, lookAtPlace } from '../../destinations/compare-place.ts'
import { takePlace, withdrawClaim, writeClaim } from '../../destinations/claim-place.ts'
import { isOwnCopy } from '../../destinations/own-copy.ts'
import { type RunClaim, claimsAt } from '../../destinations/run-claim.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { routeWith } from '../../domain/routes.ts'
import { errorMessage } from '../../errors.ts'
import { UnsafePath } from '../../lib/guarded-folder.ts'
import { copiesOf } from '../../queue/copies-of-run.ts'
import type { Job } from '../../queue/job-row.ts'
import { type Transport, TransportError } from '../../transports/transport.ts'
import type { AttemptContext } from './attempt-context.ts'
import { type ManifestDeps, sendManifest } from './proof/manifest.ts'
import { filesText } from './failure-message.ts'
import { type Outcome, blocked } from './outcome.ts'
import { destinationsSame, ownCopyOutcome, unansweredOutcome } from './place-outcome.ts'
import { type VerifyDeps, proveRun } from './proof/verify.ts'

/** True where an earlier queue of this computer sent the same folder: what is missing there may be sent. */
const isFormerSelf = (claim: RunClaim, job: Job): boolean =>
  claim.station === hostname() && claim.source === job.folder

const placeTaken = (job: Job, claim: RunClaim | null, what: string): Outcome =>
  blocked(
    'place_taken',
    claim === null
      ? msg`The NAS holds another ${job.run} at ${job.target}. ${what} Nothing was sent.`
      : msg`The NAS holds another ${job.run} at ${job.target}, ${claimedText(claim)}. ${what} Nothing was sent.`,
  )

/** What a pass over the place of `job` says of it. */
const judge = (
  job: Job,
  claim: RunClaim | null,
  files: number,
  outcome: Outcome,
): { readonly adopted: boolean; readonly outcome: Outcome } => {
  switch (outcome.next) {
    case 'verified':
    // some files are not there yet: they are sent, and nothing there is replaced
    case 'new_files':
      return { adopted: true, outcome }
    case 'unproven':
      return {
        adopted: false,
        outcome: placeTaken(
          job,
          claim,
          msg`Files there: ${files}. The NAS gives no SHA-256 of them, so they can't be compared.`,
        ),
      }
    case 'failed':
    case 'permanent_failure':
      return outcome.failure.kind === 'hash_mismatch'
        ? {
            adopted: false,
            outcome: placeTaken(
              job,
              claim,
              msg`Files there: ${files}, and not all are equal to this run's. ${outcome.failure.message}`,
            ),
          }
        : { adopted: false, outcome }
    default:
      return { adopted: false, outcome }
  }
}

interface CompareDeps extends VerifyDeps, Omit<ManifestDeps, keyof VerifyDeps> {
  transportFor(destination: Destination, settings: Settings): Transport
}

/**
 * Refuses a place with the claim of another job of this run, where it is the place of that job by a link or a mount: a claim of this
 * job appears there. null: the claim was copied along, or that destination can't be asked now, and the next look asks it.
 */
const refuseSharedPlace = async (
  { job, transport, io }: AttemptContext,
  claimedBy: string,
  deps: CompareDeps,
): Promise<Outcome | null> => {
  const other = copiesOf(job, deps).find(({ uuid }) => uuid === claimedBy)
  const settings = deps.settings()
  const route = other === undefined ? undefined : routeWith(other.route, settings)
  if (other === undefined || route === undefined || settings === null) return null
  const text = await writeClaim(job, transport, io, deps)
  const there = deps.transportFor(route.destination, settings)
  const claims = await claimsAt(other.runPath, there, io).catch((error: unknown): string[] => {
    if (!(error instanceof TransportError) || error.cancelled) throw error
    return []
  })
  if (!claims.includes(job.uuid)) return null
  await withdrawClaim(job, text, transport, io)
  return destinationsSame(job, other.target)
}

/**
 * Claims a place that is adopted, so that the next push knows it again. Of two jobs that compare one place at once at most one
 * adopts it. An outcome: it is another's by now.
 */
const claimAdopted = async (
  { job, transport, io }: AttemptContext,
  deps: CompareDeps,
): Promise<Outcome | null> => {
  const taken = await takePlace(job, true, transport, io, deps)
  if (taken.next === 'send') return null
  return taken.next === 'own_copy'
    ? ownCopyOutcome(job)
    : placeTaken(job, null, msg`Another run claims this place at the same time. Try again.`)
}

/**
 * Compares the place of `context.job` with the run and decides whether it is adopted. Sends nothing.
 * Throws only for bugs and for a queue that cannot be written.
 */
export const comparePlace = async (
  context: AttemptContext,
  deps: CompareDeps,
): Promise<Outcome> => {
  const { job, transport, io } = context
  const { places, files } = deps
  try {
    if (await isOwnCopy(job, transport, io)) return ownCopyOutcome(job)
    const found = await lookAtPlace(job, files, transport, io)
    const { claim, claimedBy } = found
    if (found.foreign > 0) {
      const names = found.named.join(', ')
      return placeTaken(
        job,
        claim,
        msg`Files there: ${found.files}; not in this run, or of another size: ${found.foreign} (${names}).`,
      )
    }
    const { byState } = files.counts(job.id)
    const { excluded = 0, skipped = 0 } = byState
    const expected = Object.values(byState).reduce((sum, n) => sum + n, 0) - excluded - skipped
    const mayComplete = claimedBy === null || (claim !== null && isFormerSelf(claim, job))
    if (found.files < expected && !mayComplete)
      return placeTaken(
        job,
        claim,
        msg`It has ${found.files} of this run's ${filesText(expected)}, and may still be sending.`,
      )
    const { adopted, outcome } =
      found.files === 0
        ? { adopted: true, outcome: { next: 'new_files', files: expected } as const }
        : judge(job, claim, found.files, await proveRun(context, deps))
    if (!adopted) return outcome
    const refusal =
      claimedBy === null
        ? await claimAdopted(context, deps)
        : await refuseSharedPlace(context, claimedBy, deps)
    if (refusal !== null) return refusal
    places.set(job.id, 'adopted', claimedBy)
    io.log.write('notice', 'app', `adopted what lies at ${job.target}: its bytes are this run's`)
    if (outcome.next !== 'verified' || claimedBy !== null) return outcome
    const owner: AttemptContext = { ...context, job: { ...job, place: 'adopted' } }
    const note = await sendManifest(owner, outcome.proof, deps)
    return { ...outcome, note }
  } catch (error) {
    if (error instanceof TransportError) return unansweredOutcome(error, 'verify')
    if (error instanceof UnsafePath || (error instanceof Error && 'code' in error))
      return placeTaken(
        job,
        null,
        msg`Whether it is the run folder itself can't be told, because nothing can be written there (${errorMessage(error)}).`,
      )
    throw error
  }
}
