// Reasons that are ours, not a tool's: the gate's refusals and what a verify pass finds. Beside the transports' table.
import type { Reason } from '../../../shared/reasons.ts'

/** Each is a refusal before sending; a person acts, then `retry` asks the gate again. */
export type GateReason =
  | 'name_not_provable'
  | 'blocked_by_validation'
  | 'no_files'
  | 'instrument_unknown'
  | 'target_taken'

export type AttemptReason = Reason | GateReason
