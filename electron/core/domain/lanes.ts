// Decides whether a short run may start beside a long one at one destination, and which part of the limits each of them has
// (docs/spec.md 3a). Pure.
import type { LivePhase } from '../../../shared/model/model.ts'
import type { SendingRule } from './recording-guard.ts'

/** What is long and what is short, in bytes. */
export interface LaneSizes {
  /** More than this is left to be sent or checked: short runs need not wait for its end. */
  readonly long: number
  /** The most that a run has that goes beside it. */
  readonly short: number
}

const GIB = 2 ** 30
export const LANE_SIZES: LaneSizes = { long: 8 * GIB, short: GIB }

/** Part of the limits that a short run has beside a long one, which has the rest. */
const SHORT_SHARE = 1 / 8

/** A run that an attempt works on now. */
interface RunningJob {
  /** The destination as `destinationKey` names it. */
  readonly destination: string
  /** It runs beside a long one. */
  readonly isBeside: boolean
  /** What it does now, and how much there is to do; null: not known yet. */
  readonly phase: LivePhase
  readonly bytes: number | null
}

/** What IT allows. */
interface LaneLimits {
  /** Runs at once, of all destinations. */
  readonly parallelJobs: number
  /** Files at once; null: chosen, up to `maxTransfers`. */
  readonly transfers: number | null
  readonly maxTransfers: number
}

/** False where IT allows one run or one file at a time: then there is nothing to share. */
export const hasLanes = ({ parallelJobs, transfers, maxTransfers }: LaneLimits): boolean =>
  parallelJobs > 1 && (transfers ?? maxTransfers) > 1

/** True where so much is to be sent or checked that short runs need not wait for it. */
export const isLong = (phase: LivePhase, bytes: number | null, sizes: LaneSizes): boolean =>
  (phase === 'sending' || phase === 'checking') && bytes !== null && bytes > sizes.long

/** The destinations at which one short run may start now beside a long one. */
export const openLanes = (
  running: readonly RunningJob[],
  limits: LaneLimits,
  sizes: LaneSizes,
): readonly string[] => {
  if (!hasLanes(limits)) return []
  const taken = new Set(running.filter((job) => job.isBeside).map((job) => job.destination))
  return running
    .filter((job) => !job.isBeside && isLong(job.phase, job.bytes, sizes))
    .map((job) => job.destination)
    .filter((destination) => !taken.has(destination))
}

/** The part of the limits of a run: 1 is all of it. */
export const shareOf = (isBeside: boolean, isSharing: boolean): number =>
  isBeside ? SHORT_SHARE : isSharing ? 1 - SHORT_SHARE : 1

/** A rule with its limit cut to a part. */
export const sharedRule = (rule: SendingRule, share: number): SendingRule => {
  const { kibps, bandwidth } = rule
  return share === 1
    ? rule
    : {
        ...rule,
        kibps: kibps === null ? null : Math.max(1, Math.floor(kibps * share)),
        bandwidth:
          bandwidth === null ? null : { ...bandwidth, uploadMbps: bandwidth.uploadMbps * share },
      }
}
