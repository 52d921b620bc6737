// Decides whether a run is complete: the instrument gave its completion signal, and then nothing
// changed for a while (docs/spec.md 6). Pure.
import { MINUTE_MS, SECOND_MS } from '../../../shared/duration.ts'

/** The content of a run folder at one moment, in numbers. */
export interface FolderSnapshot {
  /** Epoch ms. */
  readonly at: number
  readonly files: number
  readonly bytes: number
  /** mtime of the youngest file, epoch ms; 0: none. */
  readonly newestMs: number
}

/**
 * Since when the folder is unchanged, epoch ms, judged by snapshots and mtimes. `before`: the last
 * snapshot; null: `now` is the first.
 */
export const unchangedSince = (
  before: (FolderSnapshot & { readonly since: number }) | null,
  now: FolderSnapshot,
): number => {
  const same =
    before !== null &&
    before.files === now.files &&
    before.bytes === now.bytes &&
    before.newestMs === now.newestMs
  if (same) return before.since
  // a change since the last snapshot counts from this one, because copied files keep their old
  // mtime; so does a file whose mtime lies in the future, which another clock wrote
  if (before === null && now.newestMs > 0 && now.newestMs <= now.at) return now.newestMs
  return now.at
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
  | { readonly complete: false; readonly waitsFor: string }

const duration = (ms: number): string =>
  ms >= MINUTE_MS ? `${Math.ceil(ms / MINUTE_MS)} min` : `${Math.ceil(ms / SECOND_MS)} s`

/**
 * Decides by the signal and by how long the folder is unchanged; `settleMs`: least quiet time after
 * a signal.
 */
export const checkCompleteness = (
  signal: CompletionSignal,
  snapshot: FolderSnapshot & { readonly since: number },
  settleMs: number,
): Completeness => {
  if (signal.signal === 'missing') return { complete: false, waitsFor: signal.waitsFor }
  if (snapshot.files === 0) return { complete: false, waitsFor: 'its first file' }
  const needed = signal.signal === 'quiet' ? signal.forMs : settleMs
  const unchangedMs = snapshot.at - snapshot.since
  if (unchangedMs >= needed) return { complete: true }
  return {
    complete: false,
    waitsFor: `${duration(needed - unchangedMs)} more without a change in it`,
  }
}
