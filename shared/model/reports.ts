// What the program reports when it is asked: the connection test, and whether a run's local data may go.
import * as z from 'zod'
import { proofLevel } from './model.ts'

const epochMs = z.number().int()

/** What is to come at an instrument, with the numbers that it rests on; null where there is too little history. */
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
  /** Free on the disk of its folder; null: the folder is not there. */
  freeBytes: z.number().nullable(),
  /** When its last run came in; null: none did of late. */
  lastRunAt: epochMs.nullable(),
  /** The alarm as a sentence; null: there is none. */
  words: z.string().nullable(),
})
export type Forecast = z.infer<typeof forecast>

/** A run that is being written, or waits for the sign that it is complete (docs/spec.md 6). */
export const recording = z.object({
  folder: z.string(),
  run: z.string(),
  instrument: z.string(),
  firstSeen: epochMs,
  /** What it waits for, in words: "its sentinel file done.txt". */
  waitsFor: z.string(),
  /** Zero while it has not been walked through. */
  files: z.number().int(),
  bytes: z.number().int(),
})
export type Recording = z.infer<typeof recording>

export const connectionTestOutcome = z.enum(['passed', 'failed', 'skipped'])
export type ConnectionTestOutcome = z.infer<typeof connectionTestOutcome>

/** One interlock of cleanup, with its value in words (docs/spec.md 8). */
export const cleanupCondition = z.object({ id: z.string(), holds: z.boolean(), words: z.string() })
export type CleanupCondition = z.infer<typeof cleanupCondition>

/** *Safe to delete / Not yet, because / Do not delete*. */
export const cleanupDecision = z.object({
  verdict: z.enum(['safe', 'not_yet', 'do_not']),
  /** Whether the lab lets this program delete at all (`nas_cleanup.enabled`). */
  enabled: z.boolean(),
  conditions: z.array(cleanupCondition),
})
export type CleanupDecision = z.infer<typeof cleanupDecision>

/** What a cleanup would free now. */
export const cleanupPreview = z.object({
  runs: z.number().int(),
  bytes: z.number().int(),
  /** At most 200 of them. */
  rows: z.array(
    z.object({
      jobId: z.number().int(),
      run: z.string(),
      folder: z.string(),
      files: z.number().int(),
      bytes: z.number().int(),
    }),
  ),
})
export type CleanupPreview = z.infer<typeof cleanupPreview>

/** One step of the connection test (docs/ux.md D11). */
export const connectionTestStep = z.object({
  id: z.string(),
  title: z.string(),
  outcome: connectionTestOutcome,
  /** How long it took. */
  ms: z.number().nonnegative(),
  /** One plain sentence: what was found, or why not. */
  message: z.string(),
  /** The command as it could be typed; null where no program was run. */
  command: z.string().nullable(),
  /** What was answered, at most a few thousand characters. */
  answer: z.string(),
})
export type ConnectionTestStep = z.infer<typeof connectionTestStep>

export const connectionTestReport = z.object({
  instrument: z.string(),
  destination: z.string(),
  at: epochMs,
  steps: z.array(connectionTestStep),
  /** The best proof that this destination can give. */
  proof: proofLevel,
})
export type ConnectionTestReport = z.infer<typeof connectionTestReport>

/** Formats in which a receipt can be saved. */
export const receiptForm = z.enum(['json', 'text', 'html'])
export type ReceiptForm = z.infer<typeof receiptForm>
