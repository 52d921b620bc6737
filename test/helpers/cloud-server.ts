// A cloud storage on loopback, in memory, that people sign in to with the browser: OAuth 2 with a code, and the calls that rclone's
// backend `hidrive` makes. It stands for a provider, of which none can be reached from a test.
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Stored {
  /** null: a folder. */
  readonly body: Buffer | null
  readonly seconds: number
}

export interface CloudServer {
  /** Where a person signs in, where codes become tokens, and where the storage is. */
  readonly authUrl: string
  readonly tokenUrl: string
  readonly endpoint: string
  /** What it gave out, none of which may be seen anywhere. */
  readonly secrets: readonly string[]
  /** What a file holds; undefined: there is none. */
  text(path: string): string | undefined
  stop(): void
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts)
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
const refuse = (response: ServerResponse, status: number): void =>
  json(response, status, { code: String(status), msg: 'refused' })

/** Folder of a path, and its name. */
const split = (path: string): readonly [folder: string, name: string] => {
  const cut = path.lastIndexOf('/')
  return [path.slice(0, cut) || '/', path.slice(cut + 1)]
}

const about = (path: string, { body, seconds }: Stored) => ({
  type: body === null ? 'dir' : 'file',
  id: path,
  name: encodeURIComponent(split(path)[1]),
  mtime: seconds,
  ...(body === null ? {} : { size: body.length }),
})

/** Answers one call of the storage. */
const answer = (
  request: IncomingMessage,
  query: URLSearchParams,
  body: Buffer,
  stored: Map<string, Stored>,
  response: ServerResponse,
): void => {
  const what = `${request.method} ${(request.url ?? '').split('?')[0]?.replace('/api', '')}`
  const path = query.get('path') ?? `${query.get('dir')}/${query.get('name')}`.replace('//', '/')
  const found = stored.get(path)
  const [folder] = split(path)
  const seconds = Number(query.get('mtime') ?? Math.floor(Date.now() / 1_000))
  const put = (): void => {
    const one = { body, seconds }
    stored.set(path, one)
    json(response, 200, about(path, one))
  }
  switch (what) {
    case 'GET /meta':
      return found === undefined ? refuse(response, 404) : json(response, 200, about(path, found))
    case 'PATCH /meta':
      if (found === undefined) return refuse(response, 404)
      stored.set(path, { ...found, seconds })
      return json(response, 200, {})
    case 'GET /dir': {
      if (found?.body !== null) return refuse(response, 404)
      const members = [...stored].filter(([one]) => one !== '/' && split(one)[0] === path)
      return json(response, 200, {
        nmembers: members.length,
        members: members.map(([one, value]) => about(one, value)),
      })
    }
    case 'POST /dir':
      if (found !== undefined) return refuse(response, 409)
      if (!stored.has(folder)) return refuse(response, 404)
      stored.set(path, { body: null, seconds })
      return json(response, 200, about(path, { body: null, seconds }))
    case 'POST /file':
      if (!stored.has(folder)) return refuse(response, 404)
      return found === undefined ? put() : refuse(response, 409)
    case 'PUT /file':
      return stored.has(folder) ? put() : refuse(response, 404)
    case 'POST /file/move': {
      const [from, to] = [query.get('src') ?? '', query.get('dst') ?? '']
      const moved = stored.get(from)
      if (moved === undefined || !stored.has(split(to)[0])) return refuse(response, 404)
      stored.delete(from)
      stored.set(to, moved)
      return json(response, 200, about(to, moved))
    }
    case 'GET /file': {
      const file = found?.body
      if (file === undefined || file === null) return refuse(response, 404)
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
      const end = to === undefined || to === '' ? file.length : Number(to) + 1
      response.writeHead(from === undefined ? 200 : 206)
      response.end(file.subarray(Number(from ?? 0), end))
      return
    }
    case 'DELETE /file':
    case 'DELETE /dir':
      if (found === undefined) return refuse(response, 404)
      for (const one of [...stored.keys()].filter((other) => other.startsWith(`${path}/`))) {
        if (query.get('recursive') !== 'true') return refuse(response, 409)
        stored.delete(one)
      }
      stored.delete(path)
      response.writeHead(204).end()
      return
    default:
      refuse(response, 400)
  }
}

/** Starts the server with these folders. */
export const serveCloud = async (folders: readonly string[]): Promise<CloudServer> => {
  const start = { body: null, seconds: 1_700_000_000 }
  const stored = new Map<string, Stored>(['/', ...folders].map((path) => [path, start]))
  const [code, access, refresh] = [randomUUID(), randomUUID(), randomUUID()]
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      if (url.pathname === '/auth') {
        // everybody is let in, and sent back with the code
        const back = new URL(url.searchParams.get('redirect_uri') ?? '')
        back.searchParams.set('state', url.searchParams.get('state') ?? '')
        back.searchParams.set('code', code)
        response.writeHead(302, { location: back.href }).end()
        return
      }
      if (url.pathname === '/token') {
        if (new URLSearchParams(body.toString('utf8')).get('code') !== code)
          return refuse(response, 400)
        return json(response, 200, {
          access_token: access,
          token_type: 'Bearer',
          refresh_token: refresh,
          expires_in: 3600,
        })
      }
      if (request.headers.authorization !== `Bearer ${access}`) return refuse(response, 401)
      return answer(request, url.searchParams, body, stored, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a server that listens on TCP has a port
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    authUrl: `${base}/auth`,
    tokenUrl: `${base}/token`,
    endpoint: `${base}/api`,
    secrets: [code, access, refresh],
    text: (path) => stored.get(path)?.body?.toString('utf8'),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
