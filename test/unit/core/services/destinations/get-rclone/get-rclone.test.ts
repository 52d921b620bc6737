// rclone from its makers: it is used only where its SHA-256 is the published one, it is told how far it is, and whatever else comes, or
// is given up, leaves nothing behind.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type GetRcloneDeps,
  RCLONE_VERSION,
} from '../../../../../../electron/core/services/destinations/get-rclone/get-rclone.ts'
import { createRcloneGetter } from '../../../../../../electron/core/services/destinations/get-rclone/rclone-getter.ts'
import { canMount, mountTmpfs } from '../../../../../helpers/mounts.ts'
import { needsPosix } from '../../../../../helpers/needs-posix.ts'

const RELEASE = `rclone-${RCLONE_VERSION}-linux-amd64`
const program = (text: string): Buffer =>
  Buffer.from(
    zipSync({
      [`${RELEASE}/README.txt`]: strToU8('read me'),
      [`${RELEASE}/rclone`]: strToU8(text),
    }),
  )
const GOOD = program(`#!/bin/sh\necho 'rclone ${RCLONE_VERSION}'\n`)
const sums = (archive: Buffer, name = `${RELEASE}.zip`): string =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n${'0'.repeat(64)}  other.zip\n${createHash('sha256').update(archive).digest('hex')}  ${name}\n`

let dataDir = ''
/** What is answered at a path: a file, or as the test wants it. */
let files = new Map<string, Buffer | string | ((response: ServerResponse) => void)>()
const server = createServer((request, response) => {
  const found = files.get(request.url ?? '')
  if (found === undefined) response.writeHead(404).end()
  else if (typeof found === 'function') found(response)
  else response.end(found)
})

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'exlab-get-rclone-'))
  files = new Map()
  got = []
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const serve = (archive: Buffer, list: string): void => {
  files.set(`/${RCLONE_VERSION}/SHA256SUMS`, list)
  files.set(`/${RCLONE_VERSION}/${RELEASE}.zip`, archive)
}
/** What was got, for whoever asked that it is called. */
let got: string[] = []
const getter = (more: Partial<GetRcloneDeps> = {}) =>
  createRcloneGetter(
    {
      dataDir,
      platform: 'linux',
      arch: 'x64',
      fetch,
      // a server that listens on TCP has a port
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      tools: () => ({
        tools: { rclone: null, rsync: null, ssh: null },
        bundled: null,
        env: { PATH: process.env['PATH'] },
        inactivityMs: 10_000,
      }),
      ...more,
    },
    ({ path }) => got.push(path),
  )
const get = (more: Partial<GetRcloneDeps> = {}) => getter(more).get()
const left = (): string[] => readdirSync(dataDir, { recursive: true, encoding: 'utf8' })

it.skipIf(needsPosix('The program of this test is a script.'))(
  'is unpacked for its owner, and told with path and version',
  async () => {
    serve(GOOD, sums(GOOD))
    const path = join(dataDir, 'tools', `rclone-${RCLONE_VERSION}`)
    expect(await get()).toEqual({ path, version: RCLONE_VERSION.slice(1) })
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(left()).toEqual(['tools', join('tools', `rclone-${RCLONE_VERSION}`)])
    // a second time it takes the place of the first
    expect(await get()).toMatchObject({ path })
    expect(got).toEqual([path, path])
  },
)

/** An archive of which half comes, and the rest when the test says so. */
const serveHalf = (archive: Buffer): { readonly goOn: () => void } => {
  const half = archive.length >> 1
  let rest = (): void => undefined
  files.set(`/${RCLONE_VERSION}/${RELEASE}.zip`, (response) => {
    response.writeHead(200, { 'content-length': archive.length })
    response.write(archive.subarray(0, half))
    rest = () => response.end(archive.subarray(half))
  })
  return { goOn: () => rest() }
}

it.skipIf(needsPosix('The program of this test is a script.'))(
  'tells how far it is, and is got once for all who ask',
  async () => {
    serve(GOOD, sums(GOOD))
    const { goOn } = serveHalf(GOOD)
    const one = getter()
    expect(one.progress()).toEqual({ progress: null })
    const first = one.get()
    const second = one.get()
    const half = { received: GOOD.length >> 1, total: GOOD.length, checking: false }
    await expect.poll(() => one.progress().progress).toEqual(half)
    expect(left()).toContain(join('tools', `${RELEASE}.zip.part`))
    goOn()
    expect(await first).toEqual(await second)
    expect(got).toHaveLength(1)
    expect(one.progress()).toEqual({ progress: null })
  },
)

it('is stopped, and leaves nothing', async () => {
  serve(GOOD, sums(GOOD))
  serveHalf(GOOD)
  const one = getter()
  const refused = expect(one.get()).rejects.toMatchObject({
    code: 'conflict',
    message: 'It was stopped. Nothing of it was kept.',
  })
  await expect.poll(() => one.progress().progress?.received ?? 0).toBeGreaterThan(0)
  one.stop()
  await refused
  expect(left()).toEqual(['tools'])
  expect(got).toEqual([])
  // nothing was started yet, and nothing is there to be stopped
  one.stop()
  expect(one.progress()).toEqual({ progress: null })
})

it('is given up where nothing comes any more, and where the connection breaks', async () => {
  serve(GOOD, sums(GOOD))
  serveHalf(GOOD)
  await expect(get({ silenceMs: 200 })).rejects.toThrow(/Nothing came from 127\.0\.0\.1:\d+ for/)
  files.set(`/${RCLONE_VERSION}/${RELEASE}.zip`, (response) => {
    response.writeHead(200, { 'content-length': GOOD.length })
    response.write(GOOD.subarray(0, 10), () => response.destroy())
  })
  await expect(get()).rejects.toThrow('The download broke off')
  expect(left()).toEqual(['tools'])
})

it('says that a proxy is in the way, and what IT needs to know of it', async () => {
  const asks = () => Promise.resolve(new Response(null, { status: 407 }))
  await expect(get({ fetch: asks })).rejects.toThrow(/The proxy of this network .*\(407\)\. Ask IT/)
  // as Chromium says it
  const refused = () => Promise.reject(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'))
  await expect(get({ fetch: refused })).rejects.toThrow(/The proxy .*ERR_TUNNEL_CONNECTION_FAILED/)
})

it('takes the list of digests from its address alone, and the archive from wherever it leads', async () => {
  serve(GOOD, sums(GOOD))
  const moved = (to: string) => (response: ServerResponse) =>
    void response.writeHead(302, { location: to }).end()
  files.set('/elsewhere', sums(GOOD))
  files.set(`/${RCLONE_VERSION}/SHA256SUMS`, moved('/elsewhere'))
  await expect(get()).rejects.toThrow("can't be reached")
  const evil = program('#!/bin/sh\n')
  files.set(`/${RCLONE_VERSION}/SHA256SUMS`, sums(GOOD))
  files.set('/elsewhere', evil)
  files.set(`/${RCLONE_VERSION}/${RELEASE}.zip`, moved('/elsewhere'))
  await expect(get()).rejects.toThrow('its SHA-256 differs')
  expect(left()).toEqual(['tools'])
})

it.skipIf(needsPosix('A file in the place of a folder has other words elsewhere.'))(
  "says that it can't be written",
  async () => {
    serve(GOOD, sums(GOOD))
    writeFileSync(join(dataDir, 'tools'), '')
    await expect(get()).rejects.toThrow(`It can't be written into ${join(dataDir, 'tools')}`)
  },
)

it('is removed and told where its digest differs, and is not started', async () => {
  const evil = program(`#!/bin/sh\ntouch '${dataDir}/started'\necho 'rclone ${RCLONE_VERSION}'\n`)
  serve(evil, sums(GOOD))
  await expect(get()).rejects.toThrow('its SHA-256 differs. It was removed and not started.')
  expect(left()).toEqual(['tools'])
})

it('is not taken where the list does not name it', async () => {
  serve(GOOD, sums(GOOD, `${RELEASE}.zip.old`))
  await expect(get()).rejects.toThrow(`does not name ${RELEASE}.zip`)
  serve(GOOD, 'x'.repeat(300 << 10))
  await expect(get()).rejects.toThrow('far too large')
  expect(left()).toEqual([])
})

it('says the way out where there is no internet, no such file, or no such computer', async () => {
  await expect(get({ address: 'http://127.0.0.1:9' })).rejects.toThrow(
    /127\.0\.0\.1:9 can't be reached .*rclone\.org\/downloads/,
  )
  await expect(get()).rejects.toThrow('is not there (404)')
  await expect(get({ arch: 'mips' })).rejects.toThrow("can't be got for linux on mips")
  expect(left()).toEqual([])
})

it.skipIf(needsPosix('The program of this test is a script.'))(
  'is not kept where it does not run, or is none',
  async () => {
    const other = program('#!/bin/sh\necho hello\n')
    serve(other, sums(other))
    await expect(get()).rejects.toThrow('does not say its version')
    const empty = Buffer.from(zipSync({ readme: strToU8('nothing') }))
    serve(empty, sums(empty))
    await expect(get()).rejects.toThrow(`There is no ${RELEASE}/rclone in the archive.`)
    const broken = Buffer.from('PK no archive')
    serve(broken, sums(broken))
    await expect(get()).rejects.toThrow("can't be unpacked")
    expect(left()).toEqual(['tools'])
  },
)

it.skipIf(!canMount())('says that there is no room, and leaves none of it there', async () => {
  const large = Buffer.alloc(9 << 20)
  serve(large, sums(large))
  const tools = join(dataDir, 'tools')
  const { unmount } = mountTmpfs(tools)
  await expect(get()).rejects.toThrow(`There is no room for it in ${tools}. Make room`)
  expect(left()).toEqual(['tools'])
  unmount()
})
