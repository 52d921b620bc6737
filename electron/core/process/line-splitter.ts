// Cuts a byte stream into records, holding never more than one; a record without end is given in pieces.

export type LineStream = 'stdout' | 'stderr'

/** Longer records are given in pieces of this size, so that one line of 50 MB costs no more than this. */
export const MAX_RECORD = 64 << 10

const LF = 10
const CR = 13

export interface LineSplitter {
  push(chunk: Buffer): void
  /** Gives what is left without an end. */
  end(): void
}

/** `lines`: LF, CR LF or a lone CR (progress) end a record; `nul`: a zero byte does. Empty lines are dropped. */
export const createLineSplitter = (
  mode: 'lines' | 'nul',
  onRecord: (record: Buffer) => void,
): LineSplitter => {
  let rest: Buffer[] = []
  let size = 0
  const give = (): void => {
    if (size > 0)
      onRecord(rest.length === 1 && rest[0] !== undefined ? rest[0] : Buffer.concat(rest))
    rest = []
    size = 0
  }
  const keep = (piece: Buffer): void => {
    for (let at = 0; at < piece.length; at += MAX_RECORD) {
      const part = piece.subarray(at, at + MAX_RECORD)
      if (size + part.length > MAX_RECORD) give()
      rest.push(part)
      size += part.length
    }
  }
  const endOf = (chunk: Buffer, from: number): number => {
    if (mode === 'nul') return chunk.indexOf(0, from)
    const lf = chunk.indexOf(LF, from)
    const cr = chunk.subarray(from, lf === -1 ? chunk.length : lf).indexOf(CR)
    return cr === -1 ? lf : from + cr
  }
  return {
    push(chunk) {
      let from = 0
      for (let at = endOf(chunk, from); at !== -1; at = endOf(chunk, from)) {
        keep(chunk.subarray(from, at))
        give()
        from = at + 1
      }
      // a copy: the chunk's memory would otherwise be held for the sake of its last few bytes
      if (from < chunk.length) keep(Buffer.from(chunk.subarray(from)))
    },
    end: give,
  }
}
