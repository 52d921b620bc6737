// Finds the connections whose password decides whether instruments get in: their own remotes, or those that these are made of. Pure.
import type { ConnectionInfo } from '../../../../shared/model/connections.ts'

export interface PasswordOf {
  readonly connection: ConnectionInfo
  /** The instruments that send through it. */
  readonly instruments: readonly string[]
}

/** The names of remotes in an option such as `nas:raw` or `one:a two:b`. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^|[\s,"'=])([\w.+@ -]+?):/g)].map(([, name = '']) => name.trim())

/** `rows`: every remote. Only connections that take a password are answered, each once. */
export const connectionsOf = (
  instruments: readonly string[],
  rows: readonly ConnectionInfo[],
): readonly PasswordOf[] => {
  const found = new Map<ConnectionInfo, Set<string>>()
  const follow = (
    row: ConnectionInfo,
    of: readonly string[],
    seen: readonly ConnectionInfo[],
  ): void => {
    if (seen.includes(row)) return
    const below = namesIn(`${row.options['remote'] ?? ''} ${row.options['upstreams'] ?? ''}`)
    // the password of a remote that is made of others is no sign-in: it is the key of what lies there
    if (below.length === 0 && row.password !== null)
      found.set(row, new Set([...(found.get(row) ?? []), ...of]))
    for (const other of rows)
      if (other.place.conf === row.place.conf && below.includes(other.place.remote))
        follow(other, of, [...seen, row])
  }
  for (const row of rows) {
    const of = row.instruments.filter((id) => instruments.includes(id))
    if (of.length > 0) follow(row, of, [])
  }
  return [...found].map(([connection, of]) => ({ connection, instruments: [...of] }))
}
