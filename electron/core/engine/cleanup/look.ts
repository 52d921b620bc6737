// A look: reads both sides of a proven run and changes neither, so that a cleanup decision rests on what is there now
// (docs/spec.md 8). It compares names, sizes and identities; a verify pass compares bytes.
import { msg } from '../../../../shared/language/msg.ts'
import type { Reason } from '../../../../shared/reasons.ts'
import { type Clock, type Moment, momentOf } from '../../domain/clock.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderIdentity } from '../../lib/file-identity.ts'
import { type FolderStanding, folderStanding } from '../../lib/folder-identity.ts'
import { sharesPlace } from '../../destinations/run-claim.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import { copiesOf } from '../../queue/copies-of-run.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import {
  type AttemptIo,
  type Transport,
  TransportError,
  silentIo,
} from '../../transports/transport.ts'
import { filesText, listNames } from '../attempt/failure-message.ts'
import { COPY_GONE } from '../attempt/outcome.ts'
import { manifestOfCopy } from '../attempt/proof/manifest.ts'
import type { Folding } from '../folding/folding.ts'
import { manifestGoneText } from '../folding/manifest-gone.ts'
import type { HashPool } from '../hashing/hash-pool.ts'
import { type FileSample, type OriginalsCheck, checkOriginals } from '../scan/check-originals.ts'
import { lookAtCopy, remoteLookOf } from './look-remote.ts'

/** What a look found out about one condition, with its value as a sentence. `unknown`: it could not be seen. */
export interface Finding {
  readonly outcome: 'good' | 'bad' | 'unknown'
  readonly words: string
}

/** Something that a look saw and that speaks against the proof of a run. */
export interface Counterevidence {
  /** null: late files, which are no fault of the run. */
  readonly reason:
    | Extract<Reason, 'changed_since_verified' | 'remote_changed' | 'manifest_gone'>
    | typeof COPY_GONE
    | null
  readonly message: string
  readonly hasLateFiles: boolean
}

/** Its moment is when both sides had been seen. */
export interface Look extends Moment {
  readonly reachable: Finding
  readonly destination: Finding
  readonly remote: Finding
  readonly local: Finding
  readonly folder: Finding
  /** Why the run has to be verified again; null: the look found no reason. */
  readonly against: Counterevidence | null
}

/** Answers whether the destination of a job is the one that is known, and there now. Throws TransportError. */
type DestinationStanding = (
  job: Job,
  transport: Transport,
  io: AttemptIo,
) => Promise<{ readonly ok: boolean; readonly words: string }>

export interface LookDeps {
  readonly files: FileStore
  readonly exclusions: Pick<ExclusionStore, 'rules'>
  readonly pool: Pick<HashPool, 'hash'>
  readonly folding: Pick<Folding, 'withRows'>
  readonly clock: Clock
  readonly jobs: Pick<JobStore, 'get'>
  readonly folders: Pick<FolderStore, 'jobsOfRun'>
  readonly destinationStanding: DestinationStanding
  /** False: this core only reads the queue. */
  readonly mayWrite: boolean
}

/** Number of files on both sides that were looked at, and that there are. */
export interface LookProgress {
  done: number
  readonly total: number
}

const good = (words: string): Finding => ({ outcome: 'good', words })
const bad = (words: string): Finding => ({ outcome: 'bad', words })
const unknown = (words: string): Finding => ({ outcome: 'unknown', words })

const FOLDER_FINDINGS: Readonly<Record<FolderStanding, Finding>> = {
  same: good(msg`The folder is the one that was added`),
  gone: unknown(msg`The folder of the run is not there`),
  unreachable: unknown(msg`The folder of the run cannot be reached`),
  link: bad(msg`The folder, or one above it, is a link now: nothing is deleted through it`),
  other: bad(
    msg`Another folder is in the place of the one that was added: nothing is deleted there`,
  ),
  untold: bad(msg`The file system does not tell folders apart: nothing is deleted there`),
}

/** Standings in which the folder can be compared with what was proven. */
const COMPARABLE: ReadonlySet<FolderStanding> = new Set(['same', 'untold'])

/** True where the folder of a run may be compared with what was proven: it is no other one. */
export const isComparable = async (
  folder: string,
  known: FolderIdentity | null,
): Promise<boolean> => COMPARABLE.has(await folderStanding(folder, known))

const sampleText = ({ count, names }: FileSample): string => listNames(names, count)

/** What speaks against the run in its own folder; null: nothing. */
export const againstOriginals = ({ late, changed }: OriginalsCheck): Counterevidence | null => {
  const parts = [
    changed.count === 0
      ? ''
      : msg`Changed on this computer since it was verified: ${sampleText(changed)}.`,
    late.count === 0 ? '' : msg`New in the run folder since it was verified: ${sampleText(late)}.`,
  ].filter((part) => part !== '')
  return parts.length === 0
    ? null
    : {
        reason: changed.count > 0 ? 'changed_since_verified' : null,
        message: parts.join(' '),
        hasLateFiles: late.count > 0,
      }
}

const localFinding = (check: OriginalsCheck): Finding => {
  const { late, changed } = check
  if (changed.count > 0)
    return bad(
      msg`${filesText(changed.count)} changed on this computer since the run was verified: ${sampleText(changed)}`,
    )
  if (late.count > 0)
    return bad(
      msg`${filesText(late.count)} in the folder since the run was verified: ${sampleText(late)}`,
    )
  return check.failed === null
    ? good(msg`No file changed on this computer since it was verified, and none is new`)
    : unknown(check.failed)
}

type RemoteFindings = Pick<Look, 'reachable' | 'destination' | 'remote' | 'against'>

const lookAtRemote = async (
  job: Job,
  transport: Transport,
  deps: LookDeps,
  io: AttemptIo,
  onFiles: (files: number) => void,
): Promise<RemoteFindings> => {
  const { files } = deps
  const reachable = good(msg`The NAS answered`)
  let destination = unknown(msg`The destination was not seen`)
  try {
    const standing = await deps.destinationStanding(job, transport, io)
    destination = standing.ok ? good(standing.words) : bad(standing.words)
    if (!standing.ok)
      return {
        reachable,
        destination,
        remote: unknown(msg`The copy was not looked at`),
        against: null,
      }
    const { faults, claims } = await lookAtCopy(job, remoteLookOf(transport), files, io, onFiles)
    const same = sharesPlace(job, claims, copiesOf(job, deps))
    if (same !== null)
      destination = bad(
        `${job.target} and ${same.target} are one and the same folder: there is one copy, not two`,
      )
    if (faults === null)
      return { reachable, destination, remote: good(msg`Every file is on the NAS`), against: null }
    const message = msg`Not on the NAS as it was verified: ${faults.names}.`
    return {
      reachable,
      destination,
      remote: bad(msg`${filesText(faults.count)} not on the NAS as verified: ${faults.names}`),
      against: { reason: 'remote_changed', message, hasLateFiles: false },
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (error.reason === COPY_GONE) {
      const message = msg`No longer on the NAS: the folder of the run, ${job.target}.`
      const remote = bad(msg`The folder of the run is no longer on the NAS`)
      return {
        reachable,
        destination,
        remote,
        against: { reason: COPY_GONE, message, hasLateFiles: false },
      }
    }
    const words = msg`The NAS could not be read: ${error.message}`
    return {
      reachable: unknown(words),
      destination: unknown(msg`The destination could not be read`),
      remote: unknown(msg`The copy could not be read`),
      against: null,
    }
  }
}

/** The look at a folded run whose manifest is gone: nothing can be said of its files. */
const unlooked = (why: string, clock: Clock): Look => {
  const nothing = unknown(manifestGoneText(why))
  return {
    ...momentOf(clock),
    reachable: nothing,
    destination: nothing,
    remote: nothing,
    local: nothing,
    folder: nothing,
    against: null,
  }
}

const lookAtBoth = async (
  job: Job,
  transport: Transport,
  deps: LookDeps,
  signal: AbortSignal,
  onProgress: (progress: LookProgress) => void,
): Promise<Look | null> => {
  const total = deps.files.nextSeq(job.id)
  const seen = { local: 0, remote: 0 }
  const show = (): void =>
    onProgress({
      done: Math.min(seen.local, total) + Math.min(seen.remote, total),
      total: 2 * total,
    })
  const standing = await folderStanding(job.folder, job.folderIdentity)
  const onEntries = (entries: number): void => {
    seen.local = entries
    show()
  }
  const looksLocal = COMPARABLE.has(standing)
    ? checkOriginals(job, { ...deps, onEntries }, signal)
    : Promise.resolve(null)
  const [originals, copy] = await Promise.all([
    looksLocal,
    lookAtRemote(job, transport, deps, silentIo(signal), (files) => {
      seen.remote = files
      show()
    }),
  ])
  if (signal.aborted) return null
  return {
    ...copy,
    ...momentOf(deps.clock),
    local:
      originals === null ? unknown(msg`The originals were not looked at`) : localFinding(originals),
    folder: FOLDER_FINDINGS[standing],
    against: (originals === null ? null : againstOriginals(originals)) ?? copy.against,
  }
}

/** Looks at both sides of a run at once; null: it was stopped. `transport`: of its destination as configured now. */
export const lookAtRun = async (
  job: Job,
  transport: Transport,
  deps: LookDeps,
  signal: AbortSignal,
  onProgress: (progress: LookProgress) => void,
): Promise<Look | null> => {
  const ask = manifestOfCopy(job, transport, silentIo(signal))
  // a NAS that does not answer has no manifest now
  const copy = (most: number): Promise<Uint8Array | null> =>
    ask(most).catch((error: unknown) => {
      if (error instanceof TransportError) return null
      throw error
    })
  const looked = await deps.folding.withRows(
    job,
    () => lookAtBoth(job, transport, deps, signal, onProgress),
    { copy },
  )
  return 'gone' in looked ? unlooked(looked.gone, deps.clock) : looked.result
}
