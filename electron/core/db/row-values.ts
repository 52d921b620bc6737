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
