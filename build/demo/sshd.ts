// Starts an sshd on loopback with its own keys: the NAS that speaks ssh in the demo and the tests.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'

const PROGRAMS = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd']

/** Path of sshd, or null where it is not installed. */
export const findSshd = (): string | null => PROGRAMS.find((path) => existsSync(path)) ?? null

/** A port of loopback that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })

/**
 * Resolves once something accepts connections on the port of loopback. Throws as soon as `ended` answers why nothing ever will.
 */
export const untilListening = async (port: number, ended: () => string | null): Promise<void> => {
  for (;;) {
    const failure = ended()
    if (failure !== null) throw new Error(failure)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const makeKey = (file: string): void => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'exlab-sync', '-f', file])
}

/**
 * Processes that a server started, one for each connection: they would outlive it. Linux only; elsewhere they end with their
 * clients.
 */
const childrenOf = (pid: number | undefined): number[] => {
  const list = `/proc/${pid}/task/${pid}/children`
  return existsSync(list)
    ? readFileSync(list, 'utf8').trim().split(' ').map(Number).filter(Boolean)
    : []
}

export interface Sshd {
  readonly port: number
  /** Name to sign in with: the account of this process. */
  readonly user: string
  /** Private key that the server accepts. */
  readonly key: string
  /** Private key that the server refuses. */
  readonly strangerKey: string
  /** known_hosts file that names this server. */
  readonly knownHosts: string
  /** Makes the server accept the stranger's key, too. */
  readonly trust: () => void
  readonly stop: () => Promise<void>
  /** Starts the server on the same port, after a stop. */
  readonly start: () => Promise<void>
}

/** Starts an sshd on loopback with all its files in `dir`; `extra` adds lines to its sshd_config. */
export const startSshd = async (dir: string, extra: readonly string[] = []): Promise<Sshd> => {
  const program = findSshd()
  if (program === null) throw new Error('sshd is not installed')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = (name: string): string => join(dir, name)
  for (const name of ['host_key', 'client_key', 'stranger_key'])
    if (!existsSync(file(name))) makeKey(file(name))
  const publicKey = (name: string): string => readFileSync(file(`${name}.pub`), 'utf8')
  const port = await freePort()
  writeFileSync(file('authorized_keys'), publicKey('client_key'), { mode: 0o600 })
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${publicKey('host_key')}`)
  writeFileSync(
    file('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host_key')}`,
      `AuthorizedKeysFile ${file('authorized_keys')}`,
      `PidFile ${file('sshd.pid')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      // sshd would refuse keys in a folder whose parents others may write to, such as /tmp
      'StrictModes no',
      'UsePAM no',
      'MaxStartups 100',
      // bash reads ~/.bashrc for a command over ssh, but not in a nested shell: what this account's .bashrc starts can take
      // a second each time
      'SetEnv SHLVL=2',
      ...extra,
      // the default of OpenSSH costs both sides 0.1 s of processor time for each connection; lines of `extra` come first and count
      'KexAlgorithms curve25519-sha256',
      '',
    ].join('\n'),
  )
  // the folder of privilege separation, which the system's own service would create
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })

  let child: ChildProcess | null = null
  const start = async (): Promise<void> => {
    let output = ''
    let failure: string | null = null
    const server = spawn(program, ['-D', '-e', '-f', file('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server.stderr.on('data', (chunk: Buffer) => {
      output = `${output}${String(chunk)}`.slice(-4000)
    })
    server.on('close', () => {
      failure = `sshd ended: ${output}`
    })
    child = server
    await untilListening(port, () => failure)
  }
  await start()
  return {
    port,
    user: userInfo().username,
    key: file('client_key'),
    strangerKey: file('stranger_key'),
    knownHosts: file('known_hosts'),
    trust: () => appendFileSync(file('authorized_keys'), publicKey('stranger_key')),
    start,
    stop: () =>
      new Promise((resolve) => {
        if (child === null || child.exitCode !== null || child.signalCode !== null) return resolve()
        child.once('close', () => resolve())
        for (const pid of childrenOf(child.pid)) process.kill(pid, 'SIGTERM')
        child.kill('SIGTERM')
      }),
  }
}
