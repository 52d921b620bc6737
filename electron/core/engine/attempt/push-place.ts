// The checks of a push before its first byte: the destination is the one that it was, and the run owns
// its place there (docs/spec.md 2a).
import { msg } from '../../../../shared/language/msg.ts'
import { type PlaceFinding, examinePlace, takePlace } from '../../destinations/claim-place.ts'
import type { ClaimAbove } from '../../destinations/claims-above.ts'
import { claimedText } from '../../destinations/compare-place.ts'
import { DESTINATION_FILE } from '../../destinations/records-folder.ts'
import { identifyDestination } from '../../destinations/identify-destination.ts'
import { destinationAbove } from '../../destinations/own-copy.ts'
import { PLACE_TAKEN } from '../../../../shared/reasons.ts'
import type { Job } from '../../queue/job-row.ts'
import type { AttemptIo, Transport } from '../../transports/transport.ts'
import { WalkError, walk } from '../scan/walk.ts'
import type { AttemptContext, AttemptStores } from './attempt-context.ts'
import { listNames, walkFailure } from './failure-message.ts'
import { type Outcome, blocked, failed } from './outcome.ts'
import { ownCopyOutcome, refuseTwin, unansweredOutcome } from './place-outcome.ts'

/** Links that a message names. */
const MAX_NAMED = 5

/** The place of a run lies in that of another: nothing of ours is put there. */
const insideOutcome = (job: Job, { runPath, claim, files }: ClaimAbove): Outcome =>
  blocked(
    PLACE_TAKEN,
    claim === null
      ? msg`The place of this run, ${job.target}, lies in the run ${runPath} that the NAS holds already. Files there: ${files}. Nothing was sent.`
      : msg`The place of this run, ${job.target}, lies in the run ${runPath} that the NAS holds already, ${claimedText(claim)}. Files there: ${files}. Nothing was sent.`,
  )

type PlaceStores = Pick<AttemptStores, 'places' | 'destinations' | 'clock' | 'instance'>

/** What was found at the destination, or why nothing is sent now. */
type Found =
  { readonly uuid: string; readonly finding: PlaceFinding } | { readonly outcome: Outcome }

/** A folder that holds a destination would be sent into itself. */
export const containsDestination = (job: Job, path: string): Outcome =>
  blocked(
    'own_copy',
    msg`${job.folder} holds a destination of runs (${path}): it would be sent into itself. Nothing was sent.`,
  )

/** Path of a destination's identity file in the run folder, which may be younger than the scan; null: none. */
const findDestinationIn = async (folder: string, signal: AbortSignal): Promise<string | null> => {
  let found: string | null = null
  await walk(folder, signal, (entries) => {
    found ??= entries.find(({ path }) => `/${path}`.endsWith(`/${DESTINATION_FILE}`))?.path ?? null
  })
  return found
}

/**
 * Asks who the destination is and what lies at the place at once: each question is a start of the tool. The place is only looked
 * at, which does no harm, whoever the destination is.
 */
const askBoth = async (
  job: Job,
  transport: Transport,
  io: AttemptIo,
  deps: PlaceStores,
): Promise<Found> => {
  const [identity, place] = await Promise.allSettled([
    identifyDestination(transport, io, deps),
    examinePlace(job, transport, io, deps),
  ])
  // what lies there says nothing where the destination is another one
  if (identity.status === 'rejected') throw identity.reason
  if (place.status === 'rejected') throw place.reason
  return { uuid: identity.value, finding: place.value }
}

/** Makes sure that the destination is the one that it was, and looks at the run's place there. */
export const lookAtDestination = async (
  { job, transport, io }: AttemptContext,
  deps: PlaceStores,
): Promise<Found> => {
  const inDestination = destinationAbove(job.folder)
  if (inDestination !== null)
    return {
      outcome: blocked(
        'own_copy',
        msg`${job.folder} lies in ${inDestination}, which is a destination of runs. Nothing was sent.`,
      ),
    }
  try {
    const isKnown = deps.destinations.known(transport.target('')) !== null
    const found = await askBoth(job, transport, io, deps)
    if (isKnown) return found
    // a destination that lies in the run has its identity file there now
    const inside = await findDestinationIn(job.folder, io.signal)
    return inside === null ? found : { outcome: containsDestination(job, inside) }
  } catch (error) {
    if (error instanceof WalkError)
      return { outcome: failed(walkFailure(error, job.folder), 'push') }
    return { outcome: unansweredOutcome(error, 'push') }
  }
}

/**
 * Refuses a place that holds links: rclone before 1.63 writes through a link, onto whatever it leads
 * to, also an original. null: there are none.
 */
const refuseLinks = async ({ job, transport, io }: AttemptContext): Promise<Outcome | null> => {
  if (transport.type !== 'rclone') return null
  const links: string[] = []
  await transport.remote.list({ path: job.runPath, recursive: true }, io, ({ path, kind }) => {
    if (kind === 'link') links.push(path)
  })
  if (links.length === 0) return null
  return blocked(
    PLACE_TAKEN,
    msg`There are links in ${job.target} on the NAS, and what is sent would go where they lead: ${listNames(links.slice(0, MAX_NAMED), links.length)}. Nothing was sent. Have them removed.`,
  )
}

type OwnedPlace = Extract<PlaceFinding, { next: 'send' }>

/** Claims the place where it is free. An outcome: it is not this run's, and nothing is sent now. */
export const ownPlace = async (
  { job, transport, io, progress }: AttemptContext,
  { uuid, finding }: Extract<Found, { uuid: string }>,
  deps: PlaceStores,
): Promise<OwnedPlace | { readonly outcome: Outcome }> => {
  const { places, destinations, clock } = deps
  const twin = refuseTwin(job, uuid, deps)
  if (twin !== null) return { outcome: twin }
  try {
    const found =
      finding.next === 'claim' ? await takePlace(job, finding.fresh, transport, io, deps) : finding
    if (found.next === 'own_copy') return { outcome: ownCopyOutcome(job) }
    if (found.next === 'inside') {
      places.set(job.id, 'none', found.above.by)
      return { outcome: insideOutcome(job, found.above) }
    }
    destinations.remember(transport.target(''), uuid, clock.now())
    if (found.next === 'send') {
      const refusal = found.fresh ? null : await refuseLinks({ job, transport, io, progress })
      if (refusal !== null) return { outcome: refusal }
      places.set(job.id, found.place, found.place === 'adopted' ? job.adoptedClaim : null)
      return found
    }
    places.set(job.id, 'comparing', null)
    return { outcome: { next: 'compare' } }
  } catch (error) {
    return { outcome: unansweredOutcome(error, 'push') }
  }
}
