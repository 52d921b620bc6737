// Estimates when the queue is done, and when each waiting run has its turn (docs/ux.md D12). Pure.
import { shareOf } from './lanes.ts'

/** A destination takes one run at a time, and short ones beside a long one; these are its runs in the order of their turn. */
export interface DestinationQueue {
  /** Bytes left of the runs that are being sent. */
  readonly sending: number
  /** A long run is being sent, so that short ones go beside it; null: each waits for all before it. */
  readonly beside: {
    /** Bytes left of the short run that is being sent. */
    readonly sending: number
    /** The most that a short run has. */
    readonly short: number
  } | null
  /** Ready runs that wait for their turn; `bytes` null: not measured yet. */
  readonly waiting: readonly { readonly id: number; readonly bytes: number | null }[]
  /** Bytes per second; null: nothing was sent there yet. */
  readonly speed: number | null
}

interface QueuePlace {
  readonly jobId: number
  /** 1: the next one at its destination. */
  readonly place: number
  /** How many runs wait for their turn there. */
  readonly of: number
  /** Until its turn; null: not known. */
  readonly seconds: number | null
}

interface QueueEstimate {
  /** Until everything that can be sent now is sent; null: not known. */
  readonly seconds: number | null
  readonly places: readonly QueuePlace[]
}

const sumOrNull = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0)

/** A run that waits, with the bytes before it and the part of the speed that it waits for. */
interface Turn {
  readonly id: number
  readonly ahead: number | null
  readonly share: number
}

/** The runs of one destination in the order of their turn. */
const turnsOf = ({ sending, beside, waiting }: DestinationQueue): Turn[] => {
  const isShort = ({ bytes }: DestinationQueue['waiting'][number]): boolean =>
    beside !== null && bytes !== null && bytes <= beside.short
  const short = waiting.filter(isShort)
  const others = waiting.filter((one) => !isShort(one))
  const before = (runs: DestinationQueue['waiting'], at: number): (number | null)[] =>
    runs.slice(0, at).map(({ bytes }) => bytes)
  const all = short.map(({ bytes }) => bytes)
  return [
    ...short.map(({ id }, at) => ({
      id,
      ahead: sumOrNull([beside?.sending ?? 0, ...before(short, at)]),
      share: shareOf(true, true),
    })),
    ...others.map(({ id }, at) => ({
      id,
      ahead: sumOrNull([sending, ...all, ...before(others, at)]),
      share: 1,
    })),
  ]
}

/** Destinations send side by side, so the slowest decides when all is done. */
export const estimateQueue = (queues: readonly DestinationQueue[]): QueueEstimate => {
  const places = queues.flatMap((queue) =>
    turnsOf(queue).map(({ id, ahead, share }, at, all): QueuePlace => {
      const { speed } = queue
      const seconds = ahead === null || speed === null ? null : ahead / (speed * share)
      return { jobId: id, place: at + 1, of: all.length, seconds }
    }),
  )
  const busy = queues.filter(({ sending, waiting }) => sending > 0 || waiting.length > 0)
  const ends = busy.map(({ sending, waiting, speed }) => {
    const bytes = sumOrNull([sending, ...waiting.map((one) => one.bytes)])
    return bytes === null || speed === null ? null : bytes / speed
  })
  const known = ends.filter((end) => end !== null)
  return {
    places,
    seconds: known.length === 0 || known.length < ends.length ? null : Math.max(...known),
  }
}
