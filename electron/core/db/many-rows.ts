// Reads the rows of a query that has thousands.
import type { Database } from './database.ts'
import type { Row } from './row-values.ts'

/**
 * All rows of a query with many rows. They are read as arrays, and their values are named here: the driver takes twice as long to
 * set the properties of an object.
 */
export const manyRows = (
  db: Database,
  sql: string,
  values: Parameters<ReturnType<Database['prepare']>['all']>[0],
): Row[] => {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  const names = statement.columns().map(({ name }) => name)
  // copies of one object have one shape: made name by name, each row would be a table of its own
  const shape: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]))
  return statement.all(values).map((row) => {
    const named = { ...shape }
    for (let at = 0; at < names.length; at += 1) named[names[at] ?? ''] = row[at]
    return named
  })
}
