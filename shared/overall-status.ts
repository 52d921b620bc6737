// Overall status: the one statement about everything, worst state first (docs/ux.md D2, D13). Status strip, tray and taskbar show it.
import type { DestinationHold, Overview } from './model/model.ts'
import type { Forecast } from './model/reports.ts'
import type { ConfigProblem } from './model/settings.ts'

export interface OverallStatusFacts {
  readonly now: number
  readonly overview: Overview
  readonly forecasts: readonly Forecast[]
  /** Why the program cannot work, as a sentence; null: it can. */
  readonly blocking: string | null
  /** The first fault of config.yaml. */
  readonly fault: ConfigProblem | null
  /** How many instruments are set up. */
  readonly instruments: number
  /** A data disk that will be full within this time is reported. */
  readonly runwayMs: number
}

export type OverallStatus =
  | { readonly kind: 'stopped'; readonly why: string }
  | { readonly kind: 'not_set_up' }
  | { readonly kind: 'unusable'; readonly fault: ConfigProblem }
  | { readonly kind: 'no_tool'; readonly hold: DestinationHold }
  | { readonly kind: 'needs_you'; readonly hold: DestinationHold | null }
  | { readonly kind: 'fault'; readonly fault: ConfigProblem }
  | { readonly kind: 'warned'; readonly words: string }
  | { readonly kind: 'away'; readonly hold: DestinationHold; readonly waiting: number }
  | {
      readonly kind: 'disk'
      readonly instrument: string
      readonly fullAt: number
      readonly waitingBytes: number
      readonly sendMs: number | null
    }
  | { readonly kind: 'held' }
  | { readonly kind: 'silent'; readonly instrument: string; readonly words: string }
  | { readonly kind: 'active' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'no_runs' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'verified' }

/** Number of runs that wait for a destination on hold. */
export const waitingFor = (hold: DestinationHold, overview: Overview): number =>
  overview.instruments
    .filter((one) => hold.instruments.includes(one.id))
    .reduce((sum, one) => sum + one.waiting, 0)

/** The data disk that will be full first, within `runwayMs`; null: none. */
const nextFull = ({ forecasts, now, runwayMs }: OverallStatusFacts): OverallStatus | null => {
  const [first] = forecasts
    .flatMap(({ instrument, runway }) =>
      runway === null || runway.fullAt === null
        ? []
        : [
            {
              instrument,
              fullAt: runway.fullAt,
              waitingBytes: runway.waitingBytes,
              sendMs: runway.sendMs,
            },
          ],
    )
    .filter((one) => one.fullAt - now < runwayMs)
    .toSorted((a, b) => a.fullAt - b.fullAt)
  return first === undefined ? null : { kind: 'disk', ...first }
}

/** The status where nothing at all can be sent; null: something can. */
const cannotRun = (facts: OverallStatusFacts): OverallStatus | null => {
  const { overview, fault, instruments } = facts
  const why = facts.blocking ?? overview.trouble
  if (why !== null) return { kind: 'stopped', why }
  if (instruments > 0) {
    const missing = overview.holds.filter((hold) => hold.reason === 'binary_missing')
    const [hold] = missing
    const stopped = new Set(missing.flatMap((one) => one.instruments))
    return hold !== undefined && stopped.size >= instruments ? { kind: 'no_tool', hold } : null
  }
  // a missing config.yaml of a new installation is no fault
  if (fault !== null && (fault.line !== null || overview.counts.all > 0))
    return { kind: 'unusable', fault }
  return overview.counts.all === 0 ? { kind: 'not_set_up' } : null
}

/**
 * Order: cannot work, runs need somebody, fault in config.yaml, a warning of the program, destination on hold, disk filling, paused, instrument silent,
 * sending, waiting, nothing to send, all verified.
 */
export const overallStatusOf = (facts: OverallStatusFacts): OverallStatus => {
  const { overview } = facts
  const { counts } = overview
  const stopped = cannotRun(facts)
  if (stopped !== null) return stopped
  const [hold] = overview.holds
  if (counts.needs_you > 0) return { kind: 'needs_you', hold: hold ?? null }
  if (facts.fault !== null) return { kind: 'fault', fault: facts.fault }
  if (overview.warning !== null) return { kind: 'warned', words: overview.warning }
  if (hold !== undefined) return { kind: 'away', hold, waiting: waitingFor(hold, overview) }
  const disk = nextFull(facts)
  if (disk !== null) return disk
  if (overview.paused) return { kind: 'held' }
  for (const { instrument, words } of facts.forecasts)
    if (words !== null) return { kind: 'silent', instrument, words }
  if (counts.active > 0) return { kind: 'active' }
  if (counts.waiting > 0) return { kind: 'waiting' }
  if (counts.all === 0) return { kind: 'no_runs' }
  return overview.proven > 0 ? { kind: 'verified' } : { kind: 'nothing' }
}
