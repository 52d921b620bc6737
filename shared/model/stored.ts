// Schemas and types of what the queue stores as words or as JSON: the few that reading a row needs.
import * as z from 'zod'
import { FILE_STATES } from './file-states.ts'
import { JOB_STATES, PROOF_LEVELS, TRANSPORT_ERROR_KINDS } from './states.ts'

export const transportErrorKind = z.enum(TRANSPORT_ERROR_KINDS)
export type TransportErrorKind = z.infer<typeof transportErrorKind>

export const jobState = z.enum(JOB_STATES)
export type JobState = z.infer<typeof jobState>

/** @see FILE_STATES */
export const fileState = z.enum(FILE_STATES)
export type FileState = z.infer<typeof fileState>

export const proofLevel = z.enum(PROOF_LEVELS)
export type ProofLevel = z.infer<typeof proofLevel>

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

/** A person's note on a problem (docs/ux.md c-9). The problem stays visible and leaves the count of the badge. */
export const acknowledgement = z.object({
  by: z.string().min(1).max(200),
  note: z.string().max(2_000),
  /** Epoch milliseconds. */
  at: z.number().int(),
})
export type Acknowledgement = z.infer<typeof acknowledgement>
