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

/** A LIKE pattern that finds the text anywhere, letter for letter; to be used with ESCAPE '\\'. */
export const likeContains = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`
