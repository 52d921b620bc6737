// Keeps what was read of a run while it was sent, until its proof takes it: each digest counts only where the list of the proof
// shows the file as it was when it was read (docs/spec.md 2).
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { RemoteDigest } from '../transport.ts'
import type { Stamp } from './rclone-output.ts'
import type { Chain } from './rclone-remote.ts'

/** A file as it lay on the remote right before it was read, and the digest of what was read. */
export interface EarlyDigest extends Stamp {
  readonly sha256: string
}

/** What was read of one run, by path. */
export type EarlyDigests = ReadonlyMap<string, EarlyDigest>

/** After this time since the end of the push nothing that was read before counts. */
const VALID_MS = 10 * MINUTE_MS

/** Of a clock that nobody sets. */
const kept = new Map<string, { readonly until: number; readonly digests: EarlyDigests }>()

/** A place below what remembers, and the rclone.conf that says where that is. */
const keyOf = ({ resolved, config }: Chain): string => JSON.stringify([config, resolved.target])

/** Keeps what was read of the run at a place, in memory alone. */
export const keepEarlyDigests = (place: Chain, digests: EarlyDigests): void => {
  const now = performance.now()
  for (const [key, { until }] of kept) if (until < now) kept.delete(key)
  kept.set(keyOf(place), { until: now + VALID_MS, digests })
}

/** What was read of the run at a place, once: it is forgotten with the answer. */
export const takeEarlyDigests = (place: Chain): EarlyDigests => {
  const key = keyOf(place)
  const entry = kept.get(key)
  kept.delete(key)
  return entry === undefined || entry.until < performance.now() ? new Map() : entry.digests
}

/** Fewer files are read back by name, for each of which rclone asks first. */
const FEW_NAMES = 2_000

/** The files of a place, by what is known of each. */
interface SortedOut {
  readonly known: readonly RemoteDigest[]
  /** Files that must be read; null: all. */
  readonly rest: readonly string[] | null
}

/**
 * Sorts the list of a proof by what was read before: a digest counts only where its file lies there as it did when it was read.
 * `maxBytes`: larger files are not read.
 */
export const sortOut = (
  stamps: readonly Stamp[],
  early: EarlyDigests,
  maxBytes: number,
): SortedOut => {
  const known: RemoteDigest[] = []
  const rest: string[] = []
  for (const { path, size, time } of stamps) {
    const before = early.get(path)
    if (before !== undefined && before.size === size && before.time === time)
      known.push({ path, sha256: before.sha256, size })
    else if (size > maxBytes) known.push({ path, sha256: null, size })
    else rest.push(path)
  }
  // a file that is read by its name costs two requests instead of one
  const isMost = rest.length > FEW_NAMES && rest.length * 2 > stamps.length
  return isMost || known.every(({ sha256 }) => sha256 === null)
    ? { known: known.filter(({ sha256 }) => sha256 === null), rest: null }
    : { known, rest }
}
