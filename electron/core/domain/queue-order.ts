// Decides the order of the waiting runs of a destination after a person moved one of them (docs/spec.md 3). Pure.

/** A queued run; a destination takes its runs in the order of their due times, then of their ids. */
export interface QueuedRun {
  readonly id: number
  /** Epoch ms. */
  readonly dueAt: number
}

/** One place towards the front, or towards the end. */
export type Step = 'earlier' | 'later'

/**
 * The runs whose due time changes when one of them moves by one place, or to a place counted from 0; none where it has that place
 * already, there is no such place, or it is not among them. `queue`: the runs of one destination that wait for their turn, in its
 * order. The times stay in the past and as they are where they can, because runs of other destinations compete by them.
 */
export const moveInQueue = (
  queue: readonly QueuedRun[],
  id: number,
  to: Step | number,
): readonly QueuedRun[] => {
  const from = queue.findIndex((run) => run.id === id)
  const place = to === 'earlier' ? from - 1 : to === 'later' ? from + 1 : to
  const moved = queue[from]
  if (moved === undefined || queue[place] === undefined || place === from) return []
  const order = queue.toSpliced(from, 1).toSpliced(place, 0, moved)
  const changed: QueuedRun[] = []
  let before = Number.POSITIVE_INFINITY
  // from the end: equal times would be ordered by id, so each run is due before the next one
  for (const [index, run] of [...order.entries()].toReversed()) {
    const dueAt = Math.min(queue[index]?.dueAt ?? before, before - 1)
    before = dueAt
    if (dueAt !== run.dueAt) changed.unshift({ id: run.id, dueAt })
  }
  return changed
}
