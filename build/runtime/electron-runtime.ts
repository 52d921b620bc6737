// Installs an Electron runtime at node_modules/electron/dist, so that Electron's own launcher, electron-vite,
// electron-builder (electronDist) and Playwright all find one without any environment variable:
//   1. the official release, if it is there already; 2. else one try at the official download, behind a short probe;
//   3. else, on Linux x64 only, the fallback of fallback.ts.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { SetupError, say } from '../bootstrap/process.mjs'
import { FALLBACK, buildFallback } from './fallback.ts'
import { dist, electronDir, executablePath, installedVersion } from './installed.ts'
import { installOfficial, rememberFailure, shouldTryOfficial } from './official.ts'

interface ElectronRuntime {
  readonly kind: 'official' | 'fallback'
  readonly electron: string
  readonly chrome: string
  readonly node: string
  /** The version that package.json asks for. */
  readonly wanted: string
  readonly dist: string
  readonly executable: string
}

interface RuntimeOptions {
  /** Never take the fallback: for releases. */
  readonly official?: boolean
  /** Never try the official download. */
  readonly fallback?: boolean
  /** Do not print which runtime it is. */
  readonly quiet?: boolean
}

/** Copies a runtime into place: as hard links where it is on the same disk. */
const place = (from: string, to: string): void => {
  if (fs.statSync(from).isDirectory()) {
    fs.mkdirSync(to, { recursive: true })
    for (const name of fs.readdirSync(from)) place(path.join(from, name), path.join(to, name))
    return
  }
  try {
    fs.linkSync(from, to)
  } catch {
    fs.copyFileSync(from, to)
  }
}

const installFallback = async (wanted: string): Promise<void> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron ${wanted} could not be downloaded, and there is no fallback for ${process.platform}-${process.arch}. Connect to a network that reaches github.com, or set ELECTRON_MIRROR, and run this again.`,
    )
  }
  if (installedVersion() === FALLBACK.electron) return
  try {
    const built = await buildFallback()
    fs.rmSync(dist, { recursive: true, force: true })
    place(built, dist)
    fs.writeFileSync(path.join(electronDir, 'path.txt'), 'electron')
  } catch (error) {
    throw new SetupError(
      `Neither the official nor the fallback Electron could be set up: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Starts the executable once as Node and asks for its versions. */
const describe = (kind: ElectronRuntime['kind'], wanted: string): ElectronRuntime => {
  const executable = executablePath()
  const answer = spawnSync(executable, ['-p', 'JSON.stringify(process.versions)'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  try {
    const { electron, chrome, node } = JSON.parse(answer.stdout) as Record<
      'electron' | 'chrome' | 'node',
      string
    >
    return { kind, electron, chrome, node, wanted, dist, executable }
  } catch {
    const reason = (answer.error?.message ?? answer.stderr).trim().split('\n')[0]
    throw new SetupError(
      `The ${kind} Electron runtime does not start: ${reason}. On Debian its libraries are: apt-get install libgtk-3-0 libnss3 libasound2 libgbm1`,
    )
  }
}

/** Installs a runtime where none is, and answers which one there is. Throws SetupError with what to do. */
export const ensureElectron = async ({
  official = false,
  fallback = false,
  quiet = false,
}: RuntimeOptions = {}): Promise<ElectronRuntime> => {
  const manifest = path.join(electronDir, 'package.json')
  if (!fs.existsSync(manifest))
    throw new SetupError('node_modules/electron is missing: run npm ci first')
  const { version: wanted } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }
  if (!fallback && installedVersion() !== wanted && (official || shouldTryOfficial(wanted))) {
    const why = await installOfficial(wanted, official)
    if (why !== '') {
      if (official) throw new SetupError(`Electron ${wanted} could not be downloaded: ${why}`)
      rememberFailure(wanted, why)
      say(`the official Electron ${wanted} is not to be had here (${why})`)
    }
  }
  const isOfficial = !fallback && installedVersion() === wanted
  if (!isOfficial) await installFallback(wanted)
  const runtime = describe(isOfficial ? 'official' : 'fallback', wanted)
  const label = isOfficial
    ? 'official runtime'
    : `FALLBACK runtime (package.json asks for ${wanted})`
  if (!quiet)
    say(`${label}: Electron ${runtime.electron}, Chromium ${runtime.chrome}, Node ${runtime.node}`)
  return runtime
}
