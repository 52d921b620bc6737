// A Samba server on loopback with its own configuration, state and high port, for tests and the bench.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, untilListening } from '../../build/demo/sshd.ts'

const SMBD = '/usr/sbin/smbd'
const PASSWORD = 'lab-password'

export interface SambaServer {
  /** The account that signs in: that of this process. */
  readonly user: string
  readonly password: string
  readonly port: number
  /** Section `[nas]` of an rclone.conf, whose root lists the one share, `data`. */
  readonly rcloneConf: string
  stop(): Promise<void>
}

/** Ends a process that may have ended meanwhile. */
const endProcess = (pid: number): void => {
  try {
    if (pid > 1) process.kill(pid)
  } catch {
    // it has ended
  }
}

/**
 * Starts the server with the share `data` over `folder`; its files lie in `dir`. `extra` adds lines to the share. The account
 * of this process signs in, so the share's files are its own.
 */
export const serveSamba = async (
  dir: string,
  folder: string,
  extra: readonly string[] = [],
): Promise<SambaServer> => {
  const state = join(dir, 'state')
  for (const path of [state, folder]) mkdirSync(path, { recursive: true })
  const port = await freePort()
  const user = userInfo().username
  const conf = join(dir, 'smb.conf')
  const folders = ['private dir', 'state directory', 'cache directory', 'lock directory']
  writeFileSync(
    conf,
    [
      '[global]',
      `smb ports = ${port}`,
      'interfaces = 127.0.0.1',
      'bind interfaces only = yes',
      'server role = standalone server',
      'disable netbios = yes',
      'load printers = no',
      'printing = bsd',
      'printcap name = /dev/null',
      'disable spoolss = yes',
      'map to guest = never',
      'logging = file',
      `log file = ${join(dir, 'smbd.log')}`,
      ...[...folders, 'pid directory', 'ncalrpc dir'].map((name) => `${name} = ${state}`),
      `passdb backend = tdbsam:${join(state, 'passdb.tdb')}`,
      '[data]',
      `path = ${folder}`,
      'read only = no',
      ...extra,
      '',
    ].join('\n'),
  )
  execFileSync('smbpasswd', ['-c', conf, '-L', '-s', '-a', user], {
    input: `${PASSWORD}\n${PASSWORD}\n`,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  // a process group of its own: when smbd ends, it ends its whole group
  const child = spawn(
    SMBD,
    ['--foreground', '--no-process-group', '--debuglevel=0', '--configfile', conf],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  let ended: string | null = null
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => {
    output = `${output}${String(chunk)}`.slice(-4_000)
  })
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      ended = `smbd ended: ${output}`
      resolve()
    })
  })
  const stop = async (): Promise<void> => {
    if (ended === null) child.kill('SIGTERM')
    await closed
    // the program that lists shares is one of its own, which smbd starts when it is asked and does not end
    const lister = join(state, 'samba-dcerpcd.pid')
    if (existsSync(lister)) endProcess(Number(readFileSync(lister, 'utf8')))
  }
  await untilListening(port, () => ended)
  const obscured = execFileSync('rclone', ['obscure', PASSWORD], { encoding: 'utf8' }).trim()
  return {
    user,
    password: PASSWORD,
    port,
    rcloneConf: `[nas]\ntype = smb\nhost = 127.0.0.1\nport = ${port}\nuser = ${user}\npass = ${obscured}\n`,
    stop,
  }
}
