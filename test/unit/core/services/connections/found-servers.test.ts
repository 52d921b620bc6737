// Servers on the network: what a real responder announces on a multicast group of the test's own, and what a hostile one does.
import { createSocket } from 'node:dgram'
import multicastDns, { type ResponseOutgoingPacket } from 'multicast-dns'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type ServerSearch,
  createServerSearch,
} from '../../../../../electron/core/services/connections/found-servers.ts'

/** A group that routers do not forward and nobody else uses. */
const GROUP = '224.0.0.199'
const LOOPBACK = '127.0.0.1'

/** A port of the group where a datagram to it arrives; null: this machine has no multicast on its loopback. */
const findPort = (): Promise<number | null> =>
  new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    const end = (port: number | null): void => {
      clearTimeout(timer)
      socket.close(() => resolve(port))
    }
    const timer = setTimeout(() => end(null), 2_000)
    socket.on('error', () => end(null))
    socket.on('message', () => end(socket.address().port))
    socket.bind(0, () => {
      try {
        socket.addMembership(GROUP, LOOPBACK)
        socket.setMulticastInterface(LOOPBACK)
        socket.send('here', socket.address().port, GROUP)
      } catch {
        end(null)
      }
    })
  })

const port = await findPort()
const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

/** A responder that answers each question with all of this; counts the questions. */
const announce = (answer: ResponseOutgoingPacket): { readonly asked: () => number } => {
  let asked = 0
  const responder = multicastDns({
    ip: GROUP,
    port: port ?? 0,
    interface: LOOPBACK,
    bind: '0.0.0.0',
  })
  responder.on('query', (_query, from) => {
    asked += 1
    // to who asked, as it asked from a port of its own
    responder.respond(answer, from)
  })
  ends.push(() => responder.destroy())
  return { asked: () => asked }
}

const search = (): ServerSearch => {
  const one = createServerSearch({
    address: GROUP,
    port: port ?? 0,
    interfaces: () => [LOOPBACK],
  })
  ends.push(one.end)
  return one
}

const untilFound = async (one: ServerSearch, n: number) => {
  await expect.poll(async () => (await one.found()).length, { timeout: 10_000 }).toBe(n)
  return one.found()
}

const service = (type: string, name: string, host: string, at: number) => [
  { name: `${type}.local`, type: 'PTR' as const, ttl: 120, data: `${name}.${type}.local` },
  {
    name: `${name}.${type}.local`,
    type: 'SRV' as const,
    ttl: 120,
    data: { target: host, port: at },
  },
]

describe.skipIf(port === null)('servers that announce themselves', () => {
  it('are found with their kind, name, host and port, and the search ends', async () => {
    const responder = announce({
      answers: [
        ...service('_smb._tcp', 'Lab NAS 2.1', 'diskstation.local', 445),
        ...service('_ssh._tcp', 'Lab NAS 2.1', 'diskstation.local', 2222),
        ...service('_webdavs._tcp', 'cloud', 'cloud.lab.example', 5006),
        ...service('_printer._tcp', 'printer', 'printer.local', 515),
      ],
      additionals: [
        { name: 'diskstation.local', type: 'A', ttl: 120, data: '192.0.2.7' },
        {
          name: 'cloud._webdavs._tcp.local',
          type: 'TXT',
          ttl: 120,
          data: [Buffer.from('u=lab'), Buffer.from('path=/dav')],
        },
      ],
    })
    const one = search()
    expect(await untilFound(one, 3)).toEqual([
      {
        kind: 'webdav',
        name: 'cloud',
        host: 'cloud.lab.example',
        hostName: 'cloud.lab.example',
        port: 5006,
        url: 'https://cloud.lab.example:5006/dav',
      },
      // a name of the local network is reached by its address
      {
        kind: 'smb',
        name: 'Lab NAS 2.1',
        host: '192.0.2.7',
        hostName: 'diskstation.local',
        port: 445,
        url: null,
      },
      {
        kind: 'ssh',
        name: 'Lab NAS 2.1',
        host: '192.0.2.7',
        hostName: 'diskstation.local',
        port: 2222,
        url: null,
      },
    ])
    one.end()
    const before = responder.asked()
    // nothing is asked any more: another search is heard, and it alone
    const other = search()
    await untilFound(other, 3)
    other.end()
    expect(responder.asked()).toBeLessThanOrEqual(before + 2)
    // a search that was ended begins anew, with nothing of before
    expect(await one.found()).toEqual([])
  })

  it('are shown with their hidden characters, and offered only with a host that can be one', async () => {
    announce({
      answers: [
        ...service('_smb._tcp', 'nas\u202eSAN\u0007', 'nas.lab', 445),
        ...service('_smb._tcp', 'flag', '--config=/etc/passwd', 445),
        ...service('_smb._tcp', 'space', 'a b', 445),
        ...service('_webdav._tcp', 'path', 'dav.lab', 80),
        ...service('_sftp-ssh._tcp', 'none', 'sftp.lab', 0),
      ],
      additionals: [
        {
          name: 'path._webdav._tcp.local',
          type: 'TXT',
          ttl: 120,
          data: [Buffer.from('path=/x?y\n[evil]')],
        },
      ],
    })
    const found = await untilFound(search(), 2)
    expect(found.map(({ name, host, url }) => [name, host, url])).toEqual([
      ['nas\\u202eSAN\\u0007', 'nas.lab', null],
      ['path', 'dav.lab', 'http://dav.lab:80'],
    ])
  })

  it('are no more than a bounded number', async () => {
    const many = (from: number) =>
      Array.from({ length: 60 }, (_, n) =>
        service('_smb._tcp', `nas ${from + n}`, `nas-${from + n}.lab`, 445),
      ).flat()
    for (let from = 0; from < 300; from += 60) announce({ answers: many(from) })
    const one = search()
    await untilFound(one, 200)
    // every answer has come by the second question
    expect((await one.found()).length).toBe(200)
  })
})
