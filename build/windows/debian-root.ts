// The Debian 13 root folder that holds Wine: debootstrap makes it once in the user's cache, outside of the checkout, and every
// command in it has mounts and processes of its own, which end with it.
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { SetupError, endWithUs, run, say } from '../bootstrap/process.mjs'
import { commandOutput } from '../steps/command-output.ts'

/** Folder of everything that these tests keep between two runs; removing it has all of it made anew. */
const cache = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'exlab-sync-tests',
  'windows',
)

const root = join(cache, 'debian13')

/** Folder of these tests in the root folder: `inside` is its path there, `outside` that of this system. */
export const shared = { inside: '/srv', outside: join(root, 'srv') } as const

/** Debian's public archive, where apt names no mirror of Debian. */
const PUBLIC_MIRROR = 'http://deb.debian.org/debian'

/** Why these tests cannot run on this computer, in a sentence; null: they can. */
export const whyNot = (): string | null => {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync('/usr/bin/apt-get'))
    return 'They need Debian or Ubuntu on x64, where Wine runs.'
  return process.getuid?.() === 0 ? null : 'They need root, to enter a root folder of their own.'
}

/**
 * Mounts what programs need, in a mount namespace that no other process sees, and enters the root folder. A folder for temporary
 * files of its own keeps two runs at a time from sharing one server of Wine, which only the processes of one run could reach.
 */
const ENTER = `mount --bind /dev "$0/dev"; mount -t proc proc "$0/proc"; mount -t tmpfs tmp "$0/tmp"; cp /etc/resolv.conf "$0/etc/" 2>/dev/null; folder=$1; shift; exec chroot "$0" env -C "$folder" "$@"`

/**
 * Runs a command in the root folder; its processes end with it, also the server of Wine, and it ends with this process. What it
 * prints goes into the file `output`: Windows' Node cannot write into a pipe of Linux under Wine. Answers its exit code; 1 where a
 * signal ended it.
 */
export const runInRoot = (
  command: readonly string[],
  {
    output,
    folder = '/',
    env = {},
  }: {
    readonly output: string
    /** Working folder, as a path in the root folder. */
    readonly folder?: string
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<number> => {
  const fd = openSync(output, 'w')
  const inherited = { PATH: process.env['PATH'], HOME: '/root', LANG: 'C.UTF-8' }
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', ENTER, root, folder, ...command],
    { env: { ...inherited, ...env }, stdio: ['ignore', fd, fd] },
  )
  closeSync(fd)
  // unshare ignores what asks it to end, and only its death ends what runs in it
  endWithUs(child, 'SIGKILL')
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => done(code ?? 1))
  })
}

/** Runs a step of the set-up in the root folder; throws SetupError with what it said last where it fails. */
export const prepareInRoot = async (
  what: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const output = join(cache, 'last-step.txt')
  if ((await runInRoot(command, { output, env })) === 0) return
  const said = readFileSync(output, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
  throw new SetupError(`${what} failed:\n${said}`)
}

/** The mirror of Debian that apt uses on this computer. */
const mirror = async (): Promise<string> => {
  const format = '$(ORIGIN) $(REPO_URI) $(RELEASE)'
  const options = ['indextargets', '--format', format, 'Created-By: Packages']
  const list = await commandOutput('apt-get', options)
  const [, uri] = /^Debian (\S+\/debian)\/? /m.exec(list ?? '') ?? []
  return uri ?? PUBLIC_MIRROR
}

/** Installs Debian packages in the root folder. Throws SetupError. */
export const installInRoot = (packages: readonly string[]): Promise<void> => {
  const install = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(' ')}`
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  return prepareInRoot(`apt-get install ${packages[0] ?? ''}`, ['sh', '-c', install], env)
}

/** Makes the root folder, and Wine in it, where they are missing. Throws SetupError. */
export const ensureDebianRoot = async (): Promise<void> => {
  if (!existsSync(root)) {
    if (!existsSync('/usr/sbin/debootstrap')) {
      const install = ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap']
      const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true }
      if ((await run('apt-get', install, options)) !== 0)
        throw new SetupError('debootstrap could not be installed; see above')
    }
    say('making a Debian 13 root folder (once) ...')
    mkdirSync(cache, { recursive: true })
    const part = `${root}.part`
    rmSync(part, { recursive: true, force: true })
    const made = ['--variant=minbase', 'trixie', part, await mirror()]
    if ((await run('/usr/sbin/debootstrap', made, { quiet: true })) !== 0)
      throw new SetupError('debootstrap could not make the root folder; see above')
    renameSync(part, root)
  }
  if (existsSync(join(root, 'usr/lib/wine'))) return
  say('installing Wine in it (once) ...')
  await installInRoot(['wine', 'wine64', 'ca-certificates'])
}
