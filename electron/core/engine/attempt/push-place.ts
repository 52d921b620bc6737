// The checks of a push before its first byte: the destination is the one that it was, and the run owns
// its place there (docs/spec.md 2a).
import { type PlaceFinding, examinePlace, takePlace } from '../../destinations/claim-place.ts'
import { identifyDestination } from '../../destinations/identify-destination.ts'
import { destinationAbove } from '../../destinations/own-copy.ts'
import type { AttemptContext, AttemptStores } from './attempt-context.ts'
import { type Outcome, blocked } from './outcome.ts'
import { ownCopyOutcome, unansweredOutcome } from './place-outcome.ts'

type PlaceStores = Pick<AttemptStores, 'places' | 'destinations' | 'clock' | 'instance'>

/** What was found at the destination, or why nothing is sent now. */
type Found =
  { readonly uuid: string; readonly finding: PlaceFinding } | { readonly outcome: Outcome }

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
        `${job.folder} lies in ${inDestination}, which is a destination of runs. Nothing was sent.`,
      ),
    }
  try {
    const uuid = await identifyDestination(transport, io, deps)
    return { uuid, finding: await examinePlace(job, transport, io) }
  } catch (error) {
    return { outcome: unansweredOutcome(error, 'push') }
  }
}

type OwnedPlace = Extract<PlaceFinding, { next: 'send' }>

/** Claims the place where it is free. An outcome: it is not this run's, and nothing is sent now. */
export const ownPlace = async (
  { job, transport, io }: AttemptContext,
  { uuid, finding }: Extract<Found, { uuid: string }>,
  deps: PlaceStores,
): Promise<OwnedPlace | { readonly outcome: Outcome }> => {
  const { places, destinations, clock } = deps
  try {
    const found =
      finding.next === 'claim' ? await takePlace(job, finding.fresh, transport, io, deps) : finding
    if (found.next === 'own_copy') return { outcome: ownCopyOutcome(job) }
    destinations.remember(transport.target(''), uuid, clock.now())
    if (found.next === 'send') {
      places.set(job.id, found.place, job.adoptedClaim)
      return found
    }
    places.set(job.id, 'comparing', null)
    return { outcome: { next: 'compare' } }
  } catch (error) {
    return { outcome: unansweredOutcome(error, 'push') }
  }
}
