// The WebDAV and SFTP servers of rclone over a folder, on loopback.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { freePort, untilListening } from '../../build/demo/sshd.ts'

const servers = new Map<number, ChildProcess>()

/** Stops the server on a port in mid-work, as one that hangs: its connections stay open, and nothing answers. */
export const hangServer = (port: number): void => void servers.get(port)?.kill('SIGSTOP')

/** Ends the server on a port, so that another one can take its place. */
export const endServer = async (port: number): Promise<void> => {
  const child = servers.get(port)
  if (child === undefined) return
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
}

/** Lines of known_hosts for the server on a port of loopback, as it shows itself now. */
export const knownHostsOf = (port: number): string =>
  execFileSync('ssh-keyscan', ['-p', String(port), '127.0.0.1'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

interface ServeOptions {
  /** The port; a free one if not given. */
  readonly at?: number
  /** The host key of SFTP; rclone's own if not given. */
  readonly key?: string
  /** WebDAV asks for an account as SFTP does. */
  readonly asksForAccount?: boolean
  /** The password of that account. */
  readonly password?: string
}

/** Starts the server. Where it asks for an account, that is lab with the password pw, unless another is given. */
export const startServing = async (
  protocol: 'webdav' | 'sftp',
  folder: string,
  { at, key, asksForAccount = protocol === 'sftp', password = 'pw' }: ServeOptions = {},
): Promise<{ readonly port: number; stop(): void }> => {
  mkdirSync(folder, { recursive: true })
  const port = at ?? (await freePort())
  const auth = [
    ...(asksForAccount ? ['--user', 'lab', '--pass', password] : []),
    ...(key === undefined ? [] : ['--key', key]),
  ]
  const child = spawn(
    'rclone',
    [
      'serve',
      protocol,
      folder,
      '--addr',
      `127.0.0.1:${port}`,
      // what another program does in the folder is seen at once
      '--dir-cache-time=0s',
      // blocks that come out of order are waited for, also on a busy machine; after a second it would be `Illegal seek`
      '--vfs-write-wait=1m',
      ...auth,
    ],
    {
      stdio: 'ignore',
    },
  )
  servers.set(port, child)
  let ended: string | null = null
  child.on('close', () => {
    ended = `rclone serve ${protocol} ended`
  })
  await untilListening(port, () => ended)
  return { port, stop: () => void child.kill('SIGKILL') }
}
