// Says through which proxy rclone goes to a server, by the variables of the environment as Go's net/http reads them. Pure.
import { BlockList, isIP } from 'node:net'

type Environment = Readonly<Record<string, string | undefined>>

/** Variables of the proxy for each scheme, in the order in which they count. */
const VARIABLES = {
  'https:': ['HTTPS_PROXY', 'https_proxy'],
  'http:': ['HTTP_PROXY', 'http_proxy'],
} as const
const isScheme = (text: string): text is keyof typeof VARIABLES => Object.hasOwn(VARIABLES, text)

/** An address without the name and password that it may hold. */
const withoutPassword = (address: string): string => address.replace(/\/\/[^/@]*@/, '//')

const isInNetwork = (ip: string, network: string): boolean => {
  const [base = '', bits = ''] = network.split('/')
  const family = isIP(base)
  if (family === 0 || isIP(ip) !== family || !/^\d+$/.test(bits)) return false
  if (Number(bits) > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  const type = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(base, Number(bits), type)
  return list.check(ip, type)
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || isInNetwork(host, '127.0.0.0/8')

/** Whether an entry of NO_PROXY names the host: itself, a domain above it, an address or a network. */
const names = (entry: string, host: string, port: string): boolean => {
  if (entry === '*') return true
  if (entry.includes('/')) return isInNetwork(host, entry)
  const [, name = entry, only = ''] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
  if (only !== '' && only !== port) return false
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*\./, '.')
  if (bare.startsWith('.')) return host.endsWith(bare)
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`))
}

const exceptions = (env: Environment): string[] =>
  (env['NO_PROXY'] || env['no_proxy'] || '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')

const proxyIn = (env: Environment, variables: readonly string[]): string | null => {
  const name = variables.find((variable) => (env[variable] ?? '') !== '')
  return name === undefined ? null : `${withoutPassword(env[name] ?? '')} (${name})`
}

/** The proxy that rclone goes through to the server at that address, with its variable; null: none. */
export const proxyTo = (url: string, env: Environment): string | null => {
  if (!URL.canParse(url)) return proxyOf(env)
  const { protocol, hostname, port } = new URL(url)
  if (!isScheme(protocol)) return null
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const number = port === '' ? (protocol === 'http:' ? '80' : '443') : port
  if (isLoopback(host) || exceptions(env).some((entry) => names(entry, host, number))) return null
  return proxyIn(env, VARIABLES[protocol])
}

/** The proxy that rclone goes through to a server whose address is not known here; null: none. */
export const proxyOf = (env: Environment): string | null =>
  exceptions(env).includes('*')
    ? null
    : proxyIn(env, [...VARIABLES['https:'], ...VARIABLES['http:']])
