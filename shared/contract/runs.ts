// Calls about runs: their lists, files, attempts, logs, causes, and what may be done to them.
import * as z from 'zod'
import {
  activity,
  activityQuery,
  cause,
  exclusion,
  fileStory,
  fileView,
  levelRow,
  runQuery,
} from '../model/list-rows.ts'
import { attemptRow, fileRow, jobAction, jobSummary, logLevel, logLine } from '../model/model.ts'
import { cleanupDecision, cleanupPreview, recording } from '../model/reports.ts'
import { foundFolder } from '../model/settings.ts'

/** Most rows one call answers, whatever it asks for. */
export const PAGE_ROWS = 200
/** Most log lines one call answers. */
export const PAGE_LINES = 500

const jobId = z.int().positive()
const attemptId = z.int().positive()
const offset = z.int().nonnegative().max(100_000_000)
const limit = z.int().positive().max(PAGE_ROWS)
const search = z.string().max(500)
const folderPath = z.string().min(1).max(32_768)
/** Below the run folder: relative, forward slashes. */
const insidePath = z.string().max(32_768)
const seqs = z.array(z.int().nonnegative()).min(1).max(1_000)
const pattern = z.string().min(1).max(500)
const who = z.string().trim().min(1).max(200)
const taken = z.object({ files: z.int(), bytes: z.int() })
const some = z.array(jobId).min(1).max(1_000)

/** A folder that was not taken, and why, in a sentence that names it. */
export const refusedFolder = z.object({
  folder: z.string(),
  message: z.string(),
  /** It lies in no instrument's folder: naming one would help. */
  unclear: z.boolean(),
})
export type RefusedFolder = z.infer<typeof refusedFolder>

const done = z.object({
  changed: z.int(),
  refused: z.array(z.object({ jobId: z.int(), message: z.string() })),
})

export const runsMethods = {
  'folders.inspect': {
    /** What dropped folders are, before anything is added. */
    input: z.strictObject({ folders: z.array(folderPath).min(1).max(1_000) }),
    output: z.object({ rows: z.array(foundFolder) }),
  },
  'jobs.add': {
    input: z.strictObject({
      folders: z.array(folderPath).min(1).max(1_000),
      instrumentId: z.string().max(200).nullable(),
    }),
    output: z.object({
      /** New jobs, and those that were there already: adding twice is harmless. */
      jobs: z.array(jobSummary),
      refused: z.array(refusedFolder),
    }),
  },
  'jobs.list': {
    input: runQuery.extend({ offset, limit }),
    output: z.object({ rows: z.array(jobSummary), total: z.int() }),
  },
  'jobs.ids': {
    /** The runs of a list without their rows, at most 1,000: "select all". */
    input: runQuery,
    output: z.object({ ids: z.array(z.int()), total: z.int() }),
  },
  'jobs.get': { input: z.strictObject({ jobId }), output: jobSummary },
  'jobs.act': {
    input: z.strictObject({
      jobs: z.union([some, z.literal('all_failed'), z.literal('all_finished')]),
      action: jobAction,
    }),
    output: done,
  },
  /** Says where the folder of a run is now; what failed is tried again at once. Refused where it is not this run's. */
  'jobs.locate': { input: z.strictObject({ jobId, folder: folderPath }), output: z.null() },
  'jobs.acknowledge': {
    /** `by` null takes the note back. */
    input: z.strictObject({
      jobs: some,
      by: z.string().trim().min(1).max(200).nullable(),
      note: z.string().max(2_000),
    }),
    output: z.null(),
  },
  'jobs.details': {
    /** What ExLab-Wizard's creation.json says of the run, its verify passes, and what people left out of it. */
    input: z.strictObject({ jobId }),
    output: z.object({
      facts: z.array(z.object({ key: z.string(), value: z.string() })),
      passes: z.array(
        z.object({ at: z.int(), verified: z.boolean(), proof: z.string(), files: z.int() }),
      ),
      exclusions: z.array(exclusion),
    }),
  },
  'jobs.reveal': { input: z.strictObject({ jobId }), output: z.null() },
  'jobs.openNas': { input: z.strictObject({ jobId }), output: z.null() },
  'causes.list': {
    input: z.strictObject({ jobId: jobId.optional() }),
    /** Largest first, at most 50; `total` counts all. */
    output: z.object({ rows: z.array(cause), total: z.int() }),
  },
  'activity.page': {
    input: activityQuery.extend({ offset, limit }),
    output: z.object({ rows: z.array(activity), total: z.int() }),
  },
  'cleanup.decision': { input: z.strictObject({ jobId }), output: cleanupDecision },
  'cleanup.preview': { input: z.strictObject({}), output: cleanupPreview },
  'cleanup.run': { input: z.strictObject({ jobs: some }), output: done },
  'recordings.list': {
    input: z.strictObject({}),
    /** At most PAGE_ROWS of them; `total` counts all. */
    output: z.object({ rows: z.array(recording), total: z.int() }),
  },
  /** The button: a run that is being recorded is complete. */
  'recordings.finish': { input: z.strictObject({ folder: folderPath }), output: z.null() },
  'recordings.reveal': { input: z.strictObject({ folder: folderPath }), output: z.null() },
  'receipts.save': {
    /** Asks where to; `file` null: it was cancelled. */
    input: z.strictObject({ jobId, form: z.enum(['json', 'text', 'html']) }),
    output: z.object({ file: z.string().nullable() }),
  },
  'files.page': {
    input: z.strictObject({ jobId, view: fileView, search, offset, limit }),
    output: z.object({ rows: z.array(fileRow), total: z.int(), revision: z.int() }),
  },
  'files.prefetchSearch': {
    /** Somebody is about to type into the search of a run's files: what that reads is made ready. */
    input: z.strictObject({ jobId }),
    output: z.null(),
  },
  'files.level': {
    /** One folder of a run, '' the run itself: what lies in it, folders and files in the order of their paths. */
    input: z.strictObject({ jobId, folder: insidePath, offset, limit }),
    output: z.object({ rows: z.array(levelRow), total: z.int() }),
  },
  'files.history': {
    input: z.strictObject({ jobId, seq: z.int().nonnegative() }),
    output: fileStory,
  },
  'files.reveal': {
    input: z.strictObject({ jobId, seq: z.int().nonnegative() }),
    output: z.null(),
  },
  'files.retry': {
    input: z.strictObject({
      jobId,
      /** Some by their places, all that need attention, or those of them in one folder. */
      files: z.union([seqs, z.literal('attention'), z.strictObject({ folder: insidePath })]),
    }),
    output: z.object({ files: z.int() }),
  },
  'files.match': {
    /** What a pattern would leave out, without doing it; `paths`: the first few. */
    input: z.strictObject({ jobId, pattern }),
    output: taken.extend({ paths: z.array(z.string()) }),
  },
  'files.exclude': {
    /** Leaves files out of a run: they are not sent and not proven. A pattern also means files that are found later. */
    input: z.strictObject({
      jobId,
      files: z.union([z.strictObject({ seqs }), z.strictObject({ pattern })]),
      by: who,
      note: z.string().trim().max(2_000),
    }),
    output: taken,
  },
  'files.accept': {
    /** Keeps the NAS copies of files whose originals are gone, without a proof. Needs a reason. */
    input: z.strictObject({
      jobId,
      files: z.union([seqs, z.literal('all')]),
      by: who,
      note: z.string().trim().min(1).max(2_000),
    }),
    output: taken,
  },
  'files.include': {
    /** Takes exclusions back: of chosen files, one of them as a whole, or all. */
    input: z.strictObject({
      jobId,
      files: z.union([
        z.strictObject({ seqs }),
        z.strictObject({ id: z.int().positive() }),
        z.literal('all'),
      ]),
      by: who,
    }),
    output: z.object({ files: z.int() }),
  },
  'attempts.list': {
    input: z.strictObject({ jobId }),
    /** Newest first, at most PAGE_ROWS. */
    output: z.object({ rows: z.array(attemptRow) }),
  },
  'logs.page': {
    input: z.strictObject({
      attemptId,
      from: z.int().nonnegative(),
      limit: z.int().positive().max(PAGE_LINES),
      /** Lines of this level or worse only. */
      level: logLevel.optional(),
    }),
    output: z.object({ lines: z.array(logLine), total: z.int() }),
  },
  'logs.find': {
    input: z.strictObject({
      attemptId,
      text: z.string().max(500),
      /** Lines of this level or worse count as hits too when `text` is ''. */
      level: logLevel.nullable(),
      from: z.int().nonnegative(),
      direction: z.enum(['forward', 'backward']),
    }),
    /** Number of the next line that fits, or null. */
    output: z.object({ line: z.int().nullable() }),
  },
  'logs.count': {
    /** Lines that hold the text. */
    input: z.strictObject({ attemptId, text: z.string().min(1).max(500) }),
    output: z.object({ matches: z.int() }),
  },
  'logs.reveal': { input: z.strictObject({ attemptId }), output: z.null() },
  'logs.save': {
    input: z.strictObject({ attemptId }),
    output: z.object({ file: z.string().nullable() }),
  },
} as const
