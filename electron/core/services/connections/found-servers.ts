// Finds servers that announce themselves on the local network (multicast DNS and DNS-SD, RFC 6762 and 6763): Windows shares, SFTP,
// ssh and WebDAV. It asks only while somebody wants to know, from a port of its own, answers nobody, and closes its sockets then.
import { networkInterfaces } from 'node:os'
import type { MulticastDNS } from 'multicast-dns'
import { visible } from '../../../../shared/escape.ts'
import type { FoundServer } from '../../../../shared/model/connections.ts'

/** Where servers are asked for. */
interface Network {
  readonly address: string
  readonly port: number
  /** Addresses of this computer from which it is asked. */
  interfaces(): readonly string[]
}

/** The local network, on every interface of this computer. */
const LOCAL_NETWORK: Network = {
  address: '224.0.0.251',
  port: 5353,
  interfaces: () =>
    Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => address),
    ),
}

/** Kinds of servers by the service that they announce. */
const SERVICES: Readonly<Record<string, FoundServer['kind']>> = {
  '_smb._tcp.local': 'smb',
  '_sftp-ssh._tcp.local': 'sftp',
  '_ssh._tcp.local': 'ssh',
  '_webdav._tcp.local': 'webdav',
  '_webdavs._tcp.local': 'webdav',
}

/** Time after which a search that nobody asks about any more ends. */
const LEASE_MS = 5_000

/** Time between two questions. */
const ASK_MS = 2_000

/** Most records that are kept of each kind: anybody on the network can announce what they like. */
const MAX_RECORDS = 200

/** What a host is called in the DNS. */
const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/

/** A path that goes into an address as it is. */
const PATH = /^\/[\w.~/-]{0,200}$/

interface Known {
  /** Service by instance name. */
  readonly instances: Map<string, string>
  readonly targets: Map<string, { readonly host: string; readonly port: number }>
  readonly addresses: Map<string, string>
  readonly paths: Map<string, string>
}

/** A record as the library reads it; what is in `data` depends on the type, and is anybody's. */
interface AnyRecord {
  readonly type: string
  readonly name?: unknown
  readonly ttl?: unknown
  readonly data?: unknown
}

const key = (name: unknown): string => (typeof name === 'string' ? name.toLowerCase() : '')
const textIn = (value: unknown, name: string): string => {
  const found: unknown = Reflect.get(Object(value), name)
  return typeof found === 'string' ? found : ''
}

const keep = <T>(map: Map<string, T>, name: string, value: T): void => {
  if (name !== '' && (map.has(name) || map.size < MAX_RECORDS)) map.set(name, value)
}

/** The entry `path=` of a TXT record of WebDAV. */
const pathIn = (data: unknown): string => {
  const entries: readonly unknown[] = Array.isArray(data) ? data : [data]
  const path = entries
    .map((entry) => (Buffer.isBuffer(entry) ? entry.toString('utf8') : ''))
    .find((entry) => entry.startsWith('path='))
    ?.slice('path='.length)
  if (path === undefined) return ''
  const rooted = path.startsWith('/') ? path : `/${path}`
  return PATH.test(rooted) ? rooted : ''
}

/** Notes what a record says. */
const take = (known: Known, { type, name, ttl, data }: AnyRecord): void => {
  switch (type) {
    case 'PTR': {
      const service = key(name)
      if (!Object.hasOwn(SERVICES, service) || typeof data !== 'string') return
      // time to live zero: it says goodbye
      if (ttl === 0) known.instances.delete(data)
      else keep(known.instances, data, service)
      return
    }
    case 'SRV': {
      const host = textIn(data, 'target').replace(/\.$/, '')
      const port: unknown = Reflect.get(Object(data), 'port')
      if (HOST.test(host) && typeof port === 'number' && port > 0 && port < 65_536)
        keep(known.targets, key(name), { host, port })
      return
    }
    case 'A':
      if (typeof data === 'string') keep(known.addresses, key(name), data)
      return
    case 'TXT':
      keep(known.paths, key(name), pathIn(data))
      return
    default:
  }
}

/** What was found so far; hidden characters of names are shown as escapes. */
const serversOf = (known: Known): FoundServer[] => {
  const found = new Map<string, FoundServer>()
  for (const [instance, service] of known.instances) {
    const kind = SERVICES[service]
    const target = known.targets.get(key(instance))
    if (kind === undefined || target === undefined) continue
    const address = known.addresses.get(key(target.host)) ?? null
    // a name of the local network is one that the transfer programs may not be able to look up
    const host = address !== null && /\.local$/i.test(target.host) ? address : target.host
    const end = `.${service}`
    const name = key(instance).endsWith(end) ? instance.slice(0, -end.length) : instance
    const scheme = service === '_webdavs._tcp.local' ? 'https' : 'http'
    const path = known.paths.get(key(instance)) ?? ''
    found.set(`${kind} ${host} ${target.port}`, {
      kind,
      name: visible(name),
      host,
      hostName: target.host,
      port: target.port,
      url: kind === 'webdav' ? `${scheme}://${host}:${target.port}${path}` : null,
    })
  }
  return [...found.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || a.kind.localeCompare(b.kind),
  )
}

export interface ServerSearch {
  /** What was found so far. The first call begins to search; without a further one the search ends within seconds. */
  found(): Promise<FoundServer[]>
  /** Ends the search and closes its sockets. */
  end(): void
}

interface Running {
  readonly known: Known
  readonly sockets: MulticastDNS[]
  readonly asking: NodeJS.Timeout
  lease: NodeJS.Timeout
}

export const createServerSearch = (network: Network = LOCAL_NETWORK): ServerSearch => {
  let running: Running | null = null
  let isWanted = false
  const end = (): void => {
    isWanted = false
    if (running === null) return
    clearInterval(running.asking)
    clearTimeout(running.lease)
    for (const socket of running.sockets) socket.destroy()
    running = null
  }
  const lease = (): NodeJS.Timeout => setTimeout(end, LEASE_MS).unref()

  const begin = async (): Promise<void> => {
    isWanted = true
    const { default: multicastDns } = await import('multicast-dns')
    // it was given up meanwhile, or begun by another call
    if (!isWanted || running !== null) return
    const known: Known = {
      instances: new Map(),
      targets: new Map(),
      addresses: new Map(),
      paths: new Map(),
    }
    const { address: ip, port } = network
    const sockets = network.interfaces().map((own) => {
      // port 0: a port of its own, to which servers answer directly; nothing of this computer listens for others
      const socket = multicastDns({ ip, port: 0, interface: own })
      // an interface without a network is no fault of the search
      socket.on('error', () => undefined)
      socket.on('warning', () => undefined)
      socket.on('response', ({ answers, additionals }) => {
        for (const record of [...(answers ?? []), ...(additionals ?? [])].slice(0, MAX_RECORDS))
          take(known, record)
      })
      return socket
    })
    const ask = (): void => {
      const unknown = [...known.instances.keys()].filter((one) => !known.targets.has(key(one)))
      const questions = [
        ...Object.keys(SERVICES).map((name) => ({ name, type: 'PTR' as const })),
        ...unknown.slice(0, 20).map((name) => ({ name, type: 'SRV' as const })),
      ]
      for (const socket of sockets)
        socket.query({ questions }, { address: ip, port }, () => undefined)
    }
    running = { known, sockets, asking: setInterval(ask, ASK_MS).unref(), lease: lease() }
    ask()
  }

  return {
    async found() {
      if (running === null) await begin()
      if (running === null) return []
      clearTimeout(running.lease)
      running.lease = lease()
      return serversOf(running.known)
    },
    end,
  }
}
