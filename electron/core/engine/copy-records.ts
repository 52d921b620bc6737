// Tells a copy on the NAS what is so of its run once that changed after its proof: that every required destination holds it, or that
// one does no more (docs/spec.md 10). ExLab-Wizard's records there are sent again, by themselves.
import { MINUTE_MS } from '../../../shared/duration.ts'
import { identifyDestination } from '../destinations/identify-destination.ts'
import { type Clock, isDue } from '../domain/clock.ts'
import type { Destination, Settings } from '../domain/config.ts'
import { destinationKey } from '../domain/hold-scope.ts'
import { routeWith } from '../domain/routes.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import type { Job } from '../queue/job-row.ts'
import type { JobStore } from '../queue/job-store.ts'
import { type Transport, TransportError, silentIo } from '../transports/transport.ts'
import type { CopyStatus, CopyStatusStore } from '../wizard/copy-status-store.ts'
import { sendRecords } from './attempt/proof/manifest.ts'

/** A copy that could not be told is tried again after this time. */
const RETRY_MS = 10 * MINUTE_MS

interface CopyRecordsDeps {
  readonly jobs: Pick<JobStore, 'get'>
  readonly copyStatuses: CopyStatusStore
  readonly destinations: DestinationStore
  readonly clock: Clock
  transportFor(destination: Destination, settings: Settings): Transport
  /** Takes an error: true where the disk is to blame, false for a bug. */
  reportError(error: unknown): boolean
  /** The copy was told, or could not be. */
  wake(): void
}

interface CopyRecords {
  /** Begins to tell the first copy that is due, without those of the routes `closed()`, unless one is told already. */
  sweep(settings: Settings, closed: () => readonly string[]): void
  /** True while a copy at that destination is told, or at any. */
  tells(destination?: Destination): boolean
  /** Tells no further copy, and resolves when the last one has ended. */
  stop(): Promise<void>
}

/** The copies of the queue `deps.copyStatuses`. */
export const createCopyRecords = (deps: CopyRecordsDeps): CopyRecords => {
  const { jobs, copyStatuses, clock } = deps
  const retryAt = new Map<number, number>()
  const control = new AbortController()
  let telling: { readonly destination: string; readonly done: Promise<void> } | null = null

  const tell = async (
    job: Job,
    status: CopyStatus,
    destination: Destination,
    settings: Settings,
  ): Promise<void> => {
    const transport = deps.transportFor(destination, settings)
    const io = silentIo(control.signal)
    // the settings name another place: what lies there is not this copy
    const isThere = transport.target(job.runPath) === job.target
    try {
      if (isThere) await identifyDestination(transport, io, deps)
      const first = jobs.get(job.lead) ?? job
      if (isThere && (await sendRecords({ job, transport, io }, first, status, clock.now()))) {
        retryAt.delete(job.id)
        return copyStatuses.told(job.id, status)
      }
    } catch (error) {
      // of records that cannot be read, and of a NAS that is away, the copy keeps what it says
      if (!(error instanceof TransportError) && !(error instanceof Error && 'code' in error))
        throw error
    }
    retryAt.set(job.id, clock.now() + RETRY_MS)
  }

  return {
    sweep(settings, closed) {
      if (telling !== null || control.signal.aborted) return
      for (const [id, at] of retryAt) if (isDue(at, clock.now(), RETRY_MS)) retryAt.delete(id)
      const notNow = closed()
      for (;;) {
        const due = copyStatuses.nextDue(notNow, [...retryAt.keys()])
        if (due === null) return
        const job = jobs.get(due.jobId)
        const route = job === null ? undefined : routeWith(job.route, settings)
        if (job !== null && route !== undefined) {
          const done = tell(job, due.status, route.destination, settings)
            .catch((error: unknown) => void deps.reportError(error))
            .finally(() => {
              telling = null
              deps.wake()
            })
          telling = { destination: destinationKey(route.destination), done }
          return
        }
        // of an instrument that is no longer set up
        retryAt.set(due.jobId, clock.now() + RETRY_MS)
      }
    },
    tells: (destination) =>
      telling !== null &&
      (destination === undefined || telling.destination === destinationKey(destination)),
    async stop() {
      control.abort()
      await telling?.done
    },
  }
}
