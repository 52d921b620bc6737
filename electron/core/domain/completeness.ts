// Decides whether a run is complete: the instrument gave its completion signal, and two sightings a settle time apart found
// the same (docs/spec.md 6). Pure.
import { msg } from '../../../shared/language/msg.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/duration.ts'

/** The content of a run folder at one moment, in numbers. */
export interface FolderSnapshot {
  /** Epoch ms. */
  readonly at: number
  readonly files: number
  readonly bytes: number
  /** Modification time of the newest file, epoch ms; 0: there is none. */
  readonly newestMs: number
  /**
   * When the system last noted a change in it, epoch ms: change and creation times of files and folders, and times of
   * folders. A copy that keeps times sets none of them back.
   */
  readonly changedMs: number
}

/** Since when a folder is as it is now, epoch ms. */
export interface Rest {
  /** The first of our own sightings, without a gap, that found it so. */
  readonly seenSince: number
  /** When it last changed, also before the first sighting, as far as the system's own times say so. */
  readonly quietSince: number
  /** Number of sightings, without a gap, that found it so. */
  readonly sightings: number
}

/**
 * Since when the folder is unchanged. `before`: the last snapshot; null: `now` is the first. The times that files carry
 * count for nothing: a copy keeps them, and another clock may have written them.
 */
export const restOf = (before: (FolderSnapshot & Rest) | null, now: FolderSnapshot): Rest => {
  const same =
    before !== null &&
    before.files === now.files &&
    before.bytes === now.bytes &&
    before.newestMs === now.newestMs &&
    before.changedMs === now.changedMs
  if (same)
    return {
      seenSince: before.seenSince,
      quietSince: before.quietSince,
      sightings: before.sightings + 1,
    }
  const isKnown = before === null && now.changedMs > 0 && now.changedMs <= now.at
  return { seenSince: now.at, quietSince: isKnown ? now.changedMs : now.at, sightings: 1 }
}

export type CompletionSignal =
  /** The instrument gives no signal; the run is complete after a quiet period. */
  | { readonly signal: 'quiet'; readonly forMs: number }
  /** The sentinel file, or everything that the manifest lists, is there. */
  | { readonly signal: 'given' }
  /** Not there yet; `waitsFor` names what is missing. */
  | { readonly signal: 'missing'; readonly waitsFor: string }

type Completeness =
  | { readonly complete: true }
  /** Names what is missing: `its first file`. */
  | {
      readonly complete: false
      readonly waitsFor: string
      /** Time after which it is complete if nothing changes any more, ms; null: that is not known. */
      readonly dueInMs: number | null
    }

const duration = (ms: number): string =>
  ms >= MINUTE_MS ? `${Math.ceil(ms / MINUTE_MS)} min` : `${Math.ceil(ms / SECOND_MS)} s`

/**
 * Decides by the signal and by the folder's rest. Whatever the signal, two sightings at least `settleMs` apart must have
 * found the same.
 */
export const checkCompleteness = (
  signal: CompletionSignal,
  snapshot: FolderSnapshot & Rest,
  settleMs: number,
): Completeness => {
  if (signal.signal === 'missing')
    return { complete: false, waitsFor: signal.waitsFor, dueInMs: null }
  if (snapshot.files === 0) return { complete: false, waitsFor: msg`its first file`, dueInMs: null }
  const settling = settleMs - (snapshot.at - snapshot.seenSince)
  const quiet = signal.signal === 'quiet' ? signal.forMs - (snapshot.at - snapshot.quietSince) : 0
  const left = Math.max(settling, quiet)
  if (left > 0)
    return {
      complete: false,
      waitsFor: msg`${duration(left)} more without a change in it`,
      dueInMs: left,
    }
  return snapshot.sightings < 2
    ? { complete: false, waitsFor: msg`a second look at it`, dueInMs: 0 }
    : { complete: true }
}
