// Makes a bare clone ready: npm packages, the Electron runtime, system programs. Each step is skipped when it is done.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureElectron } from './electron-runtime.mjs'
import { SetupError, root, run, say } from './steps.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

const stamp = join(root, 'node_modules', '.exlab-sync-lock')

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

const ensureNpmPackages = async () => {
  const wanted = lockHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('installing npm packages (npm ci) ...')
  // npm talks of engines of its own tools on Node 20; harmless, so errors only
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) {
    throw new SetupError(
      'npm ci failed. Check the network or the npm registry set in your npm configuration, then try again.',
    )
  }
  writeFileSync(stamp, wanted)
}

/**
 * Sets everything up. `system`: which system programs are wanted beside npm's packages.
 * @param {{ system?: 'none' | 'app' | 'all', electron?: boolean }} [options]
 */
export const bootstrap = async ({ system = 'all', electron = true } = {}) => {
  await ensureNpmPackages()
  if (system !== 'none') await ensureSystemPackages(system)
  if (electron) await ensureElectron()
}

/** Runs a script's main and turns a SetupError into a sentence and exit code 2. @param {() => Promise<void>} main */
export const runMain = async (main) => {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`[exlab-sync] ${error.message}`)
    process.exitCode = 2
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await bootstrap()
    say('ready')
  })
}
