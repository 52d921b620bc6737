// The WebDAV and SFTP servers of rclone over a folder, on loopback, stopped with the test.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { freePort, untilListening } from '../../build/demo/sshd.ts'

const servers = new Map<number, ChildProcess>()

/** Stops the server on a port in mid-work, as one that hangs: its connections stay open, and nothing answers. */
export const hangServer = (port: number): void => void servers.get(port)?.kill('SIGSTOP')

/** Starts the server and returns its port. Where it asks for an account, users sign in as lab with the password pw. */
export const serveFolder = async (
  protocol: 'webdav' | 'sftp',
  folder: string,
  asksForAccount = protocol === 'sftp',
): Promise<number> => {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const auth = asksForAccount ? ['--user', 'lab', '--pass', 'pw'] : []
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
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await untilListening(port, () => ended)
  return port
}
