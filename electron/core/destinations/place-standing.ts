// Tells whether a destination is the one that a run was proven on, and the run's place there another folder than the run's own:
// before a run is called safe to delete (docs/spec.md 8).
import { existsSync } from 'node:fs'
import { msg } from '../../../shared/language/msg.ts'
import { isDestinationFault } from '../../../shared/reasons.ts'
import type { Clock } from '../domain/clock.ts'
import { errorMessage } from '../errors.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import type { Job } from '../queue/job-row.ts'
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { identifyDestination } from './identify-destination.ts'
import { isOwnCopy } from './own-copy.ts'

interface Standing {
  readonly ok: boolean
  readonly words: string
}

/** Throws TransportError where nobody could look. */
export const placeStanding = async (
  job: Job,
  transport: Transport,
  io: AttemptIo,
  deps: { readonly destinations: DestinationStore; readonly clock: Clock },
): Promise<Standing> => {
  try {
    const uuid = await identifyDestination(transport, io, deps)
    const twin = deps.destinations.twinOf(job.id, uuid)
    if (twin !== null)
      return {
        ok: false,
        words: msg`${job.target} and ${twin} are at one and the same destination: there is one copy, not two`,
      }
    if (existsSync(job.folder) && (await isOwnCopy(job, transport, io)))
      return {
        ok: false,
        words: msg`${job.folder} and ${job.target} are one and the same folder: there is no copy`,
      }
    return { ok: true, words: msg`The destination is the one that the run was proven on` }
  } catch (error) {
    if (!(error instanceof TransportError))
      return {
        ok: false,
        words: msg`Whether the run folder is its own copy can't be told: ${errorMessage(error)}`,
      }
    if (!isDestinationFault(error.reason)) throw error
    return { ok: false, words: error.message }
  }
}
