// Bounded buffer for the end of an output: keeps the last items of a stream, whatever its length.

/** Size limit of a tail, in bytes or characters. */
export const TAIL_SIZE = 64 << 10

interface Tail<T> {
  add(item: T): void
  /** The last items that fit into `TAIL_SIZE` together; the very last one always. */
  items(): readonly T[]
}

/** Holds up to twice `TAIL_SIZE`, so that old items are dropped in one go and not one by one. */
export const createTail = <T>(sizeOf: (item: T) => number): Tail<T> => {
  let newer: T[] = []
  let older: T[] = []
  let size = 0
  return {
    add(item) {
      newer.push(item)
      size += sizeOf(item)
      if (size > TAIL_SIZE) {
        older = newer
        newer = []
        size = 0
      }
    },
    items() {
      const all = [...older, ...newer]
      let total = 0
      const tooMuch = all.findLastIndex((item) => (total += sizeOf(item)) > TAIL_SIZE)
      return all.slice(Math.min(tooMuch + 1, all.length - 1))
    },
  }
}
