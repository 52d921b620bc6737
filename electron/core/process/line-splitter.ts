// Line splitter: cuts a byte stream into records and holds at most one of
// them, so memory stays bounded.

export type LineStream = 'stdout' | 'stderr'

/**
 * A longer record is emitted in pieces of this many bytes, so that a line of 50 MB
 * needs no more memory than this.
 */
export const MAX_RECORD = 64 << 10

const LF = 10
const CR = 13

interface LineSplitter {
  push(chunk: Buffer): void
  /** Emits the last record where the stream ended without a line end. */
  end(): void
}

/**
 * Calls `onRecord` for each record, without its end. `lines`: LF, CR LF or a lone CR (progress
 * output) end a record; `nul`: a NUL byte does. Empty records are dropped.
 */
export const createLineSplitter = (
  mode: 'lines' | 'nul',
  onRecord: (record: Buffer) => void,
): LineSplitter => {
  let pending: Buffer[] = []
  let size = 0
  const emit = (): void => {
    if (size > 0)
      onRecord(
        pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending),
      )
    pending = []
    size = 0
  }
  const append = (bytes: Buffer): void => {
    for (let start = 0; start < bytes.length; start += MAX_RECORD) {
      const piece = bytes.subarray(start, start + MAX_RECORD)
      if (size + piece.length > MAX_RECORD) emit()
      pending.push(piece)
      size += piece.length
    }
  }
  const nextEnd = (chunk: Buffer, from: number): number => {
    if (mode === 'nul') return chunk.indexOf(0, from)
    const lf = chunk.indexOf(LF, from)
    const cr = chunk.subarray(from, lf === -1 ? chunk.length : lf).indexOf(CR)
    return cr === -1 ? lf : from + cr
  }
  return {
    push(chunk) {
      let from = 0
      for (let end = nextEnd(chunk, from); end !== -1; end = nextEnd(chunk, from)) {
        append(chunk.subarray(from, end))
        emit()
        from = end + 1
      }
      // a copy: a view would keep the memory of the whole chunk for the sake of its last few bytes
      if (from < chunk.length) append(Buffer.from(chunk.subarray(from)))
    },
    end: emit,
  }
}
