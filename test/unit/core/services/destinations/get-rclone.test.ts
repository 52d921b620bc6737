// rclone from its makers: it is used only where its SHA-256 is the published one, and whatever else comes leaves nothing behind.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  RCLONE_VERSION,
  getRclone,
} from '../../../../../electron/core/services/destinations/get-rclone.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

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
let files = new Map<string, Buffer | string>()
const server = createServer((request, response) => {
  const found = files.get(request.url ?? '')
  if (found === undefined) response.writeHead(404).end()
  else response.end(found)
})

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'exlab-get-rclone-'))
  files = new Map()
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
const get = (more: { readonly address?: string; readonly arch?: string } = {}) =>
  getRclone({
    dataDir,
    platform: 'linux',
    arch: 'x64',
    // a server that listens on TCP has a port
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tools: () => ({
      tools: { rclone: null, rsync: null, ssh: null },
      bundled: null,
      env: { PATH: process.env['PATH'] },
      inactivityMs: 10_000,
    }),
    ...more,
  })
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
