// Gets rclone from its makers' own address into the data folder: the archive is compared with the SHA-256 that they publish before
// anything of it is unpacked or started.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { msg } from '../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import { makePrivateFolder } from '../../lib/private-files.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { findTool } from './tools-service.ts'

/** The version that is got; the newest one that the tests ran with. */
export const RCLONE_VERSION = 'v1.75.2'

/** Where rclone's makers publish it. */
const OFFICIAL = 'https://downloads.rclone.org'

/** Most bytes of the list of digests, of the archive, and of the program. */
const MAX_LIST = 256 << 10
const MAX_ARCHIVE = 128 << 20
const MAX_PROGRAM = 512 << 20

/** Longest time for the whole download. */
const TIMEOUT_MS = 15 * MINUTE_MS

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'osx',
  win32: 'windows',
}
const MACHINES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

interface GetRcloneDeps {
  readonly dataDir: string
  tools(): ToolDeps
  /** Where it is got from; left out: from its makers. */
  readonly address?: string
  readonly platform?: string
  readonly arch?: string
}

interface GotRclone {
  readonly path: string
  readonly version: string
}

const ELSEWHERE = msg`Get it from rclone.org/downloads on a computer that reaches it, or ask IT to install it; then look again, or choose the program.`

/** Asks for a file. Throws Refusal with the way out where it can't be had; a redirect that leaves https is not followed to its end. */
const request = async (url: string, signal: AbortSignal): Promise<Response> => {
  let answer: Response
  try {
    answer = await fetch(url, { signal })
  } catch (error) {
    const why = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw new Refusal(
      'unavailable',
      msg`${new URL(url).host} can't be reached (${errorMessage(why)}). ${ELSEWHERE}`,
    )
  }
  if (url.startsWith('https:') && !answer.url.startsWith('https:'))
    throw new Refusal(
      'unavailable',
      msg`${url} leads to an address that is not encrypted. ${ELSEWHERE}`,
    )
  if (!answer.ok)
    throw new Refusal('unavailable', msg`${url} is not there (${answer.status}). ${ELSEWHERE}`)
  return answer
}

/** Copies the body of an answer, at most so many bytes; answers its SHA-256. Throws Refusal. */
const save = async (
  answer: Response,
  most: number,
  into: Writable,
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash('sha256')
  let size = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > most) return done(new Refusal('unavailable', msg`${answer.url} is far too large.`))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(answer.body ?? [], counted, into, { signal })
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      'unavailable',
      msg`The download broke off (${errorMessage(error)}). Try again. ${ELSEWHERE}`,
    )
  }
  return hash.digest('hex')
}

const textOf = async (answer: Response, signal: AbortSignal): Promise<string> => {
  const parts: Buffer[] = []
  const into = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      parts.push(chunk)
      done()
    },
  })
  await save(answer, MAX_LIST, into, signal)
  return Buffer.concat(parts).toString('utf8')
}

/** The digest of a file in a list of `sha256sum`; null: it is not in it. */
const digestIn = (list: string, name: string): string | null =>
  list
    .split(/\r?\n/)
    .map((line) => /^([0-9a-f]{64}) [ *](\S+)$/.exec(line))
    .find((found) => found?.[2] === name)?.[1] ?? null

/** The program in an archive. Throws Refusal where there is none. */
const unpack = async (archive: string, entry: string): Promise<Uint8Array> => {
  const { unzip } = await import('fflate')
  const bytes = await readFile(archive)
  const found = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean =>
      name === entry && originalSize <= MAX_PROGRAM
    unzip(bytes, { filter }, (error, files) => (error === null ? resolve(files) : reject(error)))
  }).catch((error: unknown): never => {
    throw new Refusal('unavailable', msg`The archive can't be unpacked (${errorMessage(error)}).`)
  })
  const program = found[entry]
  if (program === undefined)
    throw new Refusal('unavailable', msg`There is no ${entry} in the archive.`)
  return program
}

/**
 * Gets rclone, checks it, and answers where it is; nothing names it in the settings yet. Throws Refusal: it can't be reached, or what
 * came is not what its makers published, and is removed.
 */
export const getRclone = async (deps: GetRcloneDeps): Promise<GotRclone> => {
  const { dataDir, address = OFFICIAL, platform = process.platform, arch = process.arch } = deps
  const system = SYSTEMS[platform]
  const machine = MACHINES[arch]
  if (system === undefined || machine === undefined)
    throw new Refusal(
      'unavailable',
      msg`rclone can't be got for ${platform} on ${arch}. ${ELSEWHERE}`,
    )
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const release = `rclone-${RCLONE_VERSION}-${system}-${machine}`
  const base = `${address}/${RCLONE_VERSION}`
  const list = await textOf(await request(`${base}/SHA256SUMS`, signal), signal)
  const wanted = digestIn(list, `${release}.zip`)
  if (wanted === null)
    throw new Refusal(
      'unavailable',
      msg`${base}/SHA256SUMS does not name ${release}.zip. ${ELSEWHERE}`,
    )

  const folder = join(dataDir, 'tools')
  const suffix = platform === 'win32' ? '.exe' : ''
  const archive = join(folder, `${release}.zip.part`)
  const path = join(folder, `rclone-${RCLONE_VERSION}${suffix}`)
  const part = `${path}.part${suffix}`
  makePrivateFolder(folder)
  try {
    const answer = await request(`${base}/${release}.zip`, signal)
    const digest = await save(
      answer,
      MAX_ARCHIVE,
      createWriteStream(archive, { mode: 0o600 }),
      signal,
    )
    if (digest !== wanted)
      throw new Refusal(
        'unavailable',
        msg`What came from ${new URL(base).host} is not what rclone's makers published: its SHA-256 differs. It was removed and not started. ${ELSEWHERE}`,
      )
    await writeFile(part, await unpack(archive, `${release}/rclone${suffix}`), { mode: 0o700 })
    await chmod(part, 0o700)
    const tools = deps.tools()
    const found = await findTool('rclone', { ...tools, tools: { ...tools.tools, rclone: part } })
    if (found.problem !== null || found.version === null)
      throw new Refusal('unavailable', msg`It can't be used here: ${found.problem ?? ''}`)
    await rename(part, path)
    return { path, version: found.version }
  } finally {
    for (const file of [archive, part]) await rm(file, { force: true })
  }
}
