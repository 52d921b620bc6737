// An HTTP proxy on loopback as a network's: it refuses, asks for a password, or leads a tunnel (CONNECT) to one server of the test,
// whatever host is asked for.
import { type IncomingMessage, createServer } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'

interface ConnectProxy {
  readonly port: number
  /** Hosts that it was asked for, each with its port. */
  readonly asked: readonly string[]
  /** What it does from now on: answers that status, or leads to that port of loopback. */
  answer(how: { readonly status: number } | { readonly to: number }): void
  stop(): void
}

/** Starts the proxy; it refuses until it is told otherwise. */
export const startConnectProxy = async (): Promise<ConnectProxy> => {
  let how: { readonly status: number } | { readonly to: number } = { status: 403 }
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((_request, response) => void response.writeHead(403).end())
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push(request.url ?? '')
    keep(client)
    if ('status' in how) {
      const asks = how.status === 407 ? 'Proxy-Authenticate: Basic realm="lab"\r\n' : ''
      client.end(`HTTP/1.1 ${how.status} Refused\r\n${asks}Content-Length: 0\r\n\r\n`)
      return
    }
    const far = connect(how.to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      far.pipe(client)
      client.pipe(far)
    })
    keep(far)
    client.on('close', () => far.destroy())
    far.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    // a server that listens on TCP has a port
    port: (server.address() as AddressInfo).port,
    asked,
    answer(next) {
      how = next
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
