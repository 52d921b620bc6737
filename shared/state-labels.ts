// Labels of states: one word for each, the same in window, tray and command line (docs/ux.md D1, D5).
import { FILE_VIEWS } from './constants.ts'
import { messages, template } from './language/messages.ts'
import type { FileState, JobState, JobSummary, ProofLevel } from './model/model.ts'
import { CHANGED_SINCE, ONLY_COPY_UNPROVEN } from './reasons.ts'

/** The label of a run; shape and hue in the window follow from it. */
export type RunLabel =
  | 'Blocked'
  | 'Failed'
  | 'Changed since verified'
  | 'Checking'
  | 'Sending'
  | 'Stalled'
  | 'Retrying'
  | 'Held'
  | 'Waiting'
  | 'Sent, not proven'
  | 'Verified'
  | 'Verified before the restore'
  | 'Deletion due'
  | 'On NAS only'
  | 'Cancelled'

type Facts = Pick<
  JobSummary,
  | 'state'
  | 'held'
  | 'heldBy'
  | 'failures'
  | 'dueAt'
  | 'livePhase'
  | 'lastError'
  | 'verifiedAt'
  | 'restoredAt'
>

/**
 * True where only originals on this computer changed after the run was verified. The NAS has the proven copies; they are
 * overwritten only if a person decides so.
 */
export const isChangedSince = (job: Pick<JobSummary, 'state' | 'lastError'>): boolean =>
  job.state === 'failed' && job.lastError?.reason === CHANGED_SINCE

/** True where the NAS has the only copy: the local data was deleted, whatever a later check of the copy found. */
export const isOnNasOnly = (job: Pick<JobSummary, 'state' | 'lastError'>): boolean =>
  job.state === 'cleaned' ||
  (job.state === 'failed' && job.lastError?.reason === ONLY_COPY_UNPROVEN)

/** States that a proof leads to, and the check that confirms it. */
const PROVEN_OR_CHECKED: ReadonlySet<JobState> = new Set([
  'awaiting_verify',
  'verified',
  'cleanup_eligible',
  'cleaned',
])

/**
 * True for a run whose proof only a backup of the queue tells of: nobody knows what became of it since, so it is checked before
 * it is called verified again (docs/spec.md 12).
 */
export const isProvenBeforeRestore = (
  job: Pick<JobSummary, 'state' | 'verifiedAt' | 'restoredAt'>,
): boolean => job.restoredAt !== null && job.verifiedAt !== null && PROVEN_OR_CHECKED.has(job.state)

/** The label of a run, without numbers. */
export const runLabel = (job: Facts): RunLabel => {
  if (isProvenBeforeRestore(job) && job.livePhase === null) return 'Verified before the restore'
  switch (job.state) {
    case 'blocked':
      return 'Blocked'
    case 'failed':
      return isChangedSince(job) ? 'Changed since verified' : 'Failed'
    case 'cancelled':
      return 'Cancelled'
    case 'verified':
      return 'Verified'
    case 'cleanup_eligible':
      return 'Deletion due'
    case 'cleaned':
      return job.livePhase === 'checking' ? 'Checking' : 'On NAS only'
    case 'running':
      return job.livePhase === 'checking' ? 'Checking' : 'Sending'
    case 'awaiting_verify':
      if (job.dueAt === null && job.livePhase === null) return 'Sent, not proven'
      if (job.livePhase !== null) return 'Checking'
      if (job.held || job.heldBy !== null) return 'Held'
      return job.failures > 0 ? 'Retrying' : 'Checking'
    case 'queued':
      if (job.held || job.heldBy !== null) return 'Held'
      return job.failures > 0 ? 'Retrying' : 'Waiting'
  }
}

const RUN_LABEL_NAMES: Readonly<Record<RunLabel, string>> = messages('runLabels', {
  Blocked: 'Blocked',
  Failed: 'Failed',
  'Changed since verified': 'Changed since verified',
  Checking: 'Checking',
  Sending: 'Sending',
  Stalled: 'Stalled',
  Retrying: 'Retrying',
  Held: 'Held',
  Waiting: 'Waiting',
  'Sent, not proven': 'Sent, not proven',
  Verified: 'Verified',
  'Verified before the restore': 'Verified before the restore',
  'Deletion due': 'Deletion due',
  'On NAS only': 'On NAS only',
  Cancelled: 'Cancelled',
})

/** A label as it is shown. */
export const runLabelName = (label: RunLabel): string => RUN_LABEL_NAMES[label]

const ATTEMPT_MESSAGES = messages('runLabelAttempt', {
  retrying: template('Retrying {n}/{of}', (n: number, of: number) => ({ n, of })),
})

/** The label, with the number of the attempt while the run is being retried: `Retrying 2/5`. */
export const runLabelWithAttempt = (job: Facts & Pick<JobSummary, 'maxAttempts'>): string => {
  const word = runLabel(job)
  return word === 'Retrying'
    ? ATTEMPT_MESSAGES.retrying(Math.min(job.failures + 1, job.maxAttempts), job.maxAttempts)
    : runLabelName(word)
}

/** Key of a file's label: its state, or that it is retried automatically. */
export type FileLabelKey = FileState | 'retrying'

/** File states that are sent again with the next attempt of the run. */
const RETRIED_STATES: ReadonlySet<FileState> = new Set(FILE_VIEWS.retrying)

/** A failed file of a run that waits for its next attempt is labelled as retrying. */
export const fileLabelKey = (state: FileState, run: RunLabel): FileLabelKey =>
  RETRIED_STATES.has(state) && run === 'Retrying' ? 'retrying' : state

const FILE_LABELS: Readonly<Record<FileLabelKey, string>> = messages('fileLabels', {
  pending: 'Waiting',
  sending: 'Sending',
  sent: 'Sent',
  verified: 'Verified',
  size_only: 'Size only',
  changed: 'Changed',
  missing: 'Missing',
  mismatch: 'Different',
  failed: 'Failed',
  retrying: 'Retrying',
  vanished: 'Gone',
  skipped: 'Skipped',
  excluded: 'Excluded',
  cleaned: 'On NAS only',
})

export const fileLabel = (key: FileLabelKey): string => FILE_LABELS[key]

const PROOF_LABELS: Readonly<Record<ProofLevel, string>> = messages('proofLabels', {
  sha256: 'SHA-256',
  read_back: 'Read back',
  size_only: 'Size only',
  none: 'None',
})

export const proofLabel = (level: ProofLevel): string => PROOF_LABELS[level]

/** A run that is being written, or waits for its completion signal; it is not in the queue yet (docs/spec.md 6). */
export const RECORDING = messages('recording', {
  word: 'Recording',
  meaning: 'The instrument still writes it, or the sign that it is finished is not there yet.',
})

/** Proof level of one file. `level`: how the last verify pass of its run compared. */
export const fileProof = (state: FileState, level: ProofLevel): ProofLevel => {
  if (state === 'verified' || state === 'cleaned') return level
  return state === 'size_only' ? 'size_only' : 'none'
}

/** Meaning of each run label, for the legend and the operator guide. */
export const RUN_MEANINGS: Readonly<Record<RunLabel, string>> = messages('runMeanings', {
  Blocked: 'ExLab-Wizard or the settings hold it back until something is put right.',
  Failed: 'Sending or proving has stopped until somebody acts.',
  'Changed since verified':
    'Originals on this computer changed after the proof. The copy on the NAS is kept as it was proven.',
  Checking: 'It is on the NAS and is being proven.',
  Sending: 'Its files are being sent.',
  Stalled: 'It is being sent, but nothing has moved for a minute or longer.',
  Retrying: 'A try failed; the next one follows by itself.',
  Held: 'It waits because somebody or something holds it; the row says who.',
  Waiting: 'It waits for its turn in the queue.',
  'Sent, not proven': 'It is on the NAS, but not every file could be proven.',
  Verified: 'Every file on the NAS is proven equal to the original.',
  'Verified before the restore':
    'A backup of the queue says that it was proven. It is checked again before it counts as verified.',
  'Deletion due':
    'Verified, and safe to delete when that was decided. Both sides are checked once more first.',
  'On NAS only': 'The local data was deleted after it was proven once more.',
  Cancelled: 'Somebody stopped it. Nothing was deleted.',
})
export const RUN_LABELS = Object.keys(RUN_MEANINGS) as RunLabel[] // Object.keys answers plain strings

/** Meaning of each file label. */
export const FILE_MEANINGS: Readonly<Record<FileLabelKey, string>> = messages('fileMeanings', {
  pending: 'It waits to be sent.',
  sending: 'It is being sent.',
  sent: 'It is on the NAS and is not proven yet.',
  verified: 'The copy on the NAS is proven equal to the original.',
  size_only: 'Only its size could be compared: that is no proof.',
  changed: 'The original changed after it was sent.',
  missing: 'It is not on the NAS.',
  mismatch: 'The copy on the NAS differs from the original.',
  failed: 'It could not be sent.',
  retrying: 'It could not be sent; the next try follows by itself.',
  vanished: 'The original is no longer in the run folder.',
  skipped: 'It is no regular file and cannot be sent.',
  excluded: 'A person left it out, with a name and a reason. It is not sent and not proven.',
  cleaned: 'The original was deleted after the proof.',
})
export const FILE_LABEL_KEYS = Object.keys(FILE_MEANINGS) as FileLabelKey[] // Object.keys answers plain strings
