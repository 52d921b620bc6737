// Turns the file states after a verify pass into the outcome for the whole run, with a message that
// names the files.
import { msg } from '../../../../../shared/language/msg.ts'
import { REASONS } from '../../../../../shared/reasons.ts'
import { type PassCounts, passOutcome, runProof } from '../../../domain/file-proof.ts'
import type { FileStore } from '../../../files/file-store.ts'
import type { Job } from '../../../queue/job-row.ts'
import type { DigestSummary } from '../../../transports/transport.ts'
import type { LocalDigestOutcome } from '../../hashing/local-digests.ts'
import { ALL_EXCLUDED, collisionsMessage, listNames, unreadable } from '../failure-message.ts'
import { type Failure, type Outcome, failed } from '../outcome.ts'
import type { CopyFaults } from './copy-faults.ts'

/** Most files that a message names. */
const MAX_NAMED = 5

const countPass = (files: FileStore, jobId: number, collisions: number): PassCounts => {
  const { byState } = files.counts(jobId)
  const of = (state: keyof typeof byState): number => byState[state] ?? 0
  return {
    total: Object.values(byState).reduce((sum, n) => sum + n, 0) - of('excluded'),
    verified: of('verified') + of('cleaned'),
    mismatch: of('mismatch'),
    missing: of('missing'),
    changed: of('changed'),
    pending: of('pending') + of('sending'),
    vanished: of('vanished'),
    failed: of('failed'),
    unproven: of('size_only') + of('sent'),
    leftOut: of('skipped'),
    collisions,
  }
}

const failureWith = (
  reason:
    | 'remote_changed'
    | 'changed_since_verified'
    | 'checksum_mismatch'
    | 'source_vanished'
    | 'source_changed'
    | 'remote_hash_unsupported'
    | 'entries_left_out'
    | 'cache_not_passed'
    | 'names_collide',
  message: string,
): Failure => ({
  kind: REASONS[reason].kind,
  reason,
  message,
  exitCode: null,
  stderr: '',
})

/** The same failure as a push that finds every file excluded. */
const NOTHING_TO_PROVE: Failure = {
  kind: 'auth',
  reason: 'no_files',
  message: ALL_EXCLUDED,
  exitCode: null,
  stderr: '',
}

interface FinishedPass {
  readonly summary: DigestSummary
  readonly hashed: LocalDigestOutcome
  /** The run had been verified before this pass. */
  readonly wasProven: boolean
  /** Where that was, if its place was changed since: what is not here was never here; null: here. */
  readonly provenElsewhere: string | null
  /** Program and version that gave the remote digests. */
  readonly tools: string
  /** Groups of files that are one name on the NAS. */
  readonly collisions: readonly (readonly string[])[]
  /** What is wrong with copies beside other bytes. */
  readonly faults: CopyFaults
}

/** The outcome of a finished verify pass, from the states that it gave the job's files. */
export const verifyOutcome = (job: Job, files: FileStore, pass: FinishedPass): Outcome => {
  const { hashed, wasProven, provenElsewhere } = pass
  const counts = countPass(files, job.id, pass.collisions.length)
  const readFault =
    hashed.fault === null
      ? null
      : unreadable(hashed.fault.path, hashed.fault.code, hashed.fault.message)
  const fault = job.pushError ?? readFault
  const decided = passOutcome(counts, job.resends === 0 && !job.chosen)
  // late files of a proven run are sent first: an original that changed does not hold them up
  const isLateFirst = wasProven && decided.outcome === 'changed' && counts.pending > 0
  const outcome = isLateFirst ? 'new_files' : decided.outcome
  const names = (state: Parameters<FileStore['sample']>[1], total: number): string =>
    listNames(files.sample(job.id, state, MAX_NAMED), total)
  const proof = runProof(counts, pass.summary.level)
  switch (outcome) {
    case 'verified':
      return { next: 'verified', proof, exitCode: 0, tools: pass.tools }
    case 'empty':
      return { next: 'permanent_failure', failure: NOTHING_TO_PROVE }
    case 'collision':
      return {
        next: 'permanent_failure',
        failure: failureWith('names_collide', collisionsMessage(pass.collisions)),
      }
    case 'new_files':
      return { next: 'new_files', files: counts.pending }
    case 'changed': {
      const message = wasProven
        ? msg`Changed on this computer since it was verified: ${names('changed', counts.changed)}.`
        : msg`Changed on this computer while the run was being sent: ${names('changed', counts.changed)}.`
      return wasProven
        ? { next: 'permanent_failure', failure: failureWith('changed_since_verified', message) }
        : failed(failureWith('source_changed', message), 'push')
    }
    case 'mismatch': {
      if (fault !== null && job.resends > 0) return failed({ ...fault }, 'push')
      const { faults } = pass
      const others = Math.max(0, counts.mismatch - faults.count)
      const otherNames = files
        .sample(job.id, 'mismatch', MAX_NAMED + faults.count)
        .filter((path) => !faults.names(path))
        .slice(0, Math.min(MAX_NAMED, others))
      const wasHere = wasProven && provenElsewhere === null
      const parts = [
        ...faults.sentences(),
        others > 0 ? differentText(listNames(otherNames, others), wasHere) : '',
        counts.missing > 0 ? absentText(names('missing', counts.missing), wasHere) : '',
        provenElsewhere === null ? '' : elsewhereText(provenElsewhere),
      ]
      const message = parts.filter((part) => part !== '').join(' ')
      // a check only looks: what a proven copy became may be somebody's work, so a person decides
      return wasProven
        ? { next: 'permanent_failure', failure: failureWith('remote_changed', message) }
        : failed(failureWith('checksum_mismatch', message), 'push')
    }
    case 'vanished': {
      const message = msg`No longer in the run folder: ${names('vanished', counts.vanished)}.`
      return failed(failureWith('source_vanished', message), 'push')
    }
    case 'failed': {
      const notSent = msg`Not sent: ${names('failed', counts.failed)}.`
      const cause = fault ?? {
        ...failureWith('source_changed', ''),
        kind: 'unknown',
        reason: 'unrecognised',
      }
      const sentence = /[.!?]$|^$/.test(cause.message) ? cause.message : `${cause.message}.`
      return failed({ ...cause, message: `${sentence} ${notSent}`.trim() }, 'push')
    }
    case 'unproven':
      return { next: 'unproven', proof, failure: unproven(job, files, counts, pass.summary) }
  }
}

const differentText = (names: string, wasProven: boolean): string =>
  wasProven
    ? msg`Changed on the NAS since it was verified: ${names}.`
    : msg`Different on the NAS: ${names}.`

const absentText = (names: string, wasProven: boolean): string =>
  wasProven ? msg`No longer on the NAS: ${names}.` : msg`Not on the NAS: ${names}.`

const elsewhereText = (place: string): string =>
  msg`It was proven at ${place}, and its place was changed in the settings since.`

/** The folder of a proven run is not at `target`; `elsewhere`: where it was proven, null: there. */
export const folderGone = (target: string, elsewhere: string | null): string =>
  elsewhere === null
    ? msg`No longer on the NAS: the folder of the run, ${target}.`
    : `${msg`Not on the NAS: the folder of the run, ${target}.`} ${elsewhereText(elsewhere)}`

const cachedMessage = (unprovenFiles: number, total: number): string =>
  msg`The destination is a folder of this computer, and SHA-256 of ${unprovenFiles} of ${total} files could not be read past this computer's cache.`

const unproven = (
  job: Job,
  files: FileStore,
  counts: PassCounts,
  { gap }: DigestSummary,
): Failure => {
  const skipped = counts.leftOut
  const unprovenFiles = counts.total - counts.verified
  const names = listNames(files.sample(job.id, 'skipped', MAX_NAMED), skipped)
  if (skipped === unprovenFiles)
    return failureWith(
      'entries_left_out',
      skipped === 1
        ? msg`One entry is no regular file and is left out: ${names}. Everything else is sent and proven.`
        : msg`${skipped} entries are no regular files and are left out: ${names}. Everything else is sent and proven.`,
    )
  const sent = unprovenFiles - skipped
  const total = counts.total - skipped
  return gap === 'cache_not_passed'
    ? failureWith(gap, cachedMessage(sent, total))
    : failureWith(
        'remote_hash_unsupported',
        msg`${sent} of ${total} files are sent, but the NAS gives no SHA-256 for them.`,
      )
}
