// Throughput and volume of what was sent, in steps of time: the bytes of each send are spread evenly over its duration. Pure.

/** One push, or the part of it that was made so far. */
export interface Send {
  readonly instrument: string
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  readonly bytes: number
}

/** Bytes in each step. `edges`: begin of each step and the end of the last one, epoch ms, ascending. */
export const bytesPerStep = (sends: readonly Send[], edges: readonly number[]): number[] => {
  const sums = edges.slice(1).map(() => 0)
  for (const { from, to, bytes } of sends) {
    // a send that took no time lies in the step of its end
    const ms = Math.max(1, to - from)
    for (const [i, start] of edges.slice(0, -1).entries()) {
      const end = edges[i + 1] ?? start
      const overlap = Math.min(to, end) - Math.max(to - ms, start)
      if (overlap > 0) sums[i] = (sums[i] ?? 0) + (bytes * overlap) / ms
    }
  }
  return sums.map((sum) => Math.round(sum))
}

/** Edges of `steps` steps of equal length that end at a full step after `now`. */
export const stepEdges = (now: number, stepMs: number, steps: number): number[] => {
  const end = Math.floor(now / stepMs) * stepMs + stepMs
  return Array.from({ length: steps + 1 }, (_, i) => end - (steps - i) * stepMs)
}

/** Edges of the last `days` days by the local calendar; the last one ends at the next midnight. */
export const dayEdges = (now: number, days: number): number[] => {
  const today = new Date(now)
  return Array.from({ length: days + 1 }, (_, i) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1 + i).getTime(),
  )
}
