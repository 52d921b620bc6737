// Schemas of reports: forecast, recordings, cleanup decision, connection test, receipt formats.
import * as z from 'zod'
import { FINDING_KINDS } from '../finding-kinds.ts'
import { proofLevel } from './stored.ts'
import { sentence } from './sentence.ts'

const epochMs = z.number().int()

const runsAndBytes = { runs: z.int(), bytes: z.int() }

/** What helps a filling data disk now; `runs` and `bytes` are those of the instrument. */
const diskHelp = z.discriminatedUnion('kind', [
  /** Runs that are safe to delete, which a cleanup frees. */
  z.object({ kind: z.literal('free'), ...runsAndBytes }),
  /** Runs that are safe to delete by a person, since cleanup is switched off. */
  z.object({ kind: z.literal('delete'), ...runsAndBytes }),
  /** Runs that only need a check of both sides. */
  z.object({ kind: z.literal('check'), ...runsAndBytes }),
  /** Everything is paused. */
  z.object({ kind: z.literal('resume') }),
  /** A limit slows sending; `mbps`: which. */
  z.object({ kind: z.literal('unlimit'), mbps: z.number() }),
])
export type DiskHelp = z.infer<typeof diskHelp>

/** Disk runway and silence alarm of an instrument with the numbers behind them; null where there is too little history. */
export const forecast = z.object({
  instrument: z.string(),
  runway: z
    .object({
      bytesPerHour: z.number(),
      fullAt: epochMs.nullable(),
      freeBytes: z.number(),
      waitingBytes: z.number(),
      sendMs: z.number().nullable(),
    })
    .nullable(),
  silence: z
    .object({
      silentMs: z.number(),
      usualMs: z.number(),
      longestMs: z.number(),
      alarm: z.boolean(),
    })
    .nullable(),
  /** Bytes free on the disk of its folder; null: the folder is missing. */
  freeBytes: z.number().nullable(),
  /** What was free about every hour of the last days, oldest first. */
  freePast: z.array(z.object({ at: epochMs, bytes: z.number() })),
  /** When its last run appeared; null: none did within the period looked at. */
  lastRunAt: epochMs.nullable(),
  /** The alarm as a sentence; null: there is none. */
  words: sentence.nullable(),
  /** True where the alarm is about a run that waits for the sign that it is finished. */
  overdue: z.boolean().optional(),
  /** What helps now, the best first; left out where the disk is not full within a day. */
  helps: z.array(diskHelp).optional(),
})
export type Forecast = z.infer<typeof forecast>

const series = z.object({
  /** Begin of each step and the end of the last one, epoch ms. */
  edges: z.array(epochMs),
  bytes: z.array(z.int().nonnegative()),
})

/** What some instruments sent: in the last hour and day, and on each of the last days by instrument. */
export const throughput = z.object({
  at: epochMs,
  hour: series,
  day: series,
  days: z.object({
    edges: z.array(epochMs),
    instruments: z.array(z.object({ id: z.string(), bytes: z.array(z.int().nonnegative()) })),
  }),
})
export type Throughput = z.infer<typeof throughput>

/** A run that is being written or waits for its completion signal (docs/spec.md 6). */
export const recording = z.object({
  folder: z.string(),
  run: z.string(),
  instrument: z.string(),
  firstSeen: epochMs,
  /** What it waits for, as a phrase: "its sentinel file done.txt". */
  waitsFor: sentence,
  /** Zero until its files were counted. */
  files: z.number().int(),
  bytes: z.number().int(),
})
export type Recording = z.infer<typeof recording>

/** What the last sweep found of a folder that is no run in the queue (docs/spec.md 6). */
export const finding = z.object({
  instrument: z.string(),
  folder: z.string(),
  kind: z.enum(FINDING_KINDS),
  /** A sentence that says what it is, and what to do where somebody has to. */
  message: sentence,
  since: epochMs,
})
export type Finding = z.infer<typeof finding>

const connectionTestOutcome = z.enum(['passed', 'failed', 'skipped'])
export type ConnectionTestOutcome = z.infer<typeof connectionTestOutcome>

/** One interlock of cleanup: whether it holds, and a sentence with its value (docs/spec.md 8). */
export const cleanupCondition = z.object({ id: z.string(), holds: z.boolean(), words: sentence })
export type CleanupCondition = z.infer<typeof cleanupCondition>

/** Whether a run's originals may be deleted, with every interlock. */
const cleanupDecision = z.object({
  verdict: z.enum(['safe', 'not_yet', 'do_not']),
  /** The decision in words, the same wherever it is shown. */
  headline: sentence,
  /** Files in the run folder that a person left out: no copy of them on the NAS is proven, and they stay. */
  leftOut: z.number().int(),
  /** From when it is possible, where only time and further verify passes are missing; null: that is not so. */
  possibleAt: epochMs.nullable(),
  /** When both sides were looked at last, epoch ms; null: not since this program started. */
  lookedAt: epochMs.nullable(),
  /** Every other condition holds: a look at both sides now can make it safe. */
  needsLook: z.boolean(),
  /** Whether the settings allow cleanup at all (`nas_cleanup.enabled`). */
  enabled: z.boolean(),
  conditions: z.array(cleanupCondition),
})
export type CleanupDecision = z.infer<typeof cleanupDecision>

/** The decision as the window shows it. */
export const shownCleanupDecision = cleanupDecision.extend({
  /** Files looked at so far on both sides, and all of them; null: no look runs. */
  looking: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
})
export type ShownCleanupDecision = z.infer<typeof shownCleanupDecision>

/** What a cleanup of all runs that are safe to delete would free now. */
export const cleanupPreview = z.object({
  runs: z.number().int(),
  bytes: z.number().int(),
  /** Runs that only need a look at both sides, and their bytes. */
  toCheck: z.object({ runs: z.number().int(), bytes: z.number().int() }),
  /** The first 200 runs. */
  rows: z.array(
    z.object({
      jobId: z.number().int(),
      run: z.string(),
      folder: z.string(),
      files: z.number().int(),
      bytes: z.number().int(),
      /** Files that a person left out; they stay. */
      leftOut: z.number().int(),
    }),
  ),
})
export type CleanupPreview = z.infer<typeof cleanupPreview>

const spaceAnswer = z.enum(['safe', 'to_check', 'not_yet', 'do_not'])
/** Whether the data of a run may be deleted here; `to_check`: a look at both sides now can make it safe. */
export type SpaceAnswer = z.infer<typeof spaceAnswer>

const spaceSums = z.record(spaceAnswer, z.object({ runs: z.int(), bytes: z.int() }))

/** What the runs hold on this computer, by whether it may be deleted. */
export const spaceReport = z.object({
  /** When it was made, epoch ms. */
  at: epochMs,
  /** Whether the settings allow cleanup at all. */
  enabled: z.boolean(),
  sums: spaceSums,
  instruments: z.array(z.object({ id: z.string(), sums: spaceSums })),
  /** The first 500 runs: what may be deleted first, the largest first. */
  rows: z.array(
    z.object({
      jobId: z.int(),
      run: z.string(),
      folder: z.string(),
      instrument: z.string(),
      /** Proven files that are here. */
      files: z.int(),
      /** What its deletion frees where it is safe or needs a look only; else what it holds here. */
      bytes: z.int(),
      /** Files that a person left out; they stay. */
      leftOut: z.int(),
      answer: spaceAnswer,
      /** The decision, or what speaks against the deletion first. */
      words: sentence,
      /** From when the deletion is possible, where only time and verify passes are missing, epoch ms. */
      possibleAt: epochMs.nullable(),
    }),
  ),
  total: z.int(),
  /** Runs that are not decided yet and not in the report. */
  left: z.int(),
})
export type SpaceReport = z.infer<typeof spaceReport>

/** What a retry would send: so many files of so many, of which `verified` are proven. */
export const retryPreview = z.object({
  files: z.int(),
  of: z.int(),
  verified: z.int(),
  bytes: z.int(),
  /** At the measured speed of the destination; null: none is known. */
  seconds: z.number().nullable(),
})
export type RetryPreview = z.infer<typeof retryPreview>

/** One step of the connection test (docs/ux.md D11). */
export const connectionTestStep = z.object({
  id: z.string(),
  title: z.string(),
  outcome: connectionTestOutcome,
  /** Duration in milliseconds. */
  ms: z.number().nonnegative(),
  /** One sentence: what was found, or why the step failed. */
  message: z.string(),
  /** The commands as they could be typed, one on each line; null where no program was run. */
  command: z.string().nullable(),
  /** The raw answer, at most 4,000 characters. */
  answer: z.string(),
})
export type ConnectionTestStep = z.infer<typeof connectionTestStep>

export const connectionTestReport = z.object({
  instrument: z.string(),
  destination: z.string(),
  at: epochMs,
  steps: z.array(connectionTestStep),
  /** The best proof level that this destination can give. */
  proof: proofLevel,
  /** How many files a rehearsal sent; left out of other tests. */
  files: z.int().optional(),
  /** Digest of what was tested: the destination, its programs, the files that they read. Left out in reports of older versions. */
  tested: z.string().optional(),
})
export type ConnectionTestReport = z.infer<typeof connectionTestReport>

/** A destination whose last rehearsal by itself failed, and where nothing has passed or was proven since. */
export const failedRehearsal = z.object({
  /** An instrument's id, or `<id>/<name>` for a further destination of it. */
  route: z.string(),
  /** Key of the destination. */
  connection: z.string(),
  /** The destination for people. */
  destination: z.string(),
  at: epochMs,
  /** The step that failed first, and what it found, as a sentence. */
  step: sentence,
  message: sentence,
})
export type FailedRehearsal = z.infer<typeof failedRehearsal>

/** Formats in which a receipt can be saved. */
const receiptForm = z.enum(['json', 'text', 'html'])
export type ReceiptForm = z.infer<typeof receiptForm>

/** Formats in which the window saves a receipt: a PDF is the HTML page as it is printed. */
export const savedReceiptForm = z.enum([...receiptForm.options, 'pdf'])
export type SavedReceiptForm = z.infer<typeof savedReceiptForm>
