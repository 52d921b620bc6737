// Tells a source that is slow to read (a disk that turns, a share, a stick) from one that is not, by the time that its reads take
// and not by the hashing. Pure: the clock is given.

/** A solid-state disk gives more, also while a tool reads from it; a disk that turns and a share of a network less. */
const BYTES_PER_MS = 200_000

/** A file costs so much on top where the head of a disk moves, or a server is asked. */
const MS_PER_FILE = 2

/** Reads are judged when they took so long together: a single one may have waited for something else. */
const ENOUGH_MS = 250

/** Times the reads of one request. */
interface ReadingSpeed {
  /** Opens a file. */
  open<T>(open: () => T): T
  /** Reads a part of it and answers its bytes. */
  read(read: () => number): number
  isSlow(): boolean
}

/** `now`: milliseconds. */
export const createReadingSpeed = (now: () => number): ReadingSpeed => {
  let ms = 0
  let bytes = 0
  let files = 0
  const timed = <T>(work: () => T): T => {
    const from = now()
    try {
      return work()
    } finally {
      ms += now() - from
    }
  }
  return {
    open(open) {
      files += 1
      return timed(open)
    },
    read(read) {
      const got = timed(read)
      bytes += got
      return got
    },
    isSlow: () => ms >= ENOUGH_MS && ms > bytes / BYTES_PER_MS + files * MS_PER_FILE,
  }
}
