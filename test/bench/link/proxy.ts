// The link of the bench: a TCP proxy on loopback, a process of its own, that passes a number of bytes a second each way, over all
// connections together, with a delay. Arguments: port behind it, bytes a second, milliseconds of delay. It prints its own port.
import { type Socket, connect, createServer } from 'node:net'

const [target = 0, rate = 0, delay = 0] = process.argv.slice(2).map(Number)

/** Unused time that a direction may catch up with, milliseconds: timers are late. */
const BURST_MS = 4

/** One direction of the link: the time at which the next byte may enter. */
const makeDirection = () => {
  let free = 0
  return (from: Socket, to: Socket): void => {
    // timers of one time may fire in any order: each passes on what has waited longest
    const waiting: (Buffer | null)[] = []
    const pass = (): void => {
      const chunk = waiting.shift()
      if (chunk === null) to.end()
      else if (chunk !== undefined && to.writable) to.write(chunk)
    }
    from.on('data', (chunk: Buffer) => {
      const now = performance.now()
      free = Math.max(free, now - BURST_MS) + (chunk.length / rate) * 1_000
      from.pause()
      waiting.push(chunk)
      setTimeout(() => from.resume(), Math.max(0, free - now))
      setTimeout(pass, Math.max(0, free - now) + delay)
    })
    from.on('end', () => {
      waiting.push(null)
      setTimeout(pass, Math.max(0, free - performance.now()) + delay)
    })
  }
}

const up = makeDirection()
const down = makeDirection()

const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
  const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  for (const socket of [client, upstream])
    socket.on('error', () => {
      client.destroy()
      upstream.destroy()
    })
  up(client, upstream)
  down(upstream, client)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`)
})
