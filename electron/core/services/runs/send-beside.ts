// Gives a run whose place on the NAS is taken another one beside it, by the choice of a person (docs/spec.md 2a).
import { msg } from '../../../../shared/language/msg.ts'
import { PLACE_TAKEN, TARGET_TAKEN } from '../../../../shared/reasons.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, Settings } from '../../domain/config.ts'
import { firstFree } from '../../domain/run-path.ts'
import { Refusal } from '../../errors.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { PlaceStore } from '../../queue/place-store.ts'
import type { Transport } from '../../transports/transport.ts'
import type { JobAccess } from './job-access.ts'
import { NEW_SERIES } from '../../domain/retry.ts'
import { giveNewPlace } from '../../engine/new-place.ts'
import { routeWith } from '../../domain/routes.ts'

interface BesideDeps extends JobAccess {
  readonly jobs: JobStore
  readonly places: PlaceStore
  readonly files: Pick<FileStore, 'moveAll'>
  readonly changes: ChangeHub
  readonly clock: Clock
  settings(): Settings | null
  transportFor(destination: Destination, settings: Settings): Transport
}

export type SendBeside = (jobId: number) => void

/** Answers the function behind `jobs.sendBeside`. It throws Refusal for a run that does not wait for a place. */
export const createSendBeside =
  (deps: BesideDeps): SendBeside =>
  (jobId) => {
    const { jobs } = deps
    const engine = deps.requireEngine()
    const job = deps.requireIdleJob(jobId)
    const isTaken = job.lastError?.reason === PLACE_TAKEN || job.lastError?.reason === TARGET_TAKEN
    if (job.state !== 'blocked' || !isTaken)
      throw new Refusal('conflict', msg`The place of ${job.run} on the NAS is not taken.`)
    const settings = deps.settings()
    const route = routeWith(job.route, settings)
    if (settings === null || route === undefined)
      throw new Refusal('conflict', msg`${job.route} is not in config.yaml.`)
    const { target } = deps.transportFor(route.destination, settings)
    const isFree = (path: string): boolean => jobs.withTarget(target(path), null) === null
    // what lies in the place of another run goes beside that one
    const isInside = job.place === 'none' && job.adoptedClaim !== null
    const inner = isInside ? job.runPath.slice(job.runPath.split('/', 1).join('').length) : ''
    const outer = job.runPath.slice(0, job.runPath.length - inner.length)
    const runPath = `${firstFree(outer, (path) => isFree(`${path}${inner}`))}${inner}`
    jobs.settle(job, 'retry', { counters: NEW_SERIES, dueAt: deps.clock.now(), ack: null })
    // what a comparison with the other run found is void
    giveNewPlace(job.id, runPath, target(runPath), deps)
    engine.wake()
  }
