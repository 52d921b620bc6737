// The newest rclone that Debian has, beside the installed one: its package is fetched by apt, checked by apt, and unpacked into
// the user's cache. Tests that need it are skipped by name where it cannot be had.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Debian's public archive, where apt names no mirror of Debian. */
const PUBLIC_MIRROR = 'http://deb.debian.org/debian'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'exlab-sync-tests')
const unpacked = join(cache, 'newest-rclone')
const program = join(unpacked, 'usr', 'bin', 'rclone')

/** The mirror of Debian that apt uses on this computer. */
const mirror = (): string => {
  const list = execFileSync(
    'apt-get',
    ['indextargets', '--format', '$(ORIGIN) $(REPO_URI) $(RELEASE)', 'Created-By: Packages'],
    { encoding: 'utf8' },
  )
  const [, uri] = /^Debian (\S+\/debian)\/? /m.exec(list) ?? []
  return uri ?? PUBLIC_MIRROR
}

const fetchPackage = (): void => {
  mkdirSync(cache, { recursive: true })
  const dir = mkdtempSync(join(cache, 'fetch-'))
  try {
    for (const folder of ['lists/partial', 'archives/partial', 'package'])
      mkdirSync(join(dir, folder), { recursive: true })
    const sources = join(dir, 'sources.list')
    writeFileSync(sources, `deb [signed-by=${KEYRING}] ${mirror()} sid main\n`)
    const apt = (...args: readonly string[]): void => {
      const options = [
        `Dir::State::Lists=${join(dir, 'lists')}`,
        `Dir::Cache=${dir}`,
        `Dir::Etc::SourceList=${sources}`,
        'Dir::Etc::SourceParts=/dev/null',
        'Acquire::Languages=none',
        'APT::Sandbox::User=root',
      ]
      execFileSync('apt-get', [...options.flatMap((option) => ['-o', option]), ...args], {
        cwd: join(dir, 'package'),
        stdio: 'ignore',
        timeout: 240_000,
      })
    }
    apt('update')
    apt('download', 'rclone')
    const [file = ''] = readdirSync(join(dir, 'package'))
    execFileSync('dpkg-deb', ['-x', join(dir, 'package', file), join(dir, 'root')])
    // whole, and once: several test files may fetch at the same time
    if (!existsSync(unpacked)) renameSync(join(dir, 'root'), unpacked)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/**
 * Path of the newest rclone of Debian; null where it cannot be fetched, or does not run here. Where it was fetched before,
 * nothing is asked of the network; removing `exlab-sync-tests` from the cache has it fetched anew.
 */
export const newestRclone = (): string | null => {
  try {
    if (!existsSync(program)) fetchPackage()
    execFileSync(program, ['version'], { stdio: 'ignore' })
    return program
  } catch {
    return null
  }
}
