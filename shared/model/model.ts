// The words of the product as types: jobs, files, attempts, errors. The same words stand in SQL, IPC, UI and CLI.
import * as z from 'zod'
import { FILE_STATES } from '../constants.ts'

/** Kinds of failure (docs/spec.md 2). The kind alone decides how a job is retried. */
export const TRANSPORT_ERROR_KINDS = [
  'network',
  'auth',
  'hash_mismatch',
  'local_file_vanished',
  'unknown',
] as const
export const transportErrorKind = z.enum(TRANSPORT_ERROR_KINDS)
export type TransportErrorKind = z.infer<typeof transportErrorKind>

/** The two upstream programs that runs are pushed with (docs/spec.md 2). */
export const TRANSPORT_TYPES = ['rclone', 'rsync_ssh'] as const
export const transportType = z.enum(TRANSPORT_TYPES)
export type TransportType = z.infer<typeof transportType>

/** Job states (docs/spec.md 4). Paused is a flag beside them, not a state. */
export const JOB_STATES = [
  'queued',
  'blocked',
  'running',
  'awaiting_verify',
  'verified',
  'cleanup_eligible',
  'cleaned',
  'failed',
  'cancelled',
] as const
export const jobState = z.enum(JOB_STATES)
export type JobState = z.infer<typeof jobState>

/** @see FILE_STATES */
export const fileState = z.enum(FILE_STATES)
export type FileState = z.infer<typeof fileState>

/** How a run was proven, best first (docs/spec.md 5). Only the first two may be called Verified. */
export const PROOF_LEVELS = ['sha256', 'read_back', 'size_only', 'none'] as const
export const proofLevel = z.enum(PROOF_LEVELS)
export type ProofLevel = z.infer<typeof proofLevel>

export const attemptPhase = z.enum(['push', 'verify', 'cleanup'])
export type AttemptPhase = z.infer<typeof attemptPhase>

export const attemptOutcome = z.enum(['done', 'failed', 'cancelled', 'interrupted'])
export type AttemptOutcome = z.infer<typeof attemptOutcome>

/** What an operator may do to a job. `next`: it goes before all others; `verify` runs the proof again, `dismiss` takes the row off the list. */
export const jobAction = z.enum(['retry', 'next', 'pause', 'resume', 'cancel', 'verify', 'dismiss'])
export type JobAction = z.infer<typeof jobAction>

/** What is being done to a running job at this moment; shown, never stored. */
export const livePhase = z.enum(['counting', 'sending', 'checking', 'cleaning'])
export type LivePhase = z.infer<typeof livePhase>

/** Structured cause of a failure, stored as JSON with the job and the attempt (docs/spec.md 3). */
export const lastError = z.object({
  /** null only where the tool itself could not be started. */
  kind: transportErrorKind.nullable(),
  /** snake_case code of `shared/reasons.ts`. */
  reason: z.string(),
  /** One plain sentence for the operator. */
  message: z.string(),
  exitCode: z.number().int().nullable(),
  /** The lines of the tool's stderr that decided the reason, newline-separated; '' where there were none. */
  stderr: z.string(),
  /** The words in `stderr` that decided; '' where the exit did. Not set without a tool, and in rows of older versions. */
  phrase: z.string().nullish(),
  /** Number of the attempt within its job, from 1; null where no attempt was made. */
  attempt: z.number().int().nullable(),
  /** Epoch milliseconds. */
  at: z.number().int(),
})
export type LastError = z.infer<typeof lastError>

/** A problem that somebody has taken note of (docs/ux.md c-9): it stays visible, out of the badge count. */
export const acknowledgement = z.object({
  by: z.string().min(1).max(200),
  note: z.string().max(2_000),
  /** Epoch milliseconds. */
  at: z.number().int(),
})
export type Acknowledgement = z.infer<typeof acknowledgement>

const count = z.number().int().nonnegative()
const epochMs = z.number().int()

/** One row of the runs table, everything it shows. */
export const jobSummary = z.object({
  id: z.number().int(),
  /** Leaf name of the run folder. */
  run: z.string(),
  folder: z.string(),
  instrument: z.string(),
  transport: transportType.nullable(),
  /** What people called it and who made it, from ExLab-Wizard's records; '' where nobody said. */
  label: z.string(),
  operator: z.string(),
  /** Where the run goes, as the tool is told it: `nas:lab/FLOW_01/Run_1` or `u@host:/vol/Run_1/`. */
  target: z.string(),
  /** The part of `target` that is the destination's own: `nas:lab`. */
  destination: z.string(),
  state: jobState,
  /** Paused by the operator. */
  held: z.boolean(),
  /** Why its destination is held, as a sentence; null: it is not, or the job is not waiting for it. */
  heldBy: z.string().nullable(),
  /** `total`: without what a person excluded. */
  files: z.object({ total: count, byState: z.partialRecord(fileState, count) }),
  /** `done`: bytes sent, verified or proven by size. */
  bytes: z.object({ total: count, done: count }),
  /** Files in one of the attention states. */
  attention: count,
  /** Failures in this series of attempts; a manual retry starts a new series. */
  failures: count,
  maxAttempts: count,
  /** Attempts ever made, all series. */
  attempts: count,
  /** When waiting work falls due; null when nothing waits. */
  dueAt: epochMs.nullable(),
  lastError: lastError.nullable(),
  /** It waits for a person; `ack`: somebody has taken note of it. */
  needsPerson: z.boolean(),
  ack: acknowledgement.nullable(),
  /** When it is proven again or cleaned up by itself; null: neither is planned. */
  maintenanceAt: epochMs.nullable(),
  proof: proofLevel,
  /** The proof of those files that are verified, also where the run as a whole is not. */
  level: proofLevel,
  livePhase: livePhase.nullable(),
  createdAt: epochMs,
  verifiedAt: epochMs.nullable(),
  updatedAt: epochMs,
  /** Goes up whenever rows of `files` changed: refetch the window when it moves. */
  revision: count,
  /** What may be done now; buttons are drawn from this list. */
  actions: z.array(jobAction),
})
export type JobSummary = z.infer<typeof jobSummary>

/** One row of a run's Files tab. */
export const fileRow = z.object({
  /** Position in the sorted walk, from 0: also the row's place in the unfiltered view. */
  seq: count,
  /** Relative, forward slashes. */
  path: z.string(),
  size: count,
  state: fileState,
  /** Lower-case hex of the local bytes, or null while not hashed. */
  sha256: z.string().nullable(),
  /** Lower-case hex that the far side gave, when it differs from ours. */
  remoteSha256: z.string().nullable(),
  /** Bytes on the far side, as the last comparison knows them; null: it does not. */
  remoteSize: count.nullable(),
  lastError: z.string().nullable(),
  /** When it was last changed on this computer. */
  modifiedAt: epochMs,
  /** Attempts in which a tool tried to send it, and when it last did. */
  attempts: count,
  triedAt: epochMs.nullable(),
  /** With which the attempt ended in which it failed; null: it has not, or the attempt has no exit code. */
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
  /** The command lines as they could be typed, one a line, secrets masked; null until a tool was started. */
  command: z.string().nullable(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  outcome: attemptOutcome.nullable(),
  exitCode: z.number().int().nullable(),
  /** Files and bytes that it sent, compared or deleted; null where that was not kept. */
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
  /** Who said it: `app`, `rclone`, `rsync`, `ssh`. */
  source: z.string(),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLine>

/** The lists an operator looks at; each job is in exactly one of the middle four (docs/ux.md D3). */
export const jobView = z.enum(['all', 'needs_you', 'active', 'waiting', 'done'])
export type JobView = z.infer<typeof jobView>

/** A destination at which nothing is started for now, for one stated reason (docs/spec.md 3). */
export const destinationHold = z.object({
  /** Which destination: instruments that share it share the hold. */
  key: z.string(),
  /** As the tool is told it: `nas:lab` or `user@host:/vol`. */
  destination: z.string(),
  reason: z.string(),
  message: z.string(),
  stderr: z.string(),
  since: epochMs,
  /** When it is tried by itself; null: when somebody acts. */
  dueAt: epochMs.nullable(),
  instruments: z.array(z.string()),
})
export type DestinationHold = z.infer<typeof destinationHold>

/** The numbers of the whole queue, for the verdict strip and the sidebar. */
export const overview = z.object({
  counts: z.record(jobView, count),
  /** Of `counts.needs_you`, those that nobody has taken note of: the badge. */
  unacknowledged: count,
  /** Jobs that stopped on a fault: what "retry all failed" takes. */
  failed: count,
  /** Of `counts.active`, those that only wait for their next try. */
  retrying: count,
  /** Jobs whose every file is proven; `done` also holds cancelled ones. */
  proven: count,
  /** Runs that are being written, or wait for the sign that they are complete. */
  recording: count,
  /** All work is paused by the operator; `pausedUntil`: it goes on by itself then, null: when somebody says so. */
  paused: z.boolean(),
  pausedUntil: epochMs.nullable(),
  /** Limits of speed are switched off by the operator. */
  unlimited: z.boolean(),
  /** The strictest limit that holds now, Mb/s; null: none. */
  limitMbps: z.number().nullable(),
  /** When that changes; null: never. */
  limitUntil: epochMs.nullable(),
  /** How many runs of each instrument need somebody, move, or wait. */
  instruments: z.array(
    z.object({ id: z.string(), needsYou: count, active: count, waiting: count }),
  ),
  bytesLeft: count,
  /** Why the queue cannot be written, as a sentence; null: it can. */
  trouble: z.string().nullable(),
  /** Destinations at which nothing is started, oldest first. */
  holds: z.array(destinationHold),
})
export type Overview = z.infer<typeof overview>
