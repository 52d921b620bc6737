// What a finished verify pass says of the whole run, in words that name the files.
import { REASONS } from '../../../../shared/reasons.ts'
import { type PassCounts, passOutcome, runProof } from '../../domain/file-proof.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { DigestSummary } from '../../transports/transport.ts'
import type { AttemptContext } from './attempt-context.ts'
import { listNames } from './failure-message.ts'
import type { LocalDigestOutcome } from '../hashing/local-digests.ts'
import { type Failure, type Outcome, failed } from './outcome.ts'
import { ALL_EXCLUDED } from './push.ts'

const countPass = (files: FileStore, jobId: number): PassCounts => {
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
    unproven: of('size_only') + of('sent') + of('skipped'),
  }
}

const ofKind = (
  reason:
    | 'remote_changed'
    | 'changed_since_verified'
    | 'checksum_mismatch'
    | 'source_vanished'
    | 'source_changed'
    | 'remote_hash_unsupported',
  message: string,
): Failure => ({
  kind: REASONS[reason].kind,
  reason,
  message,
  exitCode: null,
  stderr: '',
})

const readFault = (hashed: LocalDigestOutcome): Failure | null => {
  if (hashed.fault === null) return null
  const { code, path, message } = hashed.fault
  const reason =
    code === 'EACCES' || code === 'EPERM' ? 'local_permission_denied' : 'local_io_error'
  return {
    kind: REASONS[reason].kind,
    reason,
    message: `${path} cannot be read on this computer (${code}).`,
    exitCode: null,
    stderr: message,
  }
}

/** As the gate says it before anything is sent. */
const NOTHING_LEFT: Failure = {
  kind: 'auth',
  reason: 'no_files',
  message: ALL_EXCLUDED,
  exitCode: null,
  stderr: '',
}

/** What the pass says of the run, in words that name the files. `proven`: the run had been verified before. */
export const verifyOutcome = (
  context: AttemptContext,
  summary: DigestSummary,
  hashed: LocalDigestOutcome,
  proven: boolean,
  tools: string,
): Outcome => {
  const { files, job } = context
  const counts = countPass(files, job.id)
  const fault = job.pushError ?? readFault(hashed)
  const { verdict } = passOutcome(counts, job.resends === 0 && !job.chosen)
  const name = (state: Parameters<FileStore['sample']>[1], n: number): string =>
    listNames(files.sample(job.id, state, 5), n)
  const proof = runProof(counts, summary.level)
  switch (verdict) {
    case 'verified':
      return { next: 'verified', proof, exitCode: 0, tools }
    case 'empty':
      return {
        next: 'ended',
        failure: NOTHING_LEFT,
      }
    case 'grown':
      return { next: 'grown', files: counts.pending }
    case 'changed': {
      const message = proven
        ? `Changed on this computer since it was verified: ${name('changed', counts.changed)}.`
        : `Changed on this computer while the run was being sent: ${name('changed', counts.changed)}.`
      return proven
        ? { next: 'ended', failure: ofKind('changed_since_verified', message) }
        : failed(ofKind('source_changed', message), 'push')
    }
    case 'mismatch': {
      if (fault !== null && job.resends > 0) return failed({ ...fault }, 'push')
      const [different, absent] = proven
        ? ['Changed on the NAS since it was verified', 'No longer on the NAS']
        : ['Different on the NAS', 'Not on the NAS']
      const parts = [
        counts.mismatch > 0 ? `${different}: ${name('mismatch', counts.mismatch)}.` : '',
        counts.missing > 0 ? `${absent}: ${name('missing', counts.missing)}.` : '',
      ]
      const reason = proven ? 'remote_changed' : 'checksum_mismatch'
      return failed(ofKind(reason, parts.filter((p) => p !== '').join(' ')), 'push')
    }
    case 'vanished':
      return failed(
        ofKind(
          'source_vanished',
          `No longer in the run folder: ${name('vanished', counts.vanished)}.`,
        ),
        'push',
      )
    case 'failed': {
      const named = `Not sent: ${name('failed', counts.failed)}.`
      const cause = fault ?? {
        ...ofKind('source_changed', ''),
        kind: 'unknown',
        reason: 'unrecognised',
      }
      return failed({ ...cause, message: `${cause.message} ${named}`.trim() }, 'push')
    }
    case 'unproven':
      return { next: 'unproven', proof, failure: unproven(context, counts) }
  }
}

const unproven = (context: AttemptContext, counts: PassCounts): Failure => {
  const { byState } = context.files.counts(context.job.id)
  const skipped = byState.skipped ?? 0
  const left = counts.total - counts.verified
  const why =
    skipped === left
      ? `${skipped} entries are not regular files and were left out: ${listNames(context.files.sample(context.job.id, 'skipped', 5), skipped)}.`
      : `${left} of ${counts.total} files are sent, but the NAS gives no SHA-256 for them.`
  return ofKind('remote_hash_unsupported', why)
}
