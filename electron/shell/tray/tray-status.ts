// How the whole queue stands, in one sentence and one shape, for tray and taskbar (docs/ux.md D13). Pure.
import { SENTENCES } from '../../../shared/messages/shell.ts'
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
  if (!known) return { glyph: 'unknown', sentence: blocking ?? SENTENCES.unknown }
  const { counts } = overview
  const found = overallStatusOf(facts)
  switch (found.kind) {
    case 'stopped':
      return { glyph: 'error', sentence: found.why }
    case 'not_set_up':
      return { glyph: 'unknown', sentence: SENTENCES.notSetUp }
    case 'unusable':
      return { glyph: 'error', sentence: SENTENCES.fault }
    case 'no_tool':
      return { glyph: 'error', sentence: found.hold.message }
    case 'needs_you':
      return { glyph: 'error', sentence: SENTENCES.needYou(counts.needs_you) }
    case 'fault':
      return { glyph: 'warning', sentence: SENTENCES.fault }
    case 'away':
      return { glyph: 'warning', sentence: found.hold.message }
    case 'disk': {
      const time = timeLeft((found.fullAt - now) / 1_000)
      return { glyph: 'warning', sentence: SENTENCES.diskFull(found.instrument, time) }
    }
    case 'held':
      return { glyph: 'paused', sentence: SENTENCES.held(counts.waiting) }
    case 'silent':
      return { glyph: 'warning', sentence: found.words }
    case 'active':
      return { glyph: 'sending', sentence: SENTENCES.active(counts.active) }
    case 'waiting':
      return { glyph: 'sending', sentence: SENTENCES.waiting(counts.waiting) }
    case 'no_runs':
    case 'nothing':
      return { glyph: 'idle', sentence: SENTENCES.nothing }
    case 'verified':
      return { glyph: 'idle', sentence: SENTENCES.verified(overview.proven) }
  }
}
