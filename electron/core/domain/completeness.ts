// Is a run complete? The sign that the instrument gives, and then nothing in it moving (docs/spec.md 6). Pure.

/** What was seen of a run folder at one moment. */
export interface FolderSnapshot {
  /** Epoch ms. */
  readonly at: number
  readonly files: number
  readonly bytes: number
  /** mtime of the youngest file, epoch ms; 0: none. */
  readonly newestMs: number
}

/** Since when nothing has moved, as far as sightings and mtimes say. `before`: the one that `now` continues. */
export const stillSince = (
  before: (FolderSnapshot & { readonly since: number }) | null,
  now: FolderSnapshot,
): number => {
  const same =
    before !== null &&
    before.files === now.files &&
    before.bytes === now.bytes &&
    before.newestMs === now.newestMs
  if (same) return before.since
  // something moved since the last look: when, only this look can tell, since copied files keep their old times
  // a file from the future (another clock wrote it) says nothing; the sighting does
  if (before === null && now.newestMs > 0 && now.newestMs <= now.at) return now.newestMs
  return now.at
}

export type CompletionSignal =
  /** There is none to wait for but quiet itself. */
  | { readonly sign: 'quiet'; readonly forMs: number }
  /** The sentinel file, or everything that the manifest lists, is there. */
  | { readonly sign: 'given' }
  /** Not yet; in words. */
  | { readonly sign: 'missing'; readonly words: string }

export type Judgement =
  | { readonly complete: true }
  /** What it waits for, in words. */
  | { readonly complete: false; readonly waitsFor: string }

const duration = (ms: number): string =>
  ms >= 60_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.ceil(ms / 1_000)} s`

export const checkCompleteness = (
  sign: CompletionSignal,
  seen: FolderSnapshot & { readonly since: number },
  settleMs: number,
): Judgement => {
  if (sign.sign === 'missing') return { complete: false, waitsFor: sign.words }
  if (seen.files === 0) return { complete: false, waitsFor: 'its first file' }
  const needed = sign.sign === 'quiet' ? sign.forMs : settleMs
  const still = seen.at - seen.since
  if (still >= needed) return { complete: true }
  return {
    complete: false,
    waitsFor: `${duration(needed - still)} more without a change in it`,
  }
}
