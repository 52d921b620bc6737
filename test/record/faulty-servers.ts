// Servers on loopback that fail in one way each: canned HTTP answers, TLS with an unknown certificate, and TCP that closes,
// resets or says nothing. Recordings of rclone's failures run against them.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse, createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type Server, type Socket, connect, createServer as createTcp } from 'node:net'
import { join } from 'node:path'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

/** An HTTP server that answers each request by `answer`. */
export const answering = (answer: Answer): Promise<number> => listen(createHttp(answer))

/** Answers every request with one status, and a page as nginx writes it; as a proxy it refuses CONNECT with it. */
export const status = (code: number, words: string): Promise<number> => {
  const server = createHttp((request, response) => {
    const page = `<html>\r\n<head><title>${code} ${words}</title></head>\r\n</html>\r\n`
    response.writeHead(code, words, { 'content-type': 'text/html' })
    response.end(request.method === 'HEAD' ? '' : page)
  })
  server.on('connect', (_, socket) => {
    socket.end(`HTTP/1.1 ${code} ${words}\r\n\r\n`)
  })
  return listen(server)
}

/** An S3 server that answers every request with one error; HEAD has no body, as with every S3. */
export const s3Error = (code: number, name: string, words: string): Promise<number> =>
  answering((request, response) => {
    response.writeHead(code, { 'content-type': 'application/xml' })
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${words}</Message></Error>`
    response.end(request.method === 'HEAD' ? '' : body)
  })

const PROPFIND = `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>`

/** A WebDAV server with one empty folder, which answers each PUT with a status. */
export const davThatRefuses = (code: number, words: string): Promise<number> =>
  answering((request, response) => {
    request.resume()
    if (request.method === 'PROPFIND') response.writeHead(207, { 'content-type': 'text/xml' })
    else if (request.method === 'PUT') response.writeHead(code, words)
    else response.writeHead(201)
    response.end(request.method === 'PROPFIND' ? PROPFIND : '')
  })

/** A TCP server that hands each connection to `use`. */
export const tcp = (use: (socket: Socket) => void): Promise<number> =>
  listen(
    createTcp((socket) => {
      socket.on('error', () => undefined)
      use(socket)
    }),
  )

/** Forwards to a port until the client sent `after` bytes, and breaks the connection then. */
export const breaking = (
  target: number,
  after: number,
  how: 'reset' | 'close' | 'stall',
): Promise<number> =>
  tcp((client) => {
    const upstream = connect(target, '127.0.0.1')
    upstream.on('error', () => undefined)
    let passed = 0
    upstream.on('data', (chunk) => client.write(chunk))
    client.on('data', (chunk) => {
      passed += chunk.length
      if (passed < after) upstream.write(chunk)
      else if (how === 'reset') client.resetAndDestroy()
      else if (how === 'close') client.end()
    })
    for (const socket of [client, upstream])
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
  })

/** A self-signed certificate for a name that is valid until so many days from now; negative: it has run out. */
const certificate = (dir: string, name: string, days: number): { key: Buffer; cert: Buffer } => {
  const file = (end: string): string => join(dir, `${name}${days}.${end}`)
  const day = (n: number): string =>
    `${new Date(Date.now() + n * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' })
  }
  const database = file('db')
  writeFileSync(database, '')
  writeFileSync(
    file('cnf'),
    [
      '[ca]\ndefault_ca = it',
      `[it]\ndatabase = ${database}\nnew_certs_dir = ${dir}\nrand_serial = yes\ndefault_md = sha256`,
      'policy = any\nx509_extensions = ext\n[any]\ncommonName = supplied',
      `[ext]\nsubjectAltName = DNS:${name}\n`,
    ].join('\n'),
  )
  const [key, request, cert] = [file('key'), file('csr'), file('crt')]
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    request,
    '-subj',
    `/CN=${name}`,
  )
  openssl(
    'ca',
    '-batch',
    '-config',
    file('cnf'),
    '-selfsign',
    '-keyfile',
    key,
    '-in',
    request,
    '-out',
    cert,
    '-notext',
    '-startdate',
    day(-400),
    '-enddate',
    day(days),
  )
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

/** An HTTPS server with such a certificate; its file is `<dir>/<name><days>.crt`. */
export const https = (dir: string, name: string, days: number): Promise<number> =>
  listen(
    createHttps(certificate(dir, name, days), (_, response) => {
      response.writeHead(207, { 'content-type': 'text/xml' })
      response.end(PROPFIND)
    }),
  )

/** An FTP server that signs anybody in and answers each command of `answers`; 200 to all others. */
export const ftp = (answers: Readonly<Record<string, string>>): Promise<number> =>
  tcp((socket) => {
    socket.write('220 ready\r\n')
    const say: Readonly<Record<string, string>> = {
      USER: '331 password please',
      PASS: '230 signed in',
      FEAT: '211 no features',
      PWD: '257 "/" is the folder',
      QUIT: '221 bye',
      EPSV: '500 no',
      ...answers,
    }
    socket.on('data', (chunk) => {
      for (const line of String(chunk).split('\r\n').filter(Boolean)) {
        const [verb = ''] = line.split(' ')
        socket.write(`${say[verb.toUpperCase()] ?? '200 ok'}\r\n`)
      }
    })
  })
