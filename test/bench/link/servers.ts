// The servers behind the link of the bench: sshd with SFTP, Samba, and WebDAV by Apache, or by rclone where Apache is not installed.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sshd, freePort, startSshd, untilListening } from '../../../build/demo/sshd.ts'
import { serveSamba } from '../../helpers/samba-server.ts'

/** Bytes a second each way, and milliseconds each way, of the link. */
const RATE = 30_000_000
const DELAY_MS = 1

const PROXY = join(import.meta.dirname, 'proxy.ts')
const APACHE = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'

/** How the tools reach one server through the link. */
export interface LinkServer {
  readonly name: string
  /** rclone.conf with the remote `nas`; null: it is reached by rsync. */
  readonly conf: string | null
  /** Path of the destination on the remote. */
  readonly path: string
  /** Arguments of ssh up to the command; null: there is no shell. */
  readonly ssh: readonly string[] | null
  readonly sshd: Pick<Sshd, 'user' | 'key' | 'knownHosts'> & { readonly port: number }
}

interface Servers {
  readonly servers: readonly LinkServer[]
  stop(): Promise<void>
}

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('close', () => resolve())
    child.kill('SIGTERM')
  })

const apacheConf = (dir: string, folder: string, port: number): string =>
  [
    `ServerRoot ${dir}`,
    `Listen 127.0.0.1:${port}`,
    'ServerName localhost',
    `PidFile ${dir}/apache.pid`,
    `ErrorLog ${dir}/error.log`,
    `DefaultRuntimeDir ${dir}`,
    ...['mpm_event', 'authz_core', 'dav', 'dav_fs'].map(
      (name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`,
    ),
    // a worker of root would be another account
    ...(process.getuid?.() === 0 ? ['User nobody', 'Group nogroup'] : []),
    `DavLockDB ${dir}/lock`,
    `DocumentRoot ${folder}`,
    `<Directory ${folder}>`,
    'Dav On',
    'Require all granted',
    '</Directory>',
    '',
  ].join('\n')

/** Starts all servers over `folder`, each behind the link. */
export const startServers = async (dir: string, folder: string): Promise<Servers> => {
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    return { servers: await startEach(dir, folder, stops), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const startEach = async (
  dir: string,
  folder: string,
  stops: (() => Promise<void>)[],
): Promise<readonly LinkServer[]> => {
  mkdirSync(folder, { recursive: true, mode: 0o777 })
  const child = async (command: string, args: readonly string[], port: number): Promise<void> => {
    const started = spawn(command, args, { stdio: 'ignore' })
    stops.push(() => stopChild(started))
    let ended: string | null = null
    started.on('close', () => {
      ended = `${command} ended`
    })
    await untilListening(port, () => ended)
  }
  /** Puts the link in front of a port and answers its own. */
  const linked = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const args = [PROXY, String(port), String(RATE), String(DELAY_MS)]
      const proxy = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      stops.push(() => stopChild(proxy))
      proxy.on('error', reject)
      proxy.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
    })
  const conf = (name: string, lines: readonly string[]): string => {
    const file = join(dir, `${name}.conf`)
    writeFileSync(file, `[nas]\n${lines.join('\n')}\n`)
    return file
  }

  const sshd = await startSshd(join(dir, 'sshd'), ['Subsystem sftp internal-sftp'])
  stops.push(() => sshd.stop())
  const sshPort = await linked(sshd.port)
  const knownHosts = join(dir, 'known_hosts')
  const hostKey = readFileSync(sshd.knownHosts, 'utf8').replace(/^\S+ /, '')
  writeFileSync(knownHosts, `[127.0.0.1]:${sshPort} ${hostKey}`)
  const way = { user: sshd.user, key: sshd.key, knownHosts, port: sshPort }
  const options = ['-i', sshd.key, '-p', String(sshPort), '-o', `UserKnownHostsFile=${knownHosts}`]
  const ssh = ['ssh', ...options, `${sshd.user}@127.0.0.1`]

  const samba = await serveSamba(join(dir, 'samba'), folder)
  stops.push(() => samba.stop())
  const smbPort = await linked(samba.port)
  const smb = join(dir, 'smb.conf')
  writeFileSync(smb, samba.rcloneConf.replace(/^port = .*$/m, `port = ${smbPort}`))

  const davPort = await freePort()
  const apache = join(dir, 'apache')
  mkdirSync(apache)
  // its workers run as another account
  chmodSync(apache, 0o777)
  const apacheFile = join(apache, 'apache.conf')
  writeFileSync(apacheFile, apacheConf(apache, folder, davPort))
  const hasApache = existsSync(APACHE) && existsSync(join(MODULES, 'mod_dav_fs.so'))
  if (hasApache) await child(APACHE, ['-D', 'FOREGROUND', '-f', apacheFile], davPort)
  else await child('rclone', ['serve', 'webdav', folder, '--addr', `127.0.0.1:${davPort}`], davPort)
  const url = `url = http://127.0.0.1:${await linked(davPort)}`

  const sftpLines = [
    'type = sftp',
    'host = 127.0.0.1',
    `port = ${sshPort}`,
    `user = ${sshd.user}`,
    `key_file = ${sshd.key}`,
    `known_hosts_file = ${knownHosts}`,
  ]
  const dav = `WebDAV (${hasApache ? "Apache's" : "rclone's"})`
  return [
    { name: 'SFTP', conf: conf('sftp', sftpLines), path: folder, ssh, sshd: way },
    { name: 'SMB', conf: smb, path: 'data', ssh: null, sshd: way },
    {
      name: dav,
      conf: conf('dav', ['type = webdav', url, 'vendor = other']),
      path: '',
      ssh: null,
      sshd: way,
    },
    { name: 'rsync', conf: null, path: folder, ssh, sshd: way },
  ]
}
