// The tray status: the overall status of the queue as one icon and one sentence, for tray and taskbar (docs/ux.md D13).
// Pure.
import { TRAY_STATUS_MESSAGES } from '../../../shared/messages/desktop/tray.ts'
import { timeLeft } from '../../../shared/format.ts'
import { type OverallStatusFacts, overallStatusOf } from '../../../shared/overall-status.ts'
import type { StatusIcon } from './tray-icons.ts'

export interface TrayStatus {
  readonly icon: StatusIcon
  readonly sentence: string
}

/** `known` false: the queue could not be opened, so the icon is never the tick. */
export const trayStatusOf = (facts: OverallStatusFacts, known: boolean): TrayStatus => {
  const { overview, blocking, now } = facts
  if (!known) return { icon: 'unknown', sentence: blocking ?? TRAY_STATUS_MESSAGES.unknown }
  const { counts } = overview
  const found = overallStatusOf(facts)
  switch (found.kind) {
    case 'stopped':
      return { icon: 'error', sentence: found.why }
    case 'not_set_up':
      return { icon: 'unknown', sentence: TRAY_STATUS_MESSAGES.notSetUp }
    case 'unusable':
      return { icon: 'error', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'no_tool':
      return { icon: 'error', sentence: found.hold.message }
    case 'needs_you':
      return { icon: 'error', sentence: TRAY_STATUS_MESSAGES.needYou(counts.needs_you) }
    case 'fault':
      return { icon: 'warning', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'warned':
      return { icon: 'warning', sentence: found.words }
    case 'away':
      return { icon: 'warning', sentence: found.hold.message }
    case 'disk': {
      const time = timeLeft((found.fullAt - now) / 1_000)
      return { icon: 'warning', sentence: TRAY_STATUS_MESSAGES.diskFull(found.instrument, time) }
    }
    case 'held':
      return { icon: 'paused', sentence: TRAY_STATUS_MESSAGES.held(counts.waiting) }
    case 'silent':
      return { icon: 'warning', sentence: found.words }
    case 'active':
      return { icon: 'sending', sentence: TRAY_STATUS_MESSAGES.active(counts.active) }
    case 'waiting':
      return { icon: 'sending', sentence: TRAY_STATUS_MESSAGES.waiting(counts.waiting) }
    case 'no_runs':
    case 'nothing':
      return { icon: 'idle', sentence: TRAY_STATUS_MESSAGES.nothing }
    case 'verified':
      return { icon: 'idle', sentence: TRAY_STATUS_MESSAGES.verified(overview.proven) }
  }
}
