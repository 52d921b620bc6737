// A small S3 server on loopback, in memory: it checks the signature of each request (AWS Signature Version 4), and knows buckets,
// lists, whole objects and copies. It stands for real object storage, of which none can be had by a package here.
import { createHash, createHmac } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface S3Object {
  readonly body: Buffer
  readonly at: Date
  readonly meta: Readonly<Record<string, string>>
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const md5 = (data: Buffer): string => createHash('md5').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest()
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** True where the request is signed with this key, as it stands. */
const isSigned = (request: IncomingMessage, access: string, secret: string): boolean => {
  const [, credential = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  const [id, date = '', region = '', service = ''] = credential.split('/')
  if (id !== access) return false
  const header = (name: string): string => String(request.headers[name] ?? '').trim()
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const canonical = [
    request.method,
    path,
    query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => (part.includes('=') ? part : `${part}=`))
      .toSorted()
      .join('&'),
    ...names.split(';').map((name) => `${name}:${header(name)}`),
    '',
    names,
    header('x-amz-content-sha256'),
  ].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, sha256(canonical)].join('\n')
  const key = [region, service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, date))
  return hmac(key, text).toString('hex') === signature
}

const xml = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
}
const refuse = (response: ServerResponse, status: number, code: string): void =>
  xml(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts)
}

/** Lists a bucket as `ListObjects` and `ListObjectsV2` do. */
const list = (objects: ReadonlyMap<string, S3Object>, bucket: string, query: URLSearchParams) => {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : escapeXml
  const folders = new Set<string>()
  const files: string[] = []
  for (const [path, { body, at }] of objects) {
    if (!path.startsWith(`${bucket}/${prefix}`)) continue
    const name = path.slice(bucket.length + 1)
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    if (end !== -1) folders.add(name.slice(0, end + 1))
    else
      files.push(
        `<Contents><Key>${encode(name)}</Key><Size>${body.length}</Size><ETag>"${md5(body)}"</ETag><LastModified>${at.toISOString()}</LastModified></Contents>`,
      )
  }
  const below = [...folders].map((name) => `<Prefix>${encode(name)}</Prefix>`)
  return `<ListBucketResult><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${files.join('')}${below.map((one) => `<CommonPrefixes>${one}</CommonPrefixes>`).join('')}</ListBucketResult>`
}

const metaOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name, String(value)] as const] : [],
    ),
  )

const sendObject = (request: IncomingMessage, response: ServerResponse, found: S3Object): void => {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const part =
    from === ''
      ? found.body
      : found.body.subarray(Number(from), to === '' ? undefined : Number(to) + 1)
  response.writeHead(from === '' ? 200 : 206, {
    ...found.meta,
    etag: `"${md5(found.body)}"`,
    'last-modified': found.at.toUTCString(),
    'content-length': part.length,
  })
  response.end(request.method === 'HEAD' ? undefined : part)
}

export interface S3Server {
  readonly port: number
  /** What an object holds; undefined: there is none. */
  text(path: string): string | undefined
  stop(): void
}

/** Starts the server with these buckets. */
export const serveS3 = async (
  access: string,
  secret: string,
  buckets: readonly string[],
): Promise<S3Server> => {
  const objects = new Map<string, S3Object>()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (!isSigned(request, access, secret)) return refuse(response, 403, 'SignatureDoesNotMatch')
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
    const path = decodeURIComponent(pathname).slice(1)
    const [bucket = '', ...rest] = path.split('/')
    const isBucket = rest.join('') === ''
    if (bucket === '') {
      const names = buckets.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('')
      return xml(
        response,
        200,
        `<ListAllMyBucketsResult><Buckets>${names}</Buckets></ListAllMyBucketsResult>`,
      )
    }
    if (!buckets.includes(bucket)) return refuse(response, 404, 'NoSuchBucket')
    if (isBucket && request.method === 'PUT')
      return refuse(response, 409, 'BucketAlreadyOwnedByYou')
    if (isBucket) return xml(response, 200, list(objects, bucket, searchParams))
    const found = objects.get(path)
    switch (request.method) {
      case 'PUT': {
        const source = request.headers['x-amz-copy-source']
        const from =
          source === undefined
            ? null
            : objects.get(decodeURIComponent(String(source)).replace(/^\//, ''))
        if (from === undefined) return refuse(response, 404, 'NoSuchKey')
        const replaces = request.headers['x-amz-metadata-directive'] !== 'COPY'
        const meta = from === null || replaces ? metaOf(request) : from.meta
        const stored = { body: from?.body ?? body, at: new Date(), meta }
        objects.set(path, stored)
        response.setHeader('etag', `"${md5(stored.body)}"`)
        return xml(
          response,
          200,
          from === null
            ? ''
            : `<CopyObjectResult><ETag>"${md5(stored.body)}"</ETag><LastModified>${stored.at.toISOString()}</LastModified></CopyObjectResult>`,
        )
      }
      case 'DELETE':
        objects.delete(path)
        response.writeHead(204).end()
        return
      default:
        if (found === undefined) return refuse(response, 404, 'NoSuchKey')
        return sendObject(request, response, found)
    }
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a server that listens on TCP has a port
  const { port } = server.address() as AddressInfo
  return {
    port,
    text: (path) => objects.get(path)?.body.toString('utf8'),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
