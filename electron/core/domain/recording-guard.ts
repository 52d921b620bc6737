// Recording guard: holds or slows an instrument's sending while the instrument records
// (docs/spec.md 7). Pure.
import { MINUTE_MS } from '../../../shared/duration.ts'
import { limitKibps } from './bandwidth.ts'
import type { Bandwidth, Settings } from './config.ts'

/** A run that has not changed for this time no longer counts as a recording, complete or not. */
export const RECORDING_IDLE_MS = 10 * MINUTE_MS

export interface SendingRule {
  /** No push is started, and a running one stops. */
  readonly held: boolean
  /** Held or slowed because the instrument records. */
  readonly guarded: boolean
  /** Bandwidth limit at this moment, KiB/s; null: none. */
  readonly kibps: number | null
  /** The limit with its windows, for a tool that changes its limit by itself; null: none. */
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
