// Claims a run's place on the NAS before its first byte is sent: looks what is there, writes the
// claim, and looks again (docs/spec.md 2a). A job that gives way takes its own claim back.
import { hostname } from 'node:os'
import type { Clock } from '../domain/clock.ts'
import type { Job } from '../queue/job-row.ts'
import type { DestinationStore } from '../queue/destination-store.ts'
import { errorMessage } from '../errors.ts'
import { type AttemptIo, type Transport, TransportError } from '../transports/transport.ts'
import { RECORDS_FOLDER } from '../wizard/records-folder.ts'
import { type ClaimAbove, claimAbove, foldersAbove } from './claims-above.ts'
import { removeClaimHere } from './own-copy.ts'
import { claimName, claimPath, claimsAt, claimsWithin, formatClaim } from './run-claim.ts'

/** What was found at the place of a run. */
export type PlaceFinding =
  /** It is this run's. `fresh`: nothing was sent there before. */
  | { readonly next: 'send'; readonly place: 'own' | 'adopted'; readonly fresh: boolean }
  /** Nothing of another run is there: it can be claimed. */
  | { readonly next: 'claim'; readonly fresh: boolean }
  /** Something is there that this job did not put there, as far as it knows. */
  | { readonly next: 'compare' }
  /** It lies in the place of another run. */
  | { readonly next: 'inside'; readonly above: ClaimAbove }
  /** The run folder and its place on the NAS are one folder. */
  | { readonly next: 'own_copy' }

interface ClaimDeps {
  readonly clock: Clock
  /** UUID of the data folder. */
  readonly instance: string
  /** Folders above runs in which no other run can be claimed any more (queue/destination-store.ts). */
  readonly destinations: Pick<DestinationStore, 'isShared' | 'share'>
}

type Claimant = Pick<Job, 'uuid' | 'instrument' | 'folder' | 'runPath'>

/** Writes the claim of a job and answers its text; one that stands there already stays as it is. */
export const writeClaim = async (
  job: Claimant,
  transport: Transport,
  io: AttemptIo,
  { clock, instance }: Pick<ClaimDeps, 'clock' | 'instance'>,
): Promise<string> => {
  const text = formatClaim({
    format: 1,
    run: job.uuid,
    station: hostname(),
    instance,
    instrument: job.instrument,
    source: job.folder,
    since: new Date(clock.now()).toISOString(),
  })
  await transport.remote.write(claimPath(job.runPath, job.uuid), text, io)
  return text
}

/**
 * Takes back the claim that `writeClaim` has just written, because the job gives way: nothing was sent under it, and it would bar
 * the place for ever. One that stood there before, with another text, stays. Where it can't be removed the log says so.
 */
export const withdrawClaim = async (
  job: Claimant,
  text: string,
  transport: Transport,
  io: AttemptIo,
): Promise<void> => {
  const path = claimPath(job.runPath, job.uuid)
  try {
    if ((await transport.remote.read(path, io)) !== text) return
    const name = `${RECORDS_FOLDER}/${claimName(job.uuid)}`
    if (await transport.removeOwn(job.runPath, [name], io)) return
    io.log.write('notice', 'app', `${path} stays on the NAS: it gives no shell`)
  } catch (error) {
    if (!(error instanceof TransportError) || error.cancelled) throw error
    io.log.write('warning', 'app', `${path} stays on the NAS (${errorMessage(error)})`)
  }
}

/**
 * Looks at the place of a run, without writing there. Throws TransportError where nobody could look.
 */
export const examinePlace = async (
  job: Job,
  transport: Transport,
  io: AttemptIo,
  { destinations }: Pick<ClaimDeps, 'destinations'>,
): Promise<PlaceFinding> => {
  const known = job.place === 'own' || job.place === 'assumed' || job.place === 'adopted'
  if (known) {
    const claims = await claimsAt(job.runPath, transport, io)
    const isAdopted = job.adoptedClaim !== null && claims.includes(job.adoptedClaim)
    const place = job.place === 'adopted' ? 'adopted' : 'own'
    // a backup of the queue does not know what was sent and proven after it was made
    const isOutdated = job.restoredAt !== null && job.verifiedAt === null && place === 'own'
    if (isOutdated) return { next: 'compare' }
    if (claims.includes(job.uuid) || isAdopted) return { next: 'send', place, fresh: false }
    if (claims.length > 0) return { next: 'compare' }
    if (job.place === 'assumed') return { next: 'claim', fresh: false }
  }
  let isEmpty = true
  const [above] = await Promise.all([
    claimAbove(job.runPath, transport, io, destinations),
    transport.remote.list({ path: job.runPath, recursive: false }, io, () => {
      isEmpty = false
    }),
  ])
  if (above !== null) return { next: 'inside', above }
  if (isEmpty) return { next: 'claim', fresh: true }
  // a claim of this job alone: the program ended between writing it and recording it. A run that was verified is beyond that
  const isBeyond = known || job.restoredAt !== null || job.verifiedAt !== null
  const claims = isBeyond ? [] : await claimsAt(job.runPath, transport, io)
  return claims.length === 1 && claims[0] === job.uuid
    ? { next: 'send', place: 'own', fresh: true }
    : { next: 'compare' }
}

/**
 * Claims a place at which nothing of another run was found. Of two jobs that claim one place at once
 * at most one is told to send: each lists the claims after it wrote its own, and gives way where
 * another one stands; so do two of which one place lies in the other's. Whoever gives way takes its
 * claim back, so that a later try finds the place free. Throws TransportError where it could not be
 * written or listed.
 */
export const takePlace = async (
  job: Job,
  fresh: boolean,
  transport: Transport,
  io: AttemptIo,
  deps: ClaimDeps,
): Promise<PlaceFinding> => {
  const text = await writeClaim(job, transport, io, deps)
  // a claim is written nowhere but on the NAS: where it appears here, both are one folder
  if (await removeClaimHere(job.folder, job.uuid)) return { next: 'own_copy' }
  const [claims, above] = await Promise.all([
    (fresh ? claimsWithin : claimsAt)(job.runPath, transport, io),
    claimAbove(job.runPath, transport, io, deps.destinations),
  ])
  const isAlone = claims.length === 1 && claims[0] === job.uuid
  if (above !== null || !isAlone) {
    await withdrawClaim(job, text, transport, io)
    return above === null ? { next: 'compare' } : { next: 'inside', above }
  }
  // whoever claims a folder above finds this claim from now on
  for (const folder of foldersAbove(job.runPath)) deps.destinations.share(transport.target(folder))
  return { next: 'send', place: 'own', fresh }
}
