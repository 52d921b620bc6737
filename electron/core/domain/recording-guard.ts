// Recording guard: holds or slows an instrument's sending while the instrument records
// (docs/spec.md 7). Pure.
import { msg } from '../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../shared/duration.ts'
import { limitKibps } from './bandwidth.ts'
import type { Bandwidth, Settings } from './config.ts'
import type { Writing } from './write-rate.ts'

/** A run that has not changed for this time no longer counts as a recording, complete or not. */
export const RECORDING_IDLE_MS = 10 * MINUTE_MS

/** What may show that an instrument records. */
interface RecordingSigns {
  /** One of its runs is being recorded. */
  readonly records: boolean
  /** A program of the settings that runs on this computer, by its name; null: none does. */
  readonly program: string | null
  /** Its folder gains more than the limit; null: it does not. */
  readonly writing: Writing | null
}

/** Bytes of a megabyte, as rates are told. */
export const MEGABYTE = 1_000_000

/** A rate that is read at a glance: two digits that count, so that it does not change with every look. */
const rounded = (mbPerSecond: number): string =>
  mbPerSecond < 10
    ? String(Math.round(mbPerSecond * 10) / 10)
    : Math.round(Number(mbPerSecond.toPrecision(2))).toLocaleString('en')

/** Why an instrument counts as recording, as a phrase: `CONFOCAL_01 is recording`; null: it does not. */
export const recordingCause = (instrument: string, signs: RecordingSigns): string | null => {
  const { records, program, writing } = signs
  if (records) return msg`${instrument} is recording`
  if (program !== null) return msg`${program} is running`
  if (writing === null) return null
  return writing.isAbove
    ? msg`${instrument} is writing ${rounded(writing.rate / MEGABYTE)} MB/s`
    : msg`${instrument} was writing a moment ago`
}

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
