// Resolves a remote through aliases and overlays to the storage that holds the bytes, from rclone.conf: that decides
// who can give a SHA-256 of them (docs/spec.md 5). Pure.
import { resolve } from 'node:path'
import * as z from 'zod'
import { OVERLAYS, STORAGE, type Worth } from './backends.ts'
import { type RemoteText, joinPath, parseRemote, splitList } from './remote-text.ts'

/** Sections of rclone.conf by name. */
export type RcloneConfig = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Where and how the digests of a place are had. */
export interface ResolvedRemote {
  /** What they are worth: see `Worth`. */
  readonly worth: Worth
  /** The place without the overlays that remember, in rclone's notation. */
  readonly target: string
  /** The folder of this computer that holds the files under their own names; null: none, or not certain. */
  readonly folder: string | null
  /** The types from the configured remote to the storage. */
  readonly types: readonly string[]
  /** The options of the storage that holds the files under names of its own; null: an overlay is in between. */
  readonly storage: {
    readonly type: string
    readonly options: Readonly<Record<string, string>>
    /** Path on it, in rclone's notation. */
    readonly path: string
  } | null
}

/** True where the bytes lie in a folder of this computer, be it a mounted share. */
export const isOnThisComputer = ({ worth }: ResolvedRemote): boolean =>
  worth === 'here' || worth === 'none'

const dump = z.record(z.string(), z.record(z.string(), z.string().catch('')))

/** Reads the output of `rclone config dump`. Throws where it is none. */
export const parseConfigDump = (text: string): RcloneConfig => dump.parse(JSON.parse(text))

/** Longest chain that is followed: one that is longer goes round in a circle. */
export const MAX_DEPTH = 16

/** Options of `local` that change no name and no byte. */
const HARMLESS: ReadonlySet<string> = new Set(['type', 'description', 'nounc', 'no_check_updated'])

/** Control pictures stand for control characters in rclone's notation of a path (docs/tool-behaviour.md 20). */
const PICTURES = /[\u2400-\u2421\u201b]/

type Options = Readonly<Record<string, string>>

const WEAKEST: readonly Worth[] = ['none', 'here', 'read_back', 'there']
const weakest = (worths: readonly Worth[]): Worth =>
  WEAKEST.find((worth) => worths.includes(worth)) ?? 'read_back'

export const optionsOf = (place: RemoteText, config: RcloneConfig): Options => {
  if (place.name === null) return { type: 'local' }
  if (place.name.startsWith(':')) return { ...place.options, type: place.name.slice(1) }
  return { ...config[place.name], ...place.options }
}

/** The places below an overlay; an entry of `combine` begins with `folder=`, one of `union` may end in `:ro`. */
export const placesBelow = (options: Options): string[] => {
  const { remote, upstreams, remotes } = options
  if (remote !== undefined) return [remote]
  return splitList(upstreams ?? remotes ?? '').map((entry) =>
    entry.replace(/^[^=:,/\\]+=/, '').replace(/:(?:ro|nc|writeback)$/, ''),
  )
}

/** What is true of everything below a place that cannot be left out. */
const worthOf = (text: string, config: RcloneConfig, windows: boolean, depth: number): Worth => {
  const place = parseRemote(text, windows)
  if (place === null || depth > MAX_DEPTH) return 'none'
  const options = optionsOf(place, config)
  const type = options['type'] ?? ''
  const below = placesBelow(options).map((one) => worthOf(one, config, windows, depth + 1))
  const overlay = Object.hasOwn(OVERLAYS, type) ? OVERLAYS[type] : undefined
  // behind an overlay nobody can read a file of this computer past its cache
  const least = weakest(below) === 'here' ? 'none' : weakest(below)
  if (overlay?.worth === 'none') return 'none'
  if (overlay?.worth === 'as_below') return weakest(below)
  const own = Object.hasOwn(STORAGE, type) ? STORAGE[type]?.worth : undefined
  if (own !== undefined) return own
  return least === 'none' ? 'none' : 'read_back'
}

/**
 * Follows `remote:path` of rclone.conf. What lies under a name alone (`alias`) or remembers (`hasher`, `cache`) is left out, so
 * that digests are asked of what is below it. A remote that is not in the config resolves to nothing, and rclone itself says so.
 */
export const resolveRemote = (
  remote: string,
  path: string,
  config: RcloneConfig,
  windows: boolean,
): ResolvedRemote => {
  const types: string[] = []
  let place: RemoteText = { name: remote, options: {}, prefix: `${remote}:`, path }
  let options = optionsOf(place, config)
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const type = options['type'] ?? ''
    types.push(type)
    const below = nextPlace(type, options, place.path, windows)
    if (below === null) break
    place = below
    options = optionsOf(place, config)
  }
  const type = types.at(-1) ?? ''
  const target = `${place.prefix}${place.path}`
  const isStorage = !Object.hasOwn(OVERLAYS, type)
  const storage = isStorage ? { type, options, path: place.path } : null
  const worth = worthOf(target, config, windows, 0)
  if (type !== 'local') {
    return { worth: worth === 'here' ? 'none' : worth, target, folder: null, types, storage }
  }
  const exact = Object.keys(options).every((key) => HARMLESS.has(key)) && !PICTURES.test(place.path)
  return { worth, target, folder: exact ? resolve(place.path) : null, types, storage }
}

/** The place that a path of this type leads to, where there is just one; null: the chain ends here. */
const nextPlace = (
  type: string,
  options: Options,
  path: string,
  windows: boolean,
): RemoteText | null => {
  const overlay = Object.hasOwn(OVERLAYS, type) ? OVERLAYS[type] : undefined
  const text = overlay?.leaveOut === true ? options['remote'] : upstreamOf(type, options, path)
  const place = text === undefined ? null : parseRemote(text, windows)
  if (place === null) return null
  const rest = type === 'combine' ? path.split('/').slice(1).join('/') : path
  return { ...place, path: joinPath(place.path, rest) }
}

/** The place below `combine` that the first folder of a path leads to. */
const upstreamOf = (type: string, options: Options, path: string): string | undefined => {
  if (type !== 'combine') return undefined
  const [first = ''] = path.split('/')
  if (first === '') return undefined
  const entry = splitList(options['upstreams'] ?? '').find((one) => one.startsWith(`${first}=`))
  return entry?.slice(first.length + 1)
}
