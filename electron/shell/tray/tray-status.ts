// How the whole queue stands, in one sentence and one shape, for tray and taskbar (docs/ux.md D13). Pure.
import { TRAY_STATUS_MESSAGES } from '../../../shared/messages/tray.ts'
import { timeLeft } from '../../../shared/format.ts'
import { type OverallStatusFacts, overallStatusOf } from '../../../shared/overall-status.ts'
import type { Glyph } from './tray-icons.ts'

export interface TrayStatus {
  readonly glyph: Glyph
  readonly sentence: string
}

/** `known` false: the queue has not been read, or cannot be; never a tick then. */
export const trayStatusOf = (facts: OverallStatusFacts, known: boolean): TrayStatus => {
  const { overview, blocking, now } = facts
  if (!known) return { glyph: 'unknown', sentence: blocking ?? TRAY_STATUS_MESSAGES.unknown }
  const { counts } = overview
  const found = overallStatusOf(facts)
  switch (found.kind) {
    case 'stopped':
      return { glyph: 'error', sentence: found.why }
    case 'not_set_up':
      return { glyph: 'unknown', sentence: TRAY_STATUS_MESSAGES.notSetUp }
    case 'unusable':
      return { glyph: 'error', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'no_tool':
      return { glyph: 'error', sentence: found.hold.message }
    case 'needs_you':
      return { glyph: 'error', sentence: TRAY_STATUS_MESSAGES.needYou(counts.needs_you) }
    case 'fault':
      return { glyph: 'warning', sentence: TRAY_STATUS_MESSAGES.fault }
    case 'away':
      return { glyph: 'warning', sentence: found.hold.message }
    case 'disk': {
      const time = timeLeft((found.fullAt - now) / 1_000)
      return { glyph: 'warning', sentence: TRAY_STATUS_MESSAGES.diskFull(found.instrument, time) }
    }
    case 'held':
      return { glyph: 'paused', sentence: TRAY_STATUS_MESSAGES.held(counts.waiting) }
    case 'silent':
      return { glyph: 'warning', sentence: found.words }
    case 'active':
      return { glyph: 'sending', sentence: TRAY_STATUS_MESSAGES.active(counts.active) }
    case 'waiting':
      return { glyph: 'sending', sentence: TRAY_STATUS_MESSAGES.waiting(counts.waiting) }
    case 'no_runs':
    case 'nothing':
      return { glyph: 'idle', sentence: TRAY_STATUS_MESSAGES.nothing }
    case 'verified':
      return { glyph: 'idle', sentence: TRAY_STATUS_MESSAGES.verified(overview.proven) }
  }
}
