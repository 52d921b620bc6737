// How the whole queue stands, in one sentence and one shape: the same for tray, badge and taskbar (UX D13). Pure.
import type { Overview } from '../../shared/model.ts'
import type { Glyph } from './glyphs.ts'

export interface Standing {
  readonly glyph: Glyph
  readonly sentence: string
}

const runs = (n: number): string => (n === 1 ? '1 run' : `${n} runs`)

/** `known` false: the queue has not been read, or cannot be; never a tick then. */
export const standingOf = (overview: Overview, known: boolean): Standing => {
  const { counts } = overview
  if (!known) return { glyph: 'unknown', sentence: 'The state of the queue is not known' }
  if (overview.trouble !== null) return { glyph: 'error', sentence: overview.trouble }
  if (counts.needs_you > 0)
    return {
      glyph: 'error',
      sentence: `${runs(counts.needs_you)} ${counts.needs_you === 1 ? 'needs' : 'need'} you`,
    }
  const [hold] = overview.holds
  if (hold !== undefined) return { glyph: 'warning', sentence: hold.message }
  if (overview.paused)
    return { glyph: 'paused', sentence: `Held by you: ${runs(counts.waiting)} waiting` }
  if (counts.active > 0) return { glyph: 'sending', sentence: `${runs(counts.active)} in progress` }
  if (counts.waiting > 0) return { glyph: 'sending', sentence: `${runs(counts.waiting)} waiting` }
  return {
    glyph: 'idle',
    sentence:
      overview.proven === 0
        ? 'Nothing to send'
        : `${runs(overview.proven)} ${overview.proven === 1 ? 'is' : 'are'} verified`,
  }
}
