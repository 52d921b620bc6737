// A TCP proxy on loopback that resets, closes, stalls or corrupts a connection after a number of bytes.
import { type Socket, connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

interface Fault {
  readonly kind: 'reset' | 'close' | 'stall' | 'corrupt'
  /** Bytes from the client that pass before the fault, counted for each connection. */
  readonly after: number
  /** How many connections get the fault; later ones do not. */
  readonly times: number
}

interface FaultProxy {
  readonly port: number
  /** Connections that had the fault. */
  hits(): number
  break(fault: Fault): void
}

/** Starts a proxy in front of a port of loopback; it forwards everything until `break` is called. */
export const startFaultProxy = (target: number): Promise<FaultProxy> => {
  let fault: Fault | null = null
  let hits = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    const planned = fault !== null && hits < fault.times ? fault : null
    let passed = 0
    let done = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    upstream.on('data', (chunk) => client.write(chunk))
    client.on('data', (chunk: Buffer) => {
      const before = passed
      passed += chunk.length
      if (planned === null || done || passed < planned.after) {
        if (planned?.kind === 'stall' && done) return
        upstream.write(chunk)
        return
      }
      done = true
      hits += 1
      if (planned.kind === 'reset') {
        client.resetAndDestroy()
        upstream.destroy()
      } else if (planned.kind === 'close') {
        client.end()
        upstream.end()
      } else if (planned.kind === 'corrupt') {
        const at = Math.max(0, planned.after - before - 1)
        chunk[at] = (chunk[at] ?? 0) ^ 0x20
        upstream.write(chunk)
      }
    })
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        hits: () => hits,
        break(next) {
          fault = next
          hits = 0
        },
      })
    })
  })
}
