// Parses rclone's notation of a place, `name,option=value:path`, and its lists of places (rclone docs, "Connection strings").

/** A place as rclone.conf and a command line write it. */
export interface RemoteText {
  /** Name in rclone.conf; `:type` of a remote made on the fly; null: a path of this computer. */
  readonly name: string | null
  /** Options of the connection string, which override those of rclone.conf. */
  readonly options: Readonly<Record<string, string>>
  /** Everything before the path, the colon included; '' for a path of this computer. */
  readonly prefix: string
  readonly path: string
}

const QUOTED = /^(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)')/

/** Parses a place; null where rclone would refuse it. `windows`: a single letter is a drive. */
export const parseRemote = (text: string, windows: boolean): RemoteText | null => {
  const local: RemoteText = { name: null, options: {}, prefix: '', path: text }
  const name = /^:?[^:,/\\]*/.exec(text)?.[0] ?? ''
  let rest = text.slice(name.length)
  if (!rest.startsWith(':') && !rest.startsWith(',')) return name.startsWith(':') ? null : local
  if (name === '' || (windows && /^[A-Za-z]$/.test(name))) return windows ? local : null
  const options: Record<string, string> = {}
  while (rest.startsWith(',')) {
    const key = /^,([A-Za-z0-9_]+)/.exec(rest)?.[1]
    if (key === undefined) return null
    rest = rest.slice(key.length + 1)
    if (!rest.startsWith('=')) {
      options[key] = 'true'
      continue
    }
    rest = rest.slice(1)
    const quoted = QUOTED.exec(rest)
    const value = quoted?.[0] ?? /^[^:,]*/.exec(rest)?.[0] ?? ''
    const [, double, single] = quoted ?? []
    options[key] = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? value
    rest = rest.slice(value.length)
  }
  if (!rest.startsWith(':')) return null
  const path = rest.slice(1)
  return { name, options, prefix: text.slice(0, text.length - path.length), path }
}

/** The entries of a list that is separated by blanks; an entry with blanks stands in double quotes. */
export const splitList = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"]|"")*)"|[^\s"]+(?:"[^"]*"[^\s"]*)*/g)].map(
    ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole,
  )

/** A path below another in rclone's notation. */
export const joinPath = (above: string, below: string): string => {
  if (above === '') return below
  return below === '' ? above : `${above.replace(/\/+$/, '')}/${below}`
}
