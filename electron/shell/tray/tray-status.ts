// The tray status: the overall status of the queue as one icon, one sentence and a line for each other thing that is so, for
// tray and taskbar (docs/ux.md D13). Pure.
import { say } from '../../../shared/language/say.ts'
import { placeName } from '../../../shared/place-name.ts'
import { spokenMessage } from '../../../shared/reasons.ts'
import { timeLeft, waited } from '../../../shared/format.ts'
import { chipsOf } from '../../../shared/messages/chips.ts'
import { TRAY_STATUS_MESSAGES } from '../../../shared/messages/desktop/tray.ts'
import { pauseText } from '../../../shared/messages/status.ts'
import {
  type OverallStatus,
  type OverallStatusFacts,
  besideStatus,
  overallStatusesOf,
} from '../../../shared/overall-status.ts'
import type { StatusIcon } from './tray-icons.ts'

export interface TrayStatus {
  readonly icon: StatusIcon
  readonly sentence: string
  /** What else is so, worst first: a pause, holds, disks, silence, faults. */
  readonly beside: readonly string[]
}

type Worst = Omit<TrayStatus, 'beside'>

const worstOf = (found: OverallStatus, { overview, now }: OverallStatusFacts): Worst => {
  const { counts } = overview
  switch (found.kind) {
    case 'stopped':
      return { icon: 'error', sentence: say(found.why) }
    case 'not_set_up':
      return { icon: 'unknown', sentence: TRAY_STATUS_MESSAGES.notSetUp }
    case 'unusable':
      return { icon: 'error', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'no_tool':
      return { icon: 'error', sentence: spokenMessage(found.hold) }
    case 'needs_you':
      return {
        icon: 'error',
        sentence: TRAY_STATUS_MESSAGES.needYou(found.runs, found.folders),
      }
    case 'fault':
      return { icon: 'warning', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'warned':
      return { icon: 'warning', sentence: say(found.words) }
    case 'away':
      return { icon: 'warning', sentence: spokenMessage(found.hold) }
    case 'disk': {
      const time = timeLeft((found.fullAt - now) / 1_000)
      return { icon: 'warning', sentence: TRAY_STATUS_MESSAGES.diskFull(found.instrument, time) }
    }
    case 'unrehearsed':
      return {
        icon: 'warning',
        sentence: TRAY_STATUS_MESSAGES.rehearsalFailed(placeName(found.failed.destination)),
      }
    case 'paused':
      return {
        icon: 'paused',
        sentence: TRAY_STATUS_MESSAGES.paused(pauseText(overview, now), counts.waiting),
      }
    case 'silent':
      return { icon: 'warning', sentence: say(found.words) }
    case 'stalled':
      return {
        icon: 'warning',
        sentence: TRAY_STATUS_MESSAGES.stalled(found.runs, waited(found.ms)),
      }
    case 'active':
      return { icon: 'sending', sentence: TRAY_STATUS_MESSAGES.active(counts.active) }
    case 'waiting':
      return { icon: 'sending', sentence: TRAY_STATUS_MESSAGES.waiting(counts.waiting) }
    case 'known':
      return { icon: 'warning', sentence: TRAY_STATUS_MESSAGES.known(found.runs) }
    case 'no_runs':
    case 'nothing':
      return { icon: 'idle', sentence: TRAY_STATUS_MESSAGES.nothing }
    case 'verified':
      return { icon: 'idle', sentence: TRAY_STATUS_MESSAGES.verified(overview.proven) }
  }
}

/** `known` false: the queue could not be opened, so the icon is never the tick. */
export const trayStatusOf = (facts: OverallStatusFacts, known: boolean): TrayStatus => {
  if (!known)
    return {
      icon: 'unknown',
      sentence: say(facts.blocking ?? TRAY_STATUS_MESSAGES.unknown),
      beside: [],
    }
  const all = overallStatusesOf(facts)
  const [worst] = all
  return {
    ...worstOf(worst, facts),
    beside: chipsOf(besideStatus(all), facts.overview, facts.now).map(({ text }) => text),
  }
}
