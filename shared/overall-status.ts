// Overall status: what is so of the whole queue, worst first (docs/ux.md D2, D13). The status strip makes a sentence of the first
// and chips of the others; tray and taskbar show the same.
import type { DestinationHold } from './model/hold.ts'
import type { Overview } from './model/overview.ts'
import type { LiveProgress } from './model/progress.ts'
import type { DiskHelp, FailedRehearsal, Forecast } from './model/reports.ts'
import type { ConfigProblem } from './model/settings.ts'
import { stalledFor } from './movement.ts'

export interface OverallStatusFacts {
  readonly now: number
  readonly overview: Overview
  readonly forecasts: readonly Forecast[]
  /** Progress of the runs that are being worked on. */
  readonly live: readonly LiveProgress[]
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
  /** Runs that need somebody and that nobody took note of, with the `folders` that are no runs in the queue. */
  | { readonly kind: 'needs_you'; readonly runs: number; readonly folders: number }
  | { readonly kind: 'fault'; readonly fault: ConfigProblem }
  | { readonly kind: 'warned'; readonly words: string }
  | { readonly kind: 'away'; readonly hold: DestinationHold; readonly waiting: number }
  | {
      readonly kind: 'disk'
      readonly instrument: string
      readonly fullAt: number
      readonly waitingBytes: number
      readonly sendMs: number | null
      /** What helps best now; null: nothing does. */
      readonly help: DiskHelp | null
    }
  /** A destination whose last rehearsal by itself failed: the next run may meet the same. */
  | { readonly kind: 'unrehearsed'; readonly failed: FailedRehearsal }
  | { readonly kind: 'paused' }
  /** `overdue`: a run of it waits for the sign that it is finished; else no run comes. */
  | {
      readonly kind: 'silent'
      readonly instrument: string
      readonly words: string
      readonly overdue: boolean
    }
  /** Transfers in which nothing moves; `ms`: for how long, of the one that stalled first; `all`: no other is sent. */
  | {
      readonly kind: 'stalled'
      readonly runs: number
      readonly ms: number
      readonly all: boolean
    }
  | { readonly kind: 'active' }
  | { readonly kind: 'waiting' }
  /** Runs that need somebody, and of which somebody took note. */
  | { readonly kind: 'known'; readonly runs: number }
  | { readonly kind: 'no_runs' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'verified' }

/** Number of runs that wait for a destination on hold. */
export const waitingFor = (
  hold: Pick<DestinationHold, 'instruments'>,
  overview: Overview,
): number =>
  overview.routes
    .filter((one) => hold.instruments.includes(one.id))
    .reduce((sum, one) => sum + one.waiting, 0)

/** The data disks that will be full within `runwayMs`, the first one first. */
const fillingDisks = ({ forecasts, now, runwayMs }: OverallStatusFacts): OverallStatus[] =>
  forecasts
    .flatMap(({ instrument, runway, helps }) =>
      runway === null || runway.fullAt === null
        ? []
        : [
            {
              kind: 'disk' as const,
              instrument,
              fullAt: runway.fullAt,
              waitingBytes: runway.waitingBytes,
              sendMs: runway.sendMs,
              help: helps?.[0] ?? null,
            },
          ],
    )
    .filter((one) => one.fullAt - now < runwayMs)
    .toSorted((a, b) => a.fullAt - b.fullAt)

/** The status where nothing at all can be sent; null: something can. */
const cannotRun = (facts: OverallStatusFacts): OverallStatus | null => {
  const { overview, fault, instruments } = facts
  const why = facts.blocking ?? overview.trouble
  if (why !== null) return { kind: 'stopped', why }
  if (instruments > 0) {
    const missing = overview.holds.filter((hold) => hold.reason === 'binary_missing')
    const [hold] = missing
    // a further destination that is stopped lets the first one go on
    const stopped = new Set(
      missing.flatMap((one) => one.instruments.filter((id) => !id.includes('/'))),
    )
    return hold !== undefined && stopped.size >= instruments ? { kind: 'no_tool', hold } : null
  }
  // a missing config.yaml of a new installation is no fault
  if (fault !== null && (fault.line !== null || overview.counts.all > 0))
    return { kind: 'unusable', fault }
  return overview.counts.all === 0 ? { kind: 'not_set_up' } : null
}

const stalledTransfers = ({ live, now }: OverallStatusFacts): OverallStatus[] => {
  const times = live.map((one) => stalledFor(one, now)).filter((ms) => ms !== null)
  if (times.length === 0) return []
  const all = times.length === live.filter((one) => one.phase === 'sending').length
  return [{ kind: 'stalled', runs: times.length, ms: Math.max(...times), all }]
}

/**
 * Everything that is so, worst first, never empty. Order: cannot work, runs need somebody, fault in config.yaml, destinations on
 * hold, disks filling, rehearsals that failed, paused, instruments silent, transfers stalled, sending, waiting, known problems; and where nothing of
 * that is so: nothing to send, all verified.
 */
export const overallStatusesOf = (
  facts: OverallStatusFacts,
): [OverallStatus, ...OverallStatus[]] => {
  const { overview, fault, forecasts } = facts
  const { counts, unacknowledged } = overview
  const stopped = cannotRun(facts)
  if (stopped?.kind === 'not_set_up') return [stopped]
  const known = counts.needs_you - unacknowledged
  const isSaid = (hold: DestinationHold): boolean =>
    stopped?.kind === 'no_tool' && hold.reason === 'binary_missing'
  const all: OverallStatus[] = [
    ...(stopped === null ? [] : [stopped]),
    ...(unacknowledged > 0
      ? [{ kind: 'needs_you' as const, runs: unacknowledged, folders: overview.findings }]
      : []),
    ...(fault === null || stopped?.kind === 'unusable' || facts.instruments === 0
      ? []
      : [{ kind: 'fault' as const, fault }]),
    ...(overview.warning === null ? [] : [{ kind: 'warned' as const, words: overview.warning }]),
    ...overview.holds
      .filter((hold) => !isSaid(hold))
      .map((hold) => ({ kind: 'away' as const, hold, waiting: waitingFor(hold, overview) }))
      .toSorted((a, b) => b.waiting - a.waiting),
    ...fillingDisks(facts),
    ...overview.unrehearsed.map((failed) => ({ kind: 'unrehearsed' as const, failed })),
    ...(overview.paused ? [{ kind: 'paused' as const }] : []),
    ...forecasts.flatMap(({ instrument, words, overdue = false }): OverallStatus[] =>
      words === null ? [] : [{ kind: 'silent', instrument, words, overdue }],
    ),
    ...stalledTransfers(facts),
    ...(counts.active > 0 ? [{ kind: 'active' as const }] : []),
    ...(counts.waiting > 0 ? [{ kind: 'waiting' as const }] : []),
    ...(known > 0 ? [{ kind: 'known' as const, runs: known }] : []),
  ]
  const [first, ...others] = all
  if (first !== undefined) return [first, ...others]
  if (counts.all === 0) return [{ kind: 'no_runs' }]
  return [{ kind: overview.proven > 0 ? 'verified' : 'nothing' }]
}

/** What stands beside the first status: waiting runs are said with what holds them. */
export const besideStatus = ([first, ...others]: readonly OverallStatus[]): OverallStatus[] =>
  first === undefined
    ? []
    : others.filter(
        ({ kind }) => kind !== 'waiting' && !(kind === 'active' && first.kind === 'stalled'),
      )
