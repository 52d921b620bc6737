// Packs the numbers of file rows into a few bytes a file: differences from the row before, column by column, as varints.
// A folded run keeps them, because its manifest names paths and digests alone (docs/spec.md 5a).

/** The numbers of one row of the files table that its manifest does not tell. */
export interface RowNumbers {
  readonly seq: number
  readonly size: number
  readonly mtimeUs: number
  readonly seenPass: number
  readonly attempts: number
  readonly triedIn: number
  readonly triedAt: number | null
}

/** Differences of numbers up to this one, doubled for their sign, are still exact. */
const MAX = 2 ** 52
/** Rows whose columns stand together: equal neighbours compress to nothing. */
const CHUNK_ROWS = 2_000
const COLUMNS = 7

// null is 0, and every time is one later
const columnsOf = (row: RowNumbers): number[] => [
  row.seq,
  row.size,
  row.mtimeUs,
  row.seenPass,
  row.attempts,
  row.triedIn,
  row.triedAt === null ? 0 : row.triedAt + 1,
]

/** False where a number of the row is negative, not whole, or too large to be packed. */
export const arePackable = (row: RowNumbers): boolean =>
  columnsOf(row).every((n) => Number.isInteger(n) && n >= 0 && n <= MAX)

const putVarint = (into: number[], value: number): void => {
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) into.push((rest % 128) + 128)
  into.push(rest)
}

const packChunk = (rows: readonly RowNumbers[]): Uint8Array => {
  const bytes: number[] = []
  putVarint(bytes, rows.length)
  const table = rows.map(columnsOf)
  for (let column = 0; column < COLUMNS; column += 1) {
    let before = 0
    for (const row of table) {
      const value = row[column] ?? 0
      const difference = value - before
      putVarint(bytes, difference < 0 ? -difference * 2 - 1 : difference * 2)
      before = value
    }
  }
  return Uint8Array.from(bytes)
}

/** Collects rows, which must be packable, and gives their bytes at the end. */
export const createNumberPacker = () => {
  const chunks: Uint8Array[] = []
  let waiting: RowNumbers[] = []
  const flush = (): void => {
    if (waiting.length > 0) chunks.push(packChunk(waiting))
    waiting = []
  }
  return {
    add(row: RowNumbers): void {
      waiting.push(row)
      if (waiting.length === CHUNK_ROWS) flush()
    },
    end(): Uint8Array {
      flush()
      return Buffer.concat(chunks)
    },
  }
}

/** The packed rows in their order. Throws RangeError where the bytes end too early. */
export function* unpackNumbers(bytes: Uint8Array): Generator<RowNumbers> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at]
      if (byte === undefined) throw new RangeError('packed numbers end too early')
      at += 1
      value += (byte % 128) * factor
      if (byte < 128) return value
    }
  }
  const column = (rows: number): number[] => {
    let before = 0
    return Array.from({ length: rows }, () => {
      const zigzag = varint()
      before += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
      return before
    })
  }
  while (at < bytes.length) {
    const rows = varint()
    const [
      seq = [],
      size = [],
      mtimeUs = [],
      seenPass = [],
      attempts = [],
      triedIn = [],
      tried = [],
    ] = Array.from({ length: COLUMNS }, () => column(rows))
    for (let row = 0; row < rows; row += 1) {
      const triedAt = tried[row] ?? 0
      yield {
        seq: seq[row] ?? 0,
        size: size[row] ?? 0,
        mtimeUs: mtimeUs[row] ?? 0,
        seenPass: seenPass[row] ?? 0,
        attempts: attempts[row] ?? 0,
        triedIn: triedIn[row] ?? 0,
        triedAt: triedAt === 0 ? null : triedAt - 1,
      }
    }
  }
}
