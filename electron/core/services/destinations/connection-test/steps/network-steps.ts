// Looks a server up and opens its port, before a program does: what fails here is a matter of the network, not of the sign-in.
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { msg } from '../../../../../../shared/language/msg.ts'
import { errorMessage } from '../../../../errors.ts'
import {
  type Finding,
  type Step,
  StepFailed,
  type StepRunner,
  passed,
  skipped,
} from '../connection-test.ts'
import type { ServerAddress } from './server-address.ts'

const CONNECT_MS = 10_000

/** Looks a name up; answers what was found, as a sentence. `from`: where the name stands. Throws StepFailed. */
export const lookUp = async (runner: StepRunner, host: string, from: string): Promise<string> => {
  if (isIP(host) !== 0) return msg`${host} is an address.`
  try {
    const { address } = await lookup(host)
    runner.note(`look up ${host}`, address)
    return `${host} is ${address}.`
  } catch (error) {
    runner.note(`look up ${host}`, errorMessage(error))
    throw new StepFailed(
      msg`The name ${host} was not found. Check the lab network, or the name in ${from}.`,
    )
  }
}

/** Opens a port and closes it again. Throws StepFailed. */
export const openPort = (runner: StepRunner, host: string, port: number): Promise<void> => {
  runner.note(`connect to ${host} port ${port}`, '')
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const end = (failure: string | null): void => {
      socket.destroy()
      if (failure === null) resolve()
      else reject(new StepFailed(failure))
    }
    socket.on('connect', () => end(null))
    socket.on('timeout', () =>
      end(msg`${host} does not answer on port ${port}. Check the cable, the VPN and the firewall.`),
    )
    socket.on('error', (error) =>
      end(msg`Port ${port} of ${host} can't be opened (${error.message}).`),
    )
  })
}

/** Does something with each server that is known, one after the other; says why nothing can be done with the others. */
const withEach = async (
  servers: readonly ServerAddress[],
  of: (host: string, port: number) => Promise<string>,
): Promise<Finding> => {
  const done: string[] = []
  const left: string[] = []
  for (const server of servers)
    if ('why' in server) left.push(server.why)
    else done.push(await of(server.host, server.port))
  if (servers.length === 0) return passed(msg`It is a folder of this computer.`)
  return done.length === 0 ? skipped(left.join(' ')) : passed([...done, ...left].join(' '))
}

/** The steps `name` and `port` of an rclone remote. `servers`: reads them, once. */
export const networkSteps = (servers: () => Promise<readonly ServerAddress[]>): readonly Step[] => [
  {
    id: 'name',
    title: msg`The name of the NAS is known`,
    needs: ['remote'],
    run: async (runner) => withEach(await servers(), (host) => lookUp(runner, host, 'rclone.conf')),
  },
  {
    id: 'port',
    title: msg`Its port is open`,
    needs: ['name'],
    run: async (runner) =>
      withEach(await servers(), async (host, port) => {
        await openPort(runner, host, port)
        return msg`Something answers on port ${port}.`
      }),
  },
]
