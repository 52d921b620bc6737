// Builds failures for the operator: from a transport's result, from a folder that cannot be read,
// from a bug. Headlines come from the reasons table.
import { msg } from '../../../../shared/language/msg.ts'
import { errorMessage } from '../../errors.ts'
import { IN_CLOUD } from '../../lib/cloud-files.ts'
import { FOLDER_MISSING, REASONS, type Reason } from '../../../../shared/reasons.ts'
import { TransportError, type TransportResult } from '../../transports/transport.ts'
import type { WalkError } from '../scan/walk.ts'
import type { Failure, Outcome } from './outcome.ts'

/** The failure in a result that is not ok, or in a thrown TransportError. */
export const failureOf = (failed: TransportResult | TransportError): Failure => {
  const { reason, message, phrase, returncode: exitCode } = failed
  if (failed instanceof TransportError)
    return {
      kind: failed.errorKind,
      reason: failed.reason,
      message,
      exitCode,
      stderr: failed.stderr,
      phrase,
    }
  return {
    kind: failed.errorKind ?? 'unknown',
    reason: reason ?? 'unrecognised',
    message,
    exitCode,
    stderr: failed.evidence,
    phrase,
  }
}

/** What a code of the system says of a file on this computer; any other one is a fault of its disk. */
const LOCAL_REASONS: Readonly<Record<string, Reason>> = {
  EACCES: 'local_permission_denied',
  EPERM: 'local_permission_denied',
  // another program has it open for itself alone (Windows)
  EBUSY: 'source_changed',
  ETXTBSY: 'source_changed',
  [IN_CLOUD]: 'source_in_cloud',
}

/**
 * A file or folder on this computer that exists but cannot be read; `code` and `systemMessage` are
 * the system's.
 */
export const unreadable = (
  path: string,
  code: string,
  systemMessage: string,
  platform: NodeJS.Platform = process.platform,
): Failure => {
  // rights answer EACCES there, the protection of privacy EPERM
  const isPrivate = platform === 'darwin' && code === 'EPERM'
  const reason = isPrivate ? 'local_privacy_refused' : (LOCAL_REASONS[code] ?? 'local_io_error')
  return {
    kind: REASONS[reason].kind,
    reason,
    message:
      code === IN_CLOUD
        ? msg`${path} is kept in a cloud and not on this computer.`
        : msg`${path} cannot be read on this computer (${code}).`,
    exitCode: null,
    stderr: systemMessage,
  }
}

/**
 * A run folder that could not be walked: the folder itself or something in it is gone or cannot be
 * read.
 */
export const walkFailure = (error: WalkError, folder: string): Failure => {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
    return unreadable(error.path, error.code, error.message)
  const reason: Reason = error.path === folder ? FOLDER_MISSING : 'source_vanished'
  return {
    kind: REASONS[reason].kind,
    reason,
    message: msg`${error.path} is no longer on this computer.`,
    exitCode: null,
    stderr: error.message,
  }
}

/** Message for a run in which a person excluded every file. */
export const ALL_EXCLUDED = msg`Every file of this run is excluded, so there is nothing to send and nothing to prove.`

/** Most groups of files that a message names. */
const MAX_GROUPS = 5

/** `1 file`, `3 files`. */
export const filesText = (n: number): string => (n === 1 ? msg`${n} file` : msg`${n} files`)

/** Names the first files of many in a sentence: `a.tif, b.tif and 3 more`. */
export const listNames = (paths: readonly string[], total: number): string =>
  total > paths.length
    ? msg`${paths.join(', ')} and ${total - paths.length} more`
    : paths.join(', ')

/** An internal error during an attempt: shown as it is, and retried like an unrecognised failure. */
export const internalErrorOutcome = (error: unknown): Outcome => {
  const message = msg`The attempt stopped on an error of ExLab Sync itself: ${errorMessage(error)}`
  return {
    next: 'failed',
    repeat: 'push',
    failure: { kind: 'unknown', reason: 'unrecognised', message, exitCode: null, stderr: '' },
  }
}

/** Names groups of files that are one name on the NAS. */
export const collisionsMessage = (groups: readonly (readonly string[])[]): string => {
  const shown = groups.slice(0, MAX_GROUPS).map((group) => group.join(' and '))
  return msg`These files have one name on the NAS, which does not tell capitals or forms of a letter apart: ${listNames(shown, groups.length)}.`
}
