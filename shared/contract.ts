// Every call the window may make of the main process, and the one batch it is sent. Schemas first, types inferred.
import * as z from 'zod'
import {
  attemptRow,
  configProblem,
  fileRow,
  instrumentInfo,
  jobAction,
  jobSummary,
  jobView,
  liveProgress,
  logLevel,
  logLine,
  overview,
} from './model.ts'
import { cleanupPreview, cleanupVerdict, doctorReport, foresight, recording } from './reports.ts'

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

/** A folder that was not taken, and why, in a sentence that names it. */
export const refusedFolder = z.object({ folder: z.string(), message: z.string() })
export type RefusedFolder = z.infer<typeof refusedFolder>

export const contract = {
  'app.info': {
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      dataDir: z.string(),
      configFile: z.string(),
      /** Sentences about what keeps the app from working: queue database, another engine, tools. */
      problems: z.array(z.string()),
    }),
  },
  'app.chooseFolders': {
    input: z.strictObject({}),
    /** Folders chosen in the system's dialog; empty when it was cancelled. */
    output: z.object({ folders: z.array(z.string()) }),
  },
  'config.get': {
    input: z.strictObject({}),
    output: z.object({
      instruments: z.array(instrumentInfo),
      problems: z.array(configProblem),
    }),
  },
  'config.open': { input: z.strictObject({}), output: z.null() },
  'config.reload': {
    input: z.strictObject({}),
    output: z.object({ problems: z.array(configProblem) }),
  },
  'overview.get': { input: z.strictObject({}), output: overview },
  'destinations.resume': {
    /** Lifts a hold by hand; an unknown key lifts nothing. */
    input: z.strictObject({ key: z.string().min(1).max(1_000) }),
    output: z.null(),
  },
  /** A tiny run is sent, proven and removed. */
  'destinations.rehearse': {
    input: z.strictObject({ instrumentId: z.string().max(200) }),
    output: doctorReport,
  },
  'destinations.test': {
    input: z.strictObject({ instrumentId: z.string().max(200) }),
    output: doctorReport,
  },
  'engine.pause': { input: z.strictObject({ paused: z.boolean() }), output: z.null() },
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
    input: z.strictObject({ view: jobView, search, offset, limit }),
    output: z.object({ rows: z.array(jobSummary), total: z.int() }),
  },
  'jobs.get': { input: z.strictObject({ jobId }), output: jobSummary },
  'jobs.act': {
    input: z.strictObject({
      jobs: z.union([z.array(jobId).min(1).max(1_000), z.literal('all_failed')]),
      action: jobAction,
    }),
    output: z.object({
      changed: z.int(),
      refused: z.array(z.object({ jobId: z.int(), message: z.string() })),
    }),
  },
  'jobs.acknowledge': {
    /** `by` null takes the note back. */
    input: z.strictObject({
      jobs: z.array(jobId).min(1).max(1_000),
      by: z.string().trim().min(1).max(200).nullable(),
      note: z.string().max(2_000),
    }),
    output: z.null(),
  },
  'cleanup.verdict': { input: z.strictObject({ jobId }), output: cleanupVerdict },
  'cleanup.preview': { input: z.strictObject({}), output: cleanupPreview },
  'cleanup.run': {
    input: z.strictObject({ jobs: z.array(jobId).min(1).max(1_000) }),
    output: z.object({
      changed: z.int(),
      refused: z.array(z.object({ jobId: z.int(), message: z.string() })),
    }),
  },
  'foresight.get': {
    input: z.strictObject({}),
    output: z.object({ rows: z.array(foresight) }),
  },
  'recordings.list': {
    input: z.strictObject({}),
    /** At most PAGE_ROWS of them; `total` counts all. */
    output: z.object({ rows: z.array(recording), total: z.int() }),
  },
  /** The button: a run that is being recorded is complete. */
  'recordings.finish': { input: z.strictObject({ folder: folderPath }), output: z.null() },
  'bundle.preview': {
    input: z.strictObject({}),
    /** What a support bundle would hold. */
    output: z.object({ rows: z.array(z.object({ name: z.string(), bytes: z.int() })) }),
  },
  /** Asks where to; `file` null: it was cancelled. `mask`: home folder and account name are taken out. */
  'bundle.save': {
    input: z.strictObject({ mask: z.boolean() }),
    output: z.object({ file: z.string().nullable() }),
  },
  'receipts.save': {
    /** Asks where to; `file` null: it was cancelled. */
    input: z.strictObject({ jobId, form: z.enum(['json', 'text', 'html']) }),
    output: z.object({ file: z.string().nullable() }),
  },
  'jobs.reveal': { input: z.strictObject({ jobId }), output: z.null() },
  'files.page': {
    input: z.strictObject({ jobId, view: z.enum(['all', 'attention']), search, offset, limit }),
    output: z.object({ rows: z.array(fileRow), total: z.int(), revision: z.int() }),
  },
  'files.retry': {
    input: z.strictObject({
      jobId,
      files: z.union([z.array(z.int().nonnegative()).min(1).max(1_000), z.literal('attention')]),
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
  'logs.reveal': { input: z.strictObject({ attemptId }), output: z.null() },
} as const

export type Method = keyof typeof contract
export type Input<M extends Method> = z.infer<(typeof contract)[M]['input']>
export type Output<M extends Method> = z.infer<(typeof contract)[M]['output']>
export type Handlers = { readonly [M in Method]: (input: Input<M>) => Promise<Output<M>> }

/** What changed since the last batch: latest values, never deltas, so a lost batch cannot make the window wrong. */
export const changeBatch = z.object({
  seq: z.int(),
  jobs: z.array(jobSummary),
  removed: z.array(z.int()),
  files: z.array(z.object({ jobId: z.int(), revision: z.int() })),
  logs: z.array(z.object({ attemptId: z.int(), lines: z.int() })),
  live: z.array(liveProgress),
  overview,
  /** True when config.yaml was read again. */
  config: z.boolean(),
})
export type ChangeBatch = z.infer<typeof changeBatch>

/** What preload puts on `window.exlab`. It does not grow with the contract. */
export interface Bridge {
  call(method: string, input: unknown): Promise<unknown>
  /** Subscribes; answers how to stop. Each batch must be acknowledged before the next is sent. */
  onBatch(listener: (batch: unknown) => void): () => void
  ack(seq: number): void
  /** A command chosen in the menu bar; answers how to stop. */
  onCommand(listener: (command: unknown) => void): () => void
  /** The path of a dropped file or folder. */
  pathForFile(file: unknown): string
  readonly platform: string
}

export const CHANNELS = {
  call: 'exlab:call',
  batch: 'exlab:batch',
  ack: 'exlab:ack',
  command: 'exlab:command',
} as const

/** Commands of the menu bar that the window carries out. */
export type MenuCommand = 'add_run'
