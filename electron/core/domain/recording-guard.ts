// The instrument guard: what sending may do while the instrument records (docs/spec.md 7). Pure.
import { limitKibps } from './bandwidth.ts'
import type { Bandwidth, Settings } from './config.ts'

/** A run that has not moved for so long is no recording any more, complete or not. */
export const RECORDING_MS = 600_000

export interface SendingRule {
  /** Nothing is started, and what is being sent stops. */
  readonly held: boolean
  /** Held or slowed for the sake of the recording. */
  readonly guarded: boolean
  /** The limit now, KiB/s; null: none. */
  readonly kibps: number | null
  /** All of the limit, for a tool that follows it by itself. */
  readonly bandwidth: Bandwidth | null
}

/** How an instrument's runs may be sent at this moment. */
export const sendingRule = (
  bandwidth: Bandwidth | null,
  sync: Settings['sync'],
  recording: boolean,
  at: Date,
): SendingRule => {
  const kibps = limitKibps(bandwidth, at)
  if (!recording || sync.instrumentGuard === 'off')
    return { held: false, guarded: false, kibps, bandwidth }
  if (sync.instrumentGuard === 'hold') return { held: true, guarded: true, kibps, bandwidth }
  const slow: Bandwidth = { uploadMbps: sync.guardMbps, windows: [] }
  const limit = limitKibps(slow, at) ?? 1
  return kibps !== null && kibps <= limit
    ? { held: false, guarded: false, kibps, bandwidth }
    : { held: false, guarded: true, kibps: limit, bandwidth: slow }
}
