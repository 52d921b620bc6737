// Downloads the official Electron release through Electron's own installer, behind a short probe of the network.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { say } from '../bootstrap/process.mjs'
import { cacheDir, dist, electronDir, installedVersion } from './installed.ts'

/** Remembers the last download that failed, so that a closed network costs its time once a day. */
const failureFile = path.join(cacheDir, 'official-failed.json')
const PROBE_MS = 5_000
const DOWNLOAD_MS = 10 * 60_000
const RETRY_AFTER_MS = 24 * 3_600_000

interface Failure {
  readonly version: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly why: string
}

/** False where a download of this version failed within the last day, or the environment forbids one. */
export const shouldTryOfficial = (wanted: string): boolean => {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return false
  try {
    const last = JSON.parse(fs.readFileSync(failureFile, 'utf8')) as Failure
    return last.version !== wanted || Date.now() - last.at > RETRY_AFTER_MS
  } catch {
    return true
  }
}

/** Remembers a failure for `shouldTryOfficial`. */
export const rememberFailure = (version: string, why: string): void => {
  const failure: Failure = { version, at: Date.now(), why }
  fs.mkdirSync(cacheDir, { recursive: true })
  fs.writeFileSync(failureFile, JSON.stringify(failure))
}

/** Folder where Electron's installer caches its downloads. */
const downloadCache = (): string => {
  if (process.env['electron_config_cache']) return process.env['electron_config_cache']
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/electron')
  if (process.platform === 'win32')
    return path.join(process.env['LOCALAPPDATA'] ?? os.homedir(), 'electron/Cache')
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'electron')
}

const isDownloaded = (wanted: string): boolean => {
  const name = `electron-v${wanted}-${process.platform}-${process.arch}.zip`
  try {
    return fs
      .readdirSync(downloadCache(), { recursive: true })
      .some((entry) => String(entry).endsWith(name))
  } catch {
    return false
  }
}

/** A short reason from an error of fetch: its cause's code, such as ENOTFOUND, where it has one. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}

/** Why the release cannot be reached, or ''. */
export const probeOfficial = async (wanted: string): Promise<string> => {
  const base =
    process.env['ELECTRON_MIRROR'] ||
    process.env['npm_config_electron_mirror'] ||
    'https://github.com/electron/electron/releases/download/'
  try {
    const url = new URL(`v${wanted}/SHASUMS256.txt`, base)
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_MS),
    })
    return answer.status >= 400 ? `HTTP ${answer.status}` : ''
  } catch (error) {
    return reasonOf(error)
  }
}

/** Runs Electron's installer, which checks the download's checksum; why it failed, or ''. */
const install = (): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(electronDir, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGTERM'), DOWNLOAD_MS)
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + String(chunk)).slice(0, 8_000)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const message = /^.*Error: .*$/m.exec(errors)?.[0].trim()
      resolve(code === 0 ? '' : (signal ?? message ?? `exit ${code}`))
    })
  })

/** Installs the official release; why that failed, or ''. `isRequired` leaves out the probe. */
export const installOfficial = async (wanted: string, isRequired: boolean): Promise<string> => {
  // a release in the download cache needs no network; the probe only spares minutes where there is none
  if (!isRequired && !isDownloaded(wanted)) {
    const why = await probeOfficial(wanted)
    if (why !== '') return why
  }
  say(`downloading Electron ${wanted} ...`)
  // install.js extracts over what is in dist, and the fallback's files there are hard links into its cache
  fs.rmSync(dist, { recursive: true, force: true })
  fs.rmSync(path.join(electronDir, 'path.txt'), { force: true })
  const why = await install()
  return why || (installedVersion() === wanted ? '' : 'the download left no usable dist')
}
