// Groups items into batches, so that each batch is one transaction of the queue.

const BATCH_SIZE = 500

interface Batcher<T> {
  add(item: T): void
  /** Gives the last batch, which may be smaller. */
  end(): void
  /** How many items were added. */
  count(): number
}

export const createBatcher = <T>(onBatch: (batch: readonly T[]) => void): Batcher<T> => {
  let batch: T[] = []
  let count = 0
  const flush = (): void => {
    if (batch.length > 0) onBatch(batch)
    batch = []
  }
  return {
    add(item) {
      batch.push(item)
      count += 1
      if (batch.length >= BATCH_SIZE) flush()
    },
    end: flush,
    count: () => count,
  }
}
