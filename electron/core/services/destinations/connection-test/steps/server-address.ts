// Finds the servers that a remote of rclone leads to, by host and port, as far as rclone.conf names them. Pure.
import { msg } from '../../../../../../shared/language/msg.ts'
import {
  MAX_DEPTH,
  type RcloneConfig,
  optionsOf,
  placesBelow,
} from '../../../../transports/rclone/remote-chain.ts'
import { parseRemote } from '../../../../transports/rclone/remote-text.ts'

/** `why`: why this computer does not connect to it by itself, as a sentence. */
export type ServerAddress =
  { readonly host: string; readonly port: number } | { readonly why: string }

/** Ports of backends whose options name a host alone. */
const PORTS: Readonly<Record<string, number>> = { sftp: 22, ftp: 21, smb: 445, hdfs: 8020 }

/** An endpoint of S3 may have no scheme: rclone takes https then. */
export const httpUrl = (text: string): string =>
  text === '' || /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`

const ofUrl = (text: string): ServerAddress | null => {
  const url = httpUrl(text)
  if (!URL.canParse(url)) return null
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === ''
    ? null
    : { host, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) }
}

/** What rclone goes through to an address of HTTP, '' where that is not known; null: nothing. */
type ProxyTo = (url: string) => string | null

const addressOf = (options: Readonly<Record<string, string>>, proxyTo: ProxyTo): ServerAddress => {
  const type = options['type'] ?? ''
  const { host = '' } = options
  const own = PORTS[type]
  if (own !== undefined && host !== '') {
    if ((options['ssh'] ?? '') !== '')
      return { why: msg`An ssh program of its own makes the connection.` }
    if ((options['socks_proxy'] ?? options['http_proxy'] ?? '') !== '')
      return { why: msg`rclone goes through a proxy that its settings name.` }
    return { host, port: Number(options['port'] ?? '') || own }
  }
  const address = options['url'] ?? options['endpoint'] ?? ''
  const proxy = proxyTo(httpUrl(address))
  if (proxy !== null) return { why: msg`rclone goes through the proxy ${proxy}.` }
  return (
    (address === '' ? null : ofUrl(address)) ?? {
      why: msg`rclone itself knows the servers of ${type}.`,
    }
  )
}

/** The options of every storage below a remote, through aliases and overlays. */
export const storagesBelow = (
  remote: string,
  config: RcloneConfig,
  windows: boolean,
): readonly Readonly<Record<string, string>>[] => {
  const follow = (text: string, depth: number): Readonly<Record<string, string>>[] => {
    const place = parseRemote(text, windows)
    if (place === null || depth > MAX_DEPTH) return []
    const options = optionsOf(place, config)
    const below = placesBelow(options)
    return below.length > 0 ? below.flatMap((one) => follow(one, depth + 1)) : [options]
  }
  return follow(`${remote}:`, 0)
}

/** The servers of these storages, each once; a folder of this computer has none. */
export const addressesOf = (
  storages: readonly Readonly<Record<string, string>>[],
  proxyTo: ProxyTo,
): readonly ServerAddress[] => {
  const found = new Map<string, ServerAddress>()
  for (const options of storages) {
    if ((options['type'] ?? 'local') === 'local') continue
    const address = addressOf(options, proxyTo)
    found.set(JSON.stringify(address), address)
  }
  return [...found.values()]
}
