// Installs the npm packages of package-lock.json, unless the installed ones come from the same lock file.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { SetupError, runNpm, say } from './process.mjs'

/** Holds the SHA-256 of the lock file that node_modules was installed from. */
const stamp = join(root, 'node_modules', '.exlab-sync-lock')

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** Runs `npm ci` where it is needed. Throws SetupError when npm fails. */
export const installNpmPackages = async () => {
  const wanted = lockHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('installing npm packages (npm ci) ...')
  // on Node 20 npm warns about the engines of some tools, which the pinned Node runs: errors only
  const code = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) {
    throw new SetupError(
      'npm ci failed. Check the network or the npm registry set in your npm configuration, then try again.',
    )
  }
  writeFileSync(stamp, wanted)
}
