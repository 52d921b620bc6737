// A copy of the checkout in the root folder with the npm packages of Windows: the same lock file, other prebuilt binaries.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, say } from '../bootstrap/process.mjs'
import { commandOutput } from '../steps/command-output.ts'
import { shared } from './debian-root.ts'

/** The copy as the root folder names it, and as this system does. */
export const checkout = {
  inside: `${shared.inside}/checkout`,
  outside: join(shared.outside, 'checkout'),
} as const

/** Holds the digest of the lock file that the packages were installed from. */
const stamp = join(checkout.outside, 'node_modules', '.exlab-sync-lock')

/** Files of the checkout that git tracks or would add; those that were deleted are left out. */
const sources = (): string[] => {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const names = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  return names.filter((name) => name !== '' && existsSync(join(root, name)))
}

/** Copies the sources anew, and installs the packages where the lock file changed. Throws SetupError. */
export const copyCheckout = async (): Promise<void> => {
  mkdirSync(checkout.outside, { recursive: true })
  for (const name of readdirSync(checkout.outside))
    if (name !== 'node_modules') rmSync(join(checkout.outside, name), { recursive: true })
  for (const name of sources()) {
    mkdirSync(dirname(join(checkout.outside, name)), { recursive: true })
    cpSync(join(root, name), join(checkout.outside, name), { verbatimSymlinks: true })
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('installing the npm packages of Windows ...')
  const platform = ['--os=win32', '--cpu=x64', '--ignore-scripts']
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const install = ['--prefix', checkout.outside, 'ci', ...platform, ...quiet]
  if ((await commandOutput('npm', install)) === null)
    throw new SetupError('npm could not install the packages of Windows')
  writeFileSync(stamp, lock)
}
