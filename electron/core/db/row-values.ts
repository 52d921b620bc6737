// Reads columns of a SQLite row as the type that the caller expects; throws where the column holds another type.

export type Row = Readonly<Record<string, unknown>>

export const asNumber = (row: Row, key: string): number => {
  const value = row[key]
  if (typeof value === 'number') return value
  throw new Error(`column ${key} holds ${typeof value}, not a number`)
}

export const asNumberOrNull = (row: Row, key: string): number | null =>
  row[key] === null || row[key] === undefined ? null : asNumber(row, key)

export const asText = (row: Row, key: string): string => {
  const value = row[key]
  if (typeof value === 'string') return value
  throw new Error(`column ${key} holds ${typeof value}, not text`)
}

export const asTextOrNull = (row: Row, key: string): string | null =>
  row[key] === null || row[key] === undefined ? null : asText(row, key)

export const asBytesOrNull = (row: Row, key: string): Uint8Array | null => {
  const value = row[key]
  return value instanceof Uint8Array ? value : null
}

/** Tests whether a value is one of these words. It is asked of every row of a list, where a schema would take most of the time. */
export const oneOf = <T extends string>(words: readonly T[]): ((value: unknown) => value is T) => {
  const known: ReadonlySet<unknown> = new Set(words)
  return (value): value is T => known.has(value)
}

export const asWord = <T extends string>(
  row: Row,
  key: string,
  isWord: (value: unknown) => value is T,
): T => {
  const value = row[key]
  if (isWord(value)) return value
  throw new Error(`column ${key} holds no word that is known`)
}

/** A value of a row whose integers were read exactly: one that no number can hold becomes the nearest that a number can. */
const asRead = (value: unknown): unknown =>
  typeof value === 'bigint'
    ? Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
    : value

/** A row whose integers were read exactly, with numbers. */
export const inRange = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asRead(value)]))
