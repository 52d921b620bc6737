// Builds the parts of SQL statements that cannot be bound as one parameter: constant lists, lists from outside, LIKE patterns.

/**
 * A constant list such as `('failed','blocked')`, for use behind IN. SQLite sees the values, so it can use a partial index.
 * Only for names of this program: throws for anything but lower-case letters, digits and underscores.
 */
export const sqlList = (names: readonly string[]): string => {
  for (const name of names)
    if (!/^[a-z_][a-z_\d]*$/.test(name)) throw new Error(`${name} is not a name of this program`)
  return `(${names.map((name) => `'${name}'`).join(',')})`
}

/**
 * A list that is bound as JSON text (`JSON.stringify(values)`), for use behind IN. `parameter` names it in the statement.
 * It may hold any number of values, so the statement's text stays the same.
 */
export const jsonList = (parameter = '?'): string => `(SELECT value FROM json_each(${parameter}))`

/** Greater than any text: SQLite sorts blobs after texts. The open end of a range of texts. */
export const AFTER_ANY_TEXT = new Uint8Array(0)

/** Whether a column is like one of the patterns that are bound as JSON text. */
export const isLike = (column: string, parameter: string): string =>
  `EXISTS (SELECT 1 FROM json_each(${parameter}) WHERE ${column} LIKE value ESCAPE '\\')`

const likeLiterally = (text: string): string => text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)

/** A LIKE pattern that finds the text anywhere, letter for letter; to be used with ESCAPE '\\'. */
export const likeContains = (text: string): string => `%${likeLiterally(text)}%`

/** A LIKE pattern for a message with something filled in between its parts, anywhere in a text; a single word is the whole text. */
export const likeMessage = (parts: readonly string[]): string => {
  const [only = ''] = parts
  if (parts.length === 1 && !only.includes(' ')) return likeLiterally(only)
  return `%${parts.map(likeLiterally).join('%')}%`
}
