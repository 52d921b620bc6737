// Schemas and types of jobs, files, attempts and errors. SQL, IPC, window and command line use the same terms.
import * as z from 'zod'
import { sentence } from './sentence.ts'
import { acknowledgement, fileState, jobState, lastError, proofLevel } from './stored.ts'

export type {
  Acknowledgement,
  FileState,
  JobState,
  LastError,
  ProofLevel,
  TransportErrorKind,
} from './stored.ts'

/** The transports; each wraps one transfer program (docs/spec.md 2). */
const TRANSPORT_TYPES = ['rclone', 'rsync_ssh', 'folder'] as const
export const transportType = z.enum(TRANSPORT_TYPES)

export const attemptPhase = z.enum(['push', 'verify', 'cleanup'])
export type AttemptPhase = z.infer<typeof attemptPhase>

export const attemptOutcome = z.enum(['done', 'failed', 'cancelled', 'interrupted'])
export type AttemptOutcome = z.infer<typeof attemptOutcome>

/**
 * Actions on a job. `next` puts it before all others, `earlier` and `later` one place on in the queue of its destination, `verify` proves it again, `archive` takes it off the list with all that
 * is known of it, `unarchive` puts it back.
 */
export const jobAction = z.enum([
  'retry',
  'next',
  'earlier',
  'later',
  'pause',
  'resume',
  'cancel',
  'verify',
  'archive',
  'unarchive',
])
export type JobAction = z.infer<typeof jobAction>

/** What a running job does at this moment; shown, never stored. */
const livePhase = z.enum(['counting', 'sending', 'checking', 'cleaning'])
export type LivePhase = z.infer<typeof livePhase>

export const count = z.number().int().nonnegative()
export const epochMs = z.number().int()

/** One row of the runs table with everything that it shows. */
export const jobSummary = z.object({
  id: z.number().int(),
  /** Leaf name of the run folder. */
  run: z.string(),
  folder: z.string(),
  instrument: z.string(),
  /** Name of its destination within the instrument; '': the first one. */
  slot: z.string(),
  /** Number of the run's first job: the same for all its destinations. */
  lead: z.number().int(),
  /** The instrument's id, or `<id>/<name>` for a further destination. */
  route: z.string(),
  transport: transportType.nullable(),
  /** The run's label and its operator from ExLab-Wizard's records; '' where they have none. */
  label: z.string(),
  operator: z.string(),
  /** Where the run goes, as the transfer program takes it: `nas:lab/FLOW_01/Run_1` or `u@host:/vol/Run_1/`. */
  target: z.string(),
  /** `target` without the run's path: `nas:lab`. */
  destination: z.string(),
  /** The destination for people: by the name that they gave it, else as `destination`. */
  place: z.string(),
  state: jobState,
  /** Paused by the operator. */
  held: z.boolean(),
  /** What the job waits for, as a phrase: a pause of everything, the hold of its destination, a recording; null: for nothing. */
  heldBy: sentence.nullable(),
  /** When what is said by `heldBy` ends, or is tried again, by itself; null: not by itself, or nothing holds it. */
  heldUntil: epochMs.nullable(),
  /** Why it is sent slowly now, as a phrase: its instrument records (docs/spec.md 7); null: it is not. */
  slowedBy: sentence.nullable(),
  /** `total` leaves excluded files out. */
  files: z.object({ total: count, byState: z.partialRecord(fileState, count) }),
  /** `done`: bytes sent, verified or proven by size. */
  bytes: z.object({ total: count, done: count }),
  /** Files in one of the attention states. */
  attention: count,
  /** Failures in this series of attempts; a manual retry starts a new series. */
  failures: count,
  maxAttempts: count,
  /** Attempts of all series. */
  attempts: count,
  /** When the job falls due; null where it does not wait. */
  dueAt: epochMs.nullable(),
  lastError: lastError.nullable(),
  /** True where the job waits for a person. */
  needsPerson: z.boolean(),
  ack: acknowledgement.nullable(),
  /** When the next scheduled verify pass or cleanup is due; null: none is planned. */
  maintenanceAt: epochMs.nullable(),
  proof: proofLevel,
  /** Proof level of the verified files, also where the run as a whole is not verified. */
  level: proofLevel,
  livePhase: livePhase.nullable(),
  createdAt: epochMs,
  verifiedAt: epochMs.nullable(),
  /** When a person took it off the list; null: it is on the list. */
  archivedAt: epochMs.nullable(),
  /** When its folder was found to be another run's, made anew under its name; null: the folder is its own. */
  folderReusedAt: epochMs.nullable(),
  /** When its row came from a backup of the queue, after which it was not proven yet; null: it is known to be as it says. */
  restoredAt: epochMs.nullable(),
  updatedAt: epochMs,
  /** Rises when file rows of the job change; the window reads them again then. */
  revision: count,
  /** Actions that are possible now; buttons are drawn from this list. */
  actions: z.array(jobAction),
})
export type JobSummary = z.infer<typeof jobSummary>

/** One row of a run's Files tab. */
export const fileRow = z.object({
  /** Position in the sorted list of the run's files, from 0. */
  seq: count,
  /** Relative, forward slashes. */
  path: z.string(),
  size: count,
  state: fileState,
  /** Digest of the local bytes in lower-case hex; null while not hashed. */
  sha256: z.string().nullable(),
  /** Digest of the remote bytes in lower-case hex, where it differs from the local one. */
  remoteSha256: z.string().nullable(),
  /** Size on the remote in bytes, as of the last comparison; null: unknown. */
  remoteSize: count.nullable(),
  /** Path below the run under which the NAS stores the file; null: under its own. */
  nasName: z.string().nullable(),
  lastError: sentence.nullable(),
  /** When the original was last modified. */
  modifiedAt: epochMs,
  /** Attempts that tried to send the file, and the time of the last one. */
  attempts: count,
  triedAt: epochMs.nullable(),
  /** Exit code of the attempt in which the file failed; null: it did not fail, or the attempt has no exit code. */
  exitCode: z.number().int().nullable(),
})
export type FileRow = z.infer<typeof fileRow>

/** One execution of one phase of a job. */
export const attemptRow = z.object({
  id: z.number().int(),
  jobId: z.number().int(),
  /** Within its job, from 1. */
  number: z.number().int(),
  phase: attemptPhase,
  /** The command lines as they could be typed, one on each line, secrets masked; null until a program was started. */
  command: z.string().nullable(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  outcome: attemptOutcome.nullable(),
  exitCode: z.number().int().nullable(),
  /** Files and bytes that the attempt sent, compared or deleted; null where that was not recorded. */
  files: count.nullable(),
  bytes: count.nullable(),
  error: lastError.nullable(),
})
export type AttemptRow = z.infer<typeof attemptRow>

export const logLevel = z.enum(['debug', 'info', 'notice', 'warning', 'error'])
export type LogLevel = z.infer<typeof logLevel>

/** One line of an attempt's log. */
export const logLine = z.object({
  /** From 0. */
  number: count,
  at: epochMs,
  level: logLevel,
  /** What wrote the line: `app`, `rclone`, `rsync` or `ssh`. */
  source: z.string(),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLine>

/** The lists of the sidebar; each job is in `all` and in exactly one of the others (docs/ux.md D3). */
export const jobView = z.enum(['all', 'needs_you', 'active', 'waiting', 'done'])
export type JobView = z.infer<typeof jobView>
