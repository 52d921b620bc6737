// The WebDAV and SFTP servers of rclone over a folder, on loopback.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { freePort, untilListening } from '../../build/demo/sshd.ts'

const servers = new Map<number, ChildProcess>()

/** Stops the server on a port in mid-work, as one that hangs: its connections stay open, and nothing answers. */
export const hangServer = (port: number): void => void servers.get(port)?.kill('SIGSTOP')

interface Served {
  readonly port: number
  stop(): void
}

/** Starts the server. SFTP users sign in as lab with the password pw; those of WebDAV do where it is `closed`. */
export const startServing = async (
  protocol: 'webdav' | 'sftp',
  folder: string,
  closed = protocol === 'sftp',
): Promise<Served> => {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const auth = closed ? ['--user', 'lab', '--pass', 'pw'] : []
  const child = spawn(
    'rclone',
    // what another program does in the folder is seen at once
    ['serve', protocol, folder, '--addr', `127.0.0.1:${port}`, '--dir-cache-time=0s', ...auth],
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
