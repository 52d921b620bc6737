// What a list may be asked for, and the rows that are neither jobs nor files: causes, activity, instruments, destinations.
import * as z from 'zod'
import { FILE_VIEWS } from '../constants.ts'
import {
  JOB_STATES,
  attemptOutcome,
  attemptPhase,
  fileRow,
  fileState,
  jobView,
  lastError,
  logLine,
  proofLevel,
  transportErrorKind,
} from './model.ts'
import { doctorReport } from './reports.ts'

const count = z.number().int().nonnegative()
const epochMs = z.number().int()

/** Columns of the runs table that a list can be ordered by (docs/ux.md D4). */
export const RUN_COLUMNS = [
  'state',
  'run',
  'instrument',
  'progress',
  'size',
  'problems',
  'left',
  'speed',
  'proof',
  'activity',
  'attempts',
  'destination',
  'nas_path',
  'folder',
  'operator',
  'queued',
  'verified',
  'exit',
] as const
export const runColumn = z.enum(RUN_COLUMNS)
export type RunColumn = z.infer<typeof runColumn>

/** One cause: every run that waits for a person for the same reason at the same destination (docs/ux.md D6). */
export const causeKey = z.strictObject({
  /** Key of the destination; '' for a run whose instrument is no longer set up. */
  destination: z.string().max(1_000),
  reason: z.string().max(200),
})
export type CauseKey = z.infer<typeof causeKey>

/** Which runs, and in which order. What is left out does not narrow the list. */
export const runQuery = z.strictObject({
  view: jobView,
  search: z.string().max(500),
  instrument: z.string().max(200).optional(),
  destination: z.string().max(1_000).optional(),
  cause: causeKey.optional(),
  /** `changed_since`: failed, and only originals changed after the proof; `failed` is without those. */
  state: z.enum([...JOB_STATES, 'changed_since']).optional(),
  /** Last changed at or after, and before: epoch ms. */
  since: epochMs.optional(),
  until: epochMs.optional(),
  sort: z.strictObject({ by: runColumn, descending: z.boolean() }).optional(),
})
export type RunQuery = z.infer<typeof runQuery>

/** @see FILE_VIEWS */
export const fileView = z.enum(
  // the keys of that table
  Object.keys(FILE_VIEWS) as [keyof typeof FILE_VIEWS, ...(keyof typeof FILE_VIEWS)[]],
)
export type FileView = z.infer<typeof fileView>

/** One card: what failed, how much, and the newest example of it. */
export const cause = z.object({
  key: causeKey,
  kind: transportErrorKind.nullable(),
  /** As the tool is told it. */
  destination: z.string(),
  instruments: z.array(z.string()),
  runs: count,
  /** Runs of it that nobody has taken note of. */
  unacknowledged: count,
  /** Files that are affected, and their bytes: those with a fault of their own, else all that is not proven. */
  files: count,
  bytes: count,
  /** The newest run of it. */
  newest: z.object({ jobId: z.number().int(), run: z.string() }),
  error: lastError,
  /** The words of the tool that decided; '' where its exit code did. */
  phrase: z.string(),
  /** The first few paths. */
  paths: z.array(z.string()),
  /** Which chip of the Files tab shows exactly `files` rows where `runs` is 1. */
  view: fileView,
})
export type Cause = z.infer<typeof cause>

/** What a person decided to leave out of a run, with a name, a note and a time. */
export const exclusion = z.object({
  id: z.number().int(),
  /** `accepted`: the original is gone, and the copy on the NAS is kept without a proof. */
  kind: z.enum(['pattern', 'files', 'accepted']),
  /** null for chosen files. */
  pattern: z.string().nullable(),
  by: z.string(),
  note: z.string(),
  at: epochMs,
  /** How many files it leaves out now. */
  files: count,
  bytes: count,
})
export type Exclusion = z.infer<typeof exclusion>

export const activityLevel = z.enum(['info', 'warning', 'error'])
export type ActivityLevel = z.infer<typeof activityLevel>

/** One line of the app-wide log (docs/ux.md D3): what became of runs and destinations, and what people did. */
export const activity = z.object({
  id: z.number().int(),
  at: epochMs,
  level: activityLevel,
  /** `person`: somebody clicked or typed it. */
  source: z.enum(['app', 'person']),
  jobId: z.number().int().nullable(),
  instrument: z.string(),
  run: z.string(),
  text: z.string(),
})
export type Activity = z.infer<typeof activity>

export const activityQuery = z.strictObject({
  level: activityLevel,
  instrument: z.string().max(200).optional(),
  jobId: z.int().positive().optional(),
  search: z.string().max(500),
})
export type ActivityQuery = z.infer<typeof activityQuery>

/** A destination: what instruments share, with its last connection test. */
export const destinationInfo = z.object({
  key: z.string(),
  destination: z.string(),
  transport: z.enum(['rclone', 'rsync_ssh']),
  instruments: z.array(z.string()),
  /** The newest connection test of any of its instruments; null: none was made. */
  report: doctorReport.nullable(),
  /** Settings changed since that test. */
  stale: z.boolean(),
  /** When a file was last sent there, or the far side last answered; null: never. */
  lastContact: epochMs.nullable(),
  /** Pushes that went through, newest first, at most 30. */
  speeds: z.array(z.object({ at: epochMs, bytesPerSecond: z.number() })),
})
export type DestinationInfo = z.infer<typeof destinationInfo>

/** One row of a folder in the tree of a run's files. */
export const levelRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), file: fileRow }),
  z.object({
    kind: z.literal('folder'),
    /** Below the run folder, without a slash at its end. */
    path: z.string(),
    /** Files below it, however deep; `more`: there are more than that. */
    files: count,
    more: z.boolean(),
    /** The worst state below it that a person has to look at; else the one that all files there have; null: several. */
    state: fileState.nullable(),
  }),
])
export type LevelRow = z.infer<typeof levelRow>

/** Everything about one file that the row has no room for. */
export const fileStory = z.object({
  /** Its row as it is now. */
  file: fileRow,
  localPath: z.string(),
  remotePath: z.string(),
  proof: proofLevel,
  /** The last attempts that had to do with it, newest first, with the lines of their logs that name it; bounded. */
  attempts: z.array(
    z.object({
      id: z.number().int(),
      number: z.number().int(),
      phase: attemptPhase,
      startedAt: epochMs,
      /** null: it is under way. */
      outcome: attemptOutcome.nullable(),
      exitCode: z.number().int().nullable(),
      lines: z.array(logLine),
    }),
  ),
})
export type FileStory = z.infer<typeof fileStory>
