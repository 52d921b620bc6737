// Gets rclone from its makers' own address into the data folder: the archive is compared with the SHA-256 that they publish before
// anything of it is unpacked or started.
import { msg } from '../../../../../shared/language/msg.ts'
import { type FileHandle, chmod, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MINUTE_MS } from '../../../../../shared/duration.ts'
import type { Output } from '../../../../../shared/contract/index.ts'
import { Refusal, errorCode, errorMessage } from '../../../errors.ts'
import { makePrivateFolder } from '../../../lib/private-folder.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import { findTool } from '../tools-service.ts'
import { type DownloadDeps, ELSEWHERE, download, stopped } from './download.ts'

/** The version that is got: the one that packages bring (build/package/rclone-pins.ts). */
export const RCLONE_VERSION = 'v1.75.1'

/** Where rclone's makers publish it. */
const OFFICIAL = 'https://downloads.rclone.org'

/** Most bytes of the list of digests, of the archive, and of the program. */
const MAX_LIST = 256 << 10
const MAX_ARCHIVE = 128 << 20
const MAX_PROGRAM = 512 << 20

/** Longest time in which nothing of it comes. */
const SILENCE_MS = MINUTE_MS

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'osx',
  win32: 'windows',
}
const MACHINES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** How far it is; `total`: null: not known. */
type Progress = NonNullable<Output<'tools.gettingRclone'>['progress']>

export interface GetRcloneDeps {
  readonly dataDir: string
  tools(): ToolDeps
  readonly fetch: DownloadDeps['fetch']
  /** Where it is got from; left out: from its makers. */
  readonly address?: string
  readonly silenceMs?: number
  readonly platform?: string
  readonly arch?: string
}

type GotRclone = Output<'tools.getRclone'>

/** Runs what writes into the folder; the system's error as a Refusal that says what to do. */
const onDisk = async <T>(folder: string, write: () => T | Promise<T>): Promise<T> => {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      'unavailable',
      ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
        ? msg`There is no room for it in ${folder}. Make room on that disk, and try again.`
        : msg`It can't be written into ${folder}: ${errorMessage(error)}.`,
    )
  }
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

/** The release for a computer, as its makers name it. Throws Refusal where they make none. */
const releaseFor = (platform: string, arch: string): string => {
  const system = SYSTEMS[platform]
  const machine = MACHINES[arch]
  if (system === undefined || machine === undefined)
    throw new Refusal(
      'unavailable',
      msg`rclone can't be got for ${platform} on ${arch}. ${ELSEWHERE}`,
    )
  return `rclone-${RCLONE_VERSION}-${system}-${machine}`
}

/** The published SHA-256 of an archive. Throws Refusal. */
const publishedDigest = async (
  base: string,
  archive: string,
  deps: DownloadDeps,
): Promise<string> => {
  const url = `${base}/SHA256SUMS`
  const parts: Buffer[] = []
  const take = (bytes: Buffer): void => void parts.push(bytes)
  await download({ url, most: MAX_LIST, redirect: 'error', take }, deps)
  const found = digestIn(Buffer.concat(parts).toString('utf8'), archive)
  if (found === null)
    throw new Refusal('unavailable', msg`${url} does not name ${archive}. ${ELSEWHERE}`)
  return found
}

/**
 * Gets rclone, checks it, and answers where it is; nothing names it in the settings yet. Throws Refusal: it can't be reached, there is
 * no room, it was stopped, or what came is not what its makers published; whatever came is removed then.
 */
export const getRclone = async (
  deps: GetRcloneDeps,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<GotRclone> => {
  const { dataDir, address = OFFICIAL, platform = process.platform, arch = process.arch } = deps
  const release = releaseFor(platform, arch)
  const network = { fetch: deps.fetch, silenceMs: deps.silenceMs ?? SILENCE_MS, signal }
  const base = `${address}/${RCLONE_VERSION}`
  const wanted = await publishedDigest(base, `${release}.zip`, network)

  const folder = join(dataDir, 'tools')
  const suffix = platform === 'win32' ? '.exe' : ''
  const archive = join(folder, `${release}.zip.part`)
  const path = join(folder, `rclone-${RCLONE_VERSION}${suffix}`)
  const part = `${path}.part${suffix}`
  let file: FileHandle | null = null
  let size = 0
  try {
    file = await onDisk(folder, () => {
      makePrivateFolder(folder)
      return open(archive, 'w', 0o600)
    })
    const writeAll = file
    const digest = await download(
      {
        url: `${base}/${release}.zip`,
        most: MAX_ARCHIVE,
        redirect: 'follow',
        async take(bytes, received, total) {
          await onDisk(folder, () => writeAll.write(bytes))
          size = received
          onProgress({ received, total, checking: false })
        },
      },
      network,
    )
    await file.close()
    file = null
    if (digest !== wanted)
      throw new Refusal(
        'unavailable',
        msg`What came from ${new URL(base).host} is not what rclone's makers published: its SHA-256 differs. It was removed and not started. ${ELSEWHERE}`,
      )
    onProgress({ received: size, total: size, checking: true })
    const program = await unpack(archive, `${release}/rclone${suffix}`)
    await onDisk(folder, async () => {
      await writeFile(part, program, { mode: 0o700 })
      await chmod(part, 0o700)
    })
    const tools = deps.tools()
    const found = await findTool('rclone', { ...tools, tools: { ...tools.tools, rclone: part } })
    if (found.problem !== null || found.version === null)
      throw new Refusal('unavailable', msg`It can't be used here: ${found.problem ?? ''}`)
    if (signal.aborted) throw stopped()
    await onDisk(folder, () => rename(part, path))
    return { path, version: found.version }
  } finally {
    await file?.close().catch(() => undefined)
    // where the folder itself is the fault, nothing of it is there
    for (const left of [archive, part]) await rm(left, { force: true }).catch(() => undefined)
  }
}
