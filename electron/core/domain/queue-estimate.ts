// Estimates when the queue is done, and when each waiting run has its turn (docs/ux.md D12). Pure.

/** A destination takes one run at a time; these are its runs in the order of their turn. */
export interface DestinationQueue {
  /** Bytes left of the runs that are being sent. */
  readonly sending: number
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

/** Destinations send side by side, so the slowest decides when all is done. */
export const estimateQueue = (queues: readonly DestinationQueue[]): QueueEstimate => {
  const places = queues.flatMap(({ sending, waiting, speed }) =>
    waiting.map(({ id }, at): QueuePlace => {
      const ahead = sumOrNull([sending, ...waiting.slice(0, at).map((one) => one.bytes)])
      return {
        jobId: id,
        place: at + 1,
        of: waiting.length,
        seconds: ahead === null || speed === null ? null : ahead / speed,
      }
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
