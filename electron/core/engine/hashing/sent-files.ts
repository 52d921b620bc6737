// What hashing is told of the push that runs beside it: which files were sent, and that it has ended.

/** The latest files are kept: what was sent long ago is in no cache any more. */
const MAX_KEPT = 1_000

/** The files of one push, as hashing follows them. */
export interface SentFiles {
  /** False once the push has ended, or somebody waits for the digests. */
  isSending(): boolean
  /** A file was sent: its bytes are in this computer's cache now. */
  add(path: string): void
  /** Nothing is waited for any more. */
  end(): void
  /** The files that were sent since the call before. */
  take(): readonly string[]
  /** Resolves when a file was sent, or nothing is waited for any more, or the signal aborts. */
  moved(signal: AbortSignal): Promise<void>
}

export const createSentFiles = (sending: boolean): SentFiles => {
  let isSending = sending
  let paths: string[] = []
  let wake = (): void => undefined
  return {
    isSending: () => isSending,
    add(path) {
      paths.push(path)
      if (paths.length > MAX_KEPT) paths.shift()
      wake()
    },
    end() {
      isSending = false
      wake()
    },
    take() {
      const taken = paths
      paths = []
      return taken
    },
    async moved(signal) {
      if (paths.length > 0 || !isSending || signal.aborted) return
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go)
          resolve()
        }
        wake = go
        signal.addEventListener('abort', go)
      })
    },
  }
}
