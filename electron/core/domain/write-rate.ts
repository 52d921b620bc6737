// Decides from how much an instrument's folder grew whether the instrument is writing, and keeps to that decision through the pauses
// of an acquisition, so that pushes are not restarted again and again (docs/spec.md 7). Pure.
import { MINUTE_MS, SECOND_MS } from '../../../shared/duration.ts'

/** What a folder gained between two looks. */
interface Growth {
  /** When the later look ended, ms of a clock that nobody sets. */
  readonly at: number
  /** Time between the two, ms. */
  readonly ms: number
  readonly bytes: number
}

/** The rate is a mean over at least this time: a file that somebody copies there in a moment is no acquisition. */
const MEAN_MS = 10 * SECOND_MS
/** The instrument counts as writing until the rate was not above the limit for this time. */
const REST_MS = 2 * MINUTE_MS
/** What was seen longer ago is not called now. */
const FRESH_MS = 30 * SECOND_MS

/** Whether an instrument writes. */
export interface Writing {
  /** Bytes per second, as a mean. */
  readonly rate: number
  /** False: it wrote until a moment ago, and may go on. */
  readonly isAbove: boolean
}

export interface WriteRate {
  /** Takes what was gained; null: the folder could not be looked at. */
  add(growth: Growth | null): void
  /** `limit`: bytes per second; `now`: of the same clock. null: it does not write. */
  writing(limit: number, now: number): Writing | null
}

export const createWriteRate = (): WriteRate => {
  let recent: readonly Growth[] = []
  /** When it was last seen above the limit. */
  let aboveAt: number | null = null
  let judgedBy = 0

  /** The mean over the last looks, with the last one; null: they do not reach back far enough. */
  const mean = (): { readonly rate: number; readonly last: Growth } | null => {
    const last = recent.at(-1)
    const ms = recent.reduce((sum, one) => sum + one.ms, 0)
    if (last === undefined || ms < MEAN_MS) return null
    return { rate: (recent.reduce((sum, one) => sum + one.bytes, 0) / ms) * SECOND_MS, last }
  }

  return {
    add(growth) {
      const all = growth === null ? [] : [...recent, growth]
      // the fewest of the last looks that reach back far enough
      let ms = 0
      const from = all.findLastIndex((one) => (ms += one.ms) >= MEAN_MS)
      recent = from === -1 ? all : all.slice(from)
    },
    writing(limit, now) {
      // a limit that was raised frees at once
      if (limit !== judgedBy) aboveAt = null
      judgedBy = limit
      const found = mean()
      const isAbove = found !== null && found.rate > limit
      if (isAbove) aboveAt = found.last.at
      // looks at a folder of very many files lie further apart
      const gap = 2 * (found?.last.ms ?? 0)
      if (aboveAt === null || now - aboveAt >= Math.max(REST_MS, gap)) return null
      const isNow = isAbove && now - found.last.at <= Math.max(FRESH_MS, gap)
      return { rate: found?.rate ?? 0, isAbove: isNow }
    },
  }
}
