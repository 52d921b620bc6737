// Schemas of list queries and of list rows other than jobs and files: causes, exclusions, activity, destinations, tree levels.
import * as z from 'zod'
import { attemptOutcome, attemptPhase, fileRow, jobView, logLine, transportType } from './model.ts'
import { connectionTestReport } from './reports.ts'
import { FILE_VIEWS } from '../constants.ts'
import { sentence } from './sentence.ts'
import { RUN_STATE_FILTERS } from './states.ts'
import { acknowledgement, fileState, lastError, proofLevel, transportErrorKind } from './stored.ts'

const count = z.number().int().nonnegative()
const epochMs = z.number().int()

/** Columns by which the runs table can be sorted (docs/ux.md D4). */
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
const runColumn = z.enum(RUN_COLUMNS)
export type RunColumn = z.infer<typeof runColumn>

/** Identity of a cause: all runs that need a person for one reason at one destination (docs/ux.md D6). */
const causeKey = z.strictObject({
  /** Key of the destination; '' for a run whose instrument is no longer set up. */
  destination: z.string().max(1_000),
  reason: z.string().max(200),
})
export type CauseKey = z.infer<typeof causeKey>

const runStateFilter = z.enum(RUN_STATE_FILTERS)
export type RunStateFilter = z.infer<typeof runStateFilter>

/** Which runs a list shows, and in which order. Fields that are left out do not narrow the list. */
export const runQuery = z.strictObject({
  view: jobView,
  search: z.string().max(500),
  instrument: z.string().max(200).optional(),
  destination: z.string().max(1_000).optional(),
  cause: causeKey.optional(),
  state: runStateFilter.optional(),
  /** Last changed at or after `since` and before `until`, epoch ms. */
  since: epochMs.optional(),
  until: epochMs.optional(),
  sort: z.strictObject({ by: runColumn, descending: z.boolean() }).optional(),
})
export type RunQuery = z.infer<typeof runQuery>

/** File formats of an exported list of runs. */
export const listForm = z.enum(['csv', 'json'])
export type ListForm = z.infer<typeof listForm>

/** @see FILE_VIEWS */
export const fileView = z.enum(
  // z.enum takes a non-empty tuple
  Object.keys(FILE_VIEWS) as [keyof typeof FILE_VIEWS, ...(keyof typeof FILE_VIEWS)[]],
)
export type FileView = z.infer<typeof fileView>

/** One cause card: what failed, how much, and the newest run as an example. */
export const cause = z.object({
  key: causeKey,
  kind: transportErrorKind.nullable(),
  /** For people: by the name that they gave it, else as the transfer program takes it. */
  destination: z.string(),
  instruments: z.array(z.string()),
  runs: count,
  /** Runs without an acknowledgement. */
  unacknowledged: count,
  /** Affected files and their bytes: files that failed themselves, or else all that are not proven. */
  files: count,
  bytes: count,
  /** The newest of its runs. */
  newest: z.object({ jobId: z.number().int(), run: z.string() }),
  error: lastError,
  /** When it began: the oldest of its failures, or the hold of the destination for it, epoch ms. */
  since: epochMs,
  /** The newest of its failures, epoch ms. */
  lastAt: epochMs,
  /** Runs that did not fail and wait because the destination is on hold for it. */
  waiting: count,
  /** The newest note on one of its runs; null: there is none. */
  ack: acknowledgement.nullable(),
  /** How its runs and the destination stand: what is done next follows from it (shared/problem-words.ts). */
  standing: z.object({
    /** All of its runs; the next ones are some of them, in no two of these counts. */
    runs: count,
    busy: count,
    /** Held by a person. */
    held: count,
    /** Wait for their next attempt. */
    retrying: count,
    blocked: count,
    /** Sent, and not proven. */
    unproven: count,
    /** Proven: nothing of them is sent, and the check that met the problem is made again. */
    proven: count,
    /** Most failed tries of one run in its current series. */
    tries: count,
    maxAttempts: count,
    /** When the first of the next attempts or checks is due, epoch ms; null: none is. */
    nextAt: epochMs.nullable(),
    /** The destination is on hold for this reason; `dueAt` null: until a person acts. */
    hold: z.object({ dueAt: epochMs.nullable() }).nullable(),
  }),
  /** The deciding phrase of the program's output; '' where the exit code decided. */
  phrase: z.string(),
  /** The first few affected paths. */
  paths: z.array(z.string()),
  /** The view of the Files tab that shows exactly these files where `runs` is 1. */
  view: fileView,
})
export type Cause = z.infer<typeof cause>

/** Files that a person excluded from a run, with name, note and time. */
export const exclusion = z.object({
  id: z.number().int(),
  /** `accepted`: the original is gone, and a person accepts the copy on the NAS without a proof. */
  kind: z.enum(['pattern', 'files', 'accepted']),
  /** null for chosen files. */
  pattern: z.string().nullable(),
  by: z.string(),
  note: z.string(),
  at: epochMs,
  /** Files that it excludes now, and their bytes. */
  files: count,
  bytes: count,
})
export type Exclusion = z.infer<typeof exclusion>

const activityLevel = z.enum(['info', 'warning', 'error'])
export type ActivityLevel = z.infer<typeof activityLevel>

/** One line of the app-wide log (docs/ux.md D3): what happened to runs and destinations, and what people did. */
export const activity = z.object({
  id: z.number().int(),
  at: epochMs,
  level: activityLevel,
  /** `person`: a person clicked or typed it. */
  source: z.enum(['app', 'person']),
  jobId: z.number().int().nullable(),
  instrument: z.string(),
  run: z.string(),
  text: sentence,
  /** Steps of the run that led to this line and are folded below it. */
  steps: count,
  /** It is one of these steps, unfolded. */
  isStep: z.boolean(),
})
export type Activity = z.infer<typeof activity>

export const activityQuery = z.strictObject({
  level: activityLevel,
  instrument: z.string().max(200).optional(),
  jobId: z.int().positive().optional(),
  search: z.string().max(500),
  /** Lines of what people did, or of what the app did. */
  source: z.enum(['app', 'person']).optional(),
  /** Lines from `since` on and before `until`, epoch ms. */
  since: epochMs.optional(),
  until: epochMs.optional(),
  /** One line for each outcome of a run, its steps folded below it, but for those of the lines with these ids. */
  unfolded: z.array(z.int().positive()).max(100).optional(),
})
export type ActivityQuery = z.infer<typeof activityQuery>

/** A destination with its instruments, its last connection test and its speeds. */
export const destinationInfo = z.object({
  key: z.string(),
  destination: z.string(),
  transport: transportType,
  instruments: z.array(z.string()),
  /** The newest connection test of its instruments; null: none was made. */
  report: connectionTestReport.nullable(),
  /** Settings changed since that test. */
  stale: z.boolean(),
  /** When the NAS last answered this account, as the settings are now; null: never. */
  lastContact: epochMs.nullable(),
  /** When a connection test failed to reach it, after the last contact; null: none did. */
  testFailedAt: epochMs.nullable(),
  /** The last rehearsal that was made by itself; null: none was. */
  rehearsal: connectionTestReport.nullable(),
  /** How the last proven run there was compared; null: none was proven. */
  lastProof: proofLevel.nullable(),
  /** Speeds of successful pushes, newest first, at most 30. */
  speeds: z.array(z.object({ at: epochMs, bytesPerSecond: z.number() })),
})
export type DestinationInfo = z.infer<typeof destinationInfo>

/** One row of a folder in the tree of a run's files. */
export const levelRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), file: fileRow }),
  z.object({
    kind: z.literal('folder'),
    /** Relative to the run folder, without a trailing slash. */
    path: z.string(),
    /** Number of files at any depth below it; `more`: the count was cut off there. */
    files: count,
    more: z.boolean(),
    /** The worst attention state below it, or else the one state that all its files have; null: several states. */
    state: fileState.nullable(),
  }),
])
export type LevelRow = z.infer<typeof levelRow>

/** One file with its paths, its proof and the attempts that concerned it. */
export const fileHistory = z.object({
  /** Its current row. */
  file: fileRow,
  localPath: z.string(),
  remotePath: z.string(),
  proof: proofLevel,
  /** The last attempts that concerned the file, newest first, with the log lines that name it; bounded. */
  attempts: z.array(
    z.object({
      id: z.number().int(),
      number: z.number().int(),
      phase: attemptPhase,
      startedAt: epochMs,
      /** null: the attempt still runs. */
      outcome: attemptOutcome.nullable(),
      exitCode: z.number().int().nullable(),
      lines: z.array(logLine),
    }),
  ),
})
export type FileHistory = z.infer<typeof fileHistory>

/** Runs that were added before their instrument got a destination, and have no job for it. */
export const lackingRuns = z.object({
  instrument: z.string(),
  /** Name of the destination within the instrument; '': the first. */
  slot: z.string(),
  /** Where it is, for people. */
  destination: z.string(),
  required: z.boolean(),
  runs: z.int(),
})
export type LackingRuns = z.infer<typeof lackingRuns>
