// Gets the pinned rclone for a package: from the cache, else from rclone's download page, and never without its SHA-256. A package
// that is no release may bring this machine's own rclone instead, which is said.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { unzipSync } from 'fflate'
import { SetupError, say } from '../bootstrap/process.mjs'
import { commandOutput } from '../steps/command-output.ts'
import type { Licensed } from './licences.ts'
import { RCLONE_PINS, RCLONE_VERSION, type Target, archiveUrl } from './rclone-pins.ts'

const DOWNLOAD_MS = 5 * 60_000

/** rclone's licence, where Linux distributions install it. */
const RCLONE_LICENCES = ['/usr/share/doc/rclone/copyright', '/usr/share/licenses/rclone/COPYING']

/** Where archives lie that were downloaded, or that a person put there. */
const archives = (): string =>
  join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'exlab-sync',
    'rclone',
    RCLONE_VERSION,
  )

/** File name of rclone's program for a target. */
const programName = (target: Target): string =>
  target.startsWith('win32') ? 'rclone.exe' : 'rclone'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const download = async (url: string): Promise<Uint8Array | string> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS) })
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : `HTTP ${answer.status}`
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  }
}

/** The pinned program's bytes, or why they are not to be had, as a sentence. */
const pinned = async (target: Target): Promise<Uint8Array | string> => {
  const pin = RCLONE_PINS[target]
  const file = join(archives(), pin.archive)
  let bytes: Uint8Array
  if (existsSync(file)) bytes = readFileSync(file)
  else {
    const url = archiveUrl(pin)
    const answer = await download(url)
    if (typeof answer === 'string')
      return `${url} can't be downloaded (${answer}). Put the archive with the SHA-256 ${pin.sha256} there: ${file}`
    bytes = answer
  }
  const digest = sha256(bytes)
  if (digest !== pin.sha256)
    return `${pin.archive} has the SHA-256 ${digest}, and ${pin.sha256} is pinned: it is not used.`
  if (!existsSync(file)) {
    mkdirSync(archives(), { recursive: true })
    writeFileSync(file, bytes)
  }
  const name = `${pin.archive.replace(/\.zip$/, '')}/${programName(target)}`
  const program = unzipSync(bytes, { filter: (entry) => entry.name === name })[name]
  return program ?? `${pin.archive} holds no ${name}.`
}

/** Path of the rclone on PATH where the package is for this machine's own kind, or null. */
const ownRclone = (target: Target): string | null => {
  if (target !== `${process.platform}-${process.arch}`) return null
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return (
    folders.map((folder) => join(folder, programName(target))).find((file) => existsSync(file)) ??
    null
  )
}

/** The licence, from the package of a Linux distribution where that brought the program. */
const licenceOf = (title: string): Licensed => {
  const file = RCLONE_LICENCES.find((one) => existsSync(one))
  const text =
    file === undefined
      ? 'MIT licence, https://github.com/rclone/rclone/blob/master/COPYING'
      : readFileSync(file, 'utf8')
  return { title, text }
}

/**
 * Puts rclone for a target into a folder; answers its licence. `given`: a program to bring unchecked, for tests. Throws SetupError
 * where there is none: a package without it is not made.
 */
export const bringRclone = async (
  folder: string,
  target: Target,
  { official, given }: { readonly official: boolean; readonly given: string | null },
): Promise<Licensed> => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, programName(target))
  if (given !== null) {
    if (official) throw new SetupError('a release brings the pinned rclone, and no other one')
    copyFileSync(given, file)
    say(`bundling ${given}, which is not the pinned rclone: this is no release`)
    return licenceOf('rclone')
  }
  const program = await pinned(target)
  if (typeof program !== 'string') {
    writeFileSync(file, program)
    chmodSync(file, 0o755)
    say(`bundling rclone ${RCLONE_VERSION}`)
    return licenceOf(`rclone ${RCLONE_VERSION}`)
  }
  const own = official ? null : ownRclone(target)
  const version = own === null ? null : (await commandOutput(own, ['version']))?.split('\n')[0]
  if (own === null || version === null || version === undefined)
    throw new SetupError(`There is no rclone for ${target}. ${program}`)
  copyFileSync(own, file)
  chmodSync(file, 0o755)
  say(`bundling this machine's ${version}: this is no release. ${program}`)
  return licenceOf(version)
}
