// Installs system programs: the transfer tools, Electron's libraries, and for tests displays, fonts, an ssh server, Samba and other makers' basic programs.
import { existsSync } from 'node:fs'
import { SetupError, run, say } from '../bootstrap/process.mjs'
import { commandOutput } from './command-output.ts'

/** What running the app needs on Debian and Ubuntu. */
const APP = ['rclone', 'rsync', 'openssh-client', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']
/** What tests, the demo and screenshots need beside it. */
const TESTS = [
  'openssh-server',
  'samba',
  // a Secret Service, on a bus of its own
  'gnome-keyring',
  'dbus',
  'xvfb',
  'xauth',
  'xserver-xorg-video-dummy',
  'x11-xserver-utils',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
  'fonts-droid-fallback',
  'busybox',
  'toybox',
  // disks with faults
  'python3-fusepy',
  'tcsh',
  'fish',
]

const TOOLS = ['rclone', 'rsync', 'ssh']

/** Packages of the list that dpkg does not know as installed. */
const missingPackages = async (names: readonly string[]): Promise<string[]> => {
  // dpkg-query exits with 1 when it does not know one of its names: one call for each
  const answers = await Promise.all(
    names.map(async (name) => {
      const status = await commandOutput('dpkg-query', ['-W', '-f', '${Status}', name])
      // Ubuntu and Debian 13 renamed libraries for 64-bit time; the t64 name provides the same
      const renamed = status?.includes('ok installed')
        ? status
        : await commandOutput('dpkg-query', ['-W', '-f', '${Status}', `${name}t64`])
      return renamed?.includes('ok installed') ? '' : name
    }),
  )
  return answers.filter((name) => name !== '')
}

/** Installs packages as root; throws SetupError with the command for an administrator as anybody else. */
const install = async (missing: readonly string[]): Promise<void> => {
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `These packages are missing: ${missing.join(', ')}. Run this once, then try again:\n  sudo ${command}`,
    )
  }
  say(`installing Debian packages: ${missing.join(', ')} ...`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env, quiet: true })
  const code = await run('apt-get', command.split(' ').slice(1), { env, quiet: true })
  if (code !== 0)
    throw new SetupError(
      `apt-get failed. Run this by hand and look at what it says:\n  sudo ${command}`,
    )
}

/**
 * Installs the missing system programs: on Debian and Ubuntu through apt-get as root, else SetupError names the command to
 * run. On other systems it only prints which transfer tools are missing and how to install them.
 */
export const ensureSystemPackages = async (wanted: 'app' | 'all'): Promise<void> => {
  if (process.platform === 'linux' && existsSync('/usr/bin/dpkg-query')) {
    const missing = await missingPackages(wanted === 'all' ? [...APP, ...TESTS] : APP)
    if (missing.length > 0) await install(missing)
    return
  }
  const found = await Promise.all(
    TOOLS.map((tool) => commandOutput(tool, [tool === 'ssh' ? '-V' : '--version'])),
  )
  const missing = TOOLS.filter((_, index) => found[index] === null)
  if (missing.length === 0) return
  const how =
    process.platform === 'darwin'
      ? `brew install ${missing.filter((tool) => tool !== 'ssh').join(' ')}`
      : process.platform === 'win32'
        ? 'winget install Rclone.Rclone, and OpenSSH under Settings > Optional features'
        : `install ${missing.join(', ')} with this system's package manager`
  say(`not found on PATH: ${missing.join(', ')}. Runs that need them will wait. To install: ${how}`)
}
