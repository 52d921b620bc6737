// What the cases of a recording share: sshd in several configurations, small and read-only disks, keys, and sections of rclone.conf.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sshd, startSshd } from '../../build/demo/sshd.ts'
import { section } from './rclone-case.ts'

export const AS_NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups']

/** Slow enough for a fault in the middle. */
export const SLOW = ['--bwlimit=600k', '--transfers=1']

export const later = (ms: number, act: () => void): void => {
  setTimeout(act, ms)
}

const quietly = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' })
}

/** Everything that cases are made of; `stop` unmounts and ends it. */
export const createSetting = async (dir: string, rclone: string) => {
  const nas = join(dir, 'nas')
  mkdirSync(join(nas, 'raw'), { recursive: true })
  chmodSync(join(nas, 'raw'), 0o777)
  const servers: Sshd[] = []
  const sshd = async (name: string, lines: readonly string[]) => {
    const server = await startSshd(join(dir, `sshd-${name}`), lines)
    servers.push(server)
    return server
  }
  const SFTP = 'Subsystem sftp internal-sftp'
  const plain = await sshd('plain', [SFTP])
  const only = await sshd('only', [SFTP, 'ForceCommand internal-sftp'])
  const none = await sshd('none', [])
  const passwords = await sshd('passwords', [
    SFTP,
    'PubkeyAuthentication no',
    'PasswordAuthentication yes',
  ])
  const jail = join(dir, 'volume1')
  mkdirSync(join(jail, 'raw'), { recursive: true })
  mkdirSync(join(dir, 'share'))
  const sftpServer = join(dir, 'sftp-server')
  writeFileSync(
    sftpServer,
    `#!/bin/sh\nexec unshare -m sh -c 'mount --bind ${jail} ${dir}/share && exec /usr/lib/openssh/sftp-server'\n`,
    { mode: 0o755 },
  )
  const otherPath = await sshd('other-path', [`Subsystem sftp ${sftpServer}`])
  const noisy = await sshd('noisy', [
    `Subsystem sftp echo 'Welcome to the storage of the core facility'; exec /usr/lib/openssh/sftp-server`,
  ])
  const sftp = (
    server: typeof plain,
    options: Readonly<Record<string, string | number>> = {},
  ): string =>
    section('sftp', {
      host: '127.0.0.1',
      port: server.port,
      user: server.user,
      key_file: server.key,
      known_hosts_file: server.knownHosts,
      shell_type: 'unix',
      md5sum_command: 'md5sum',
      sha1sum_command: 'sha1sum',
      ...options,
    })
  const at = { path: `${nas}/raw` }
  const empty = join(dir, 'known_hosts.empty')
  writeFileSync(empty, '')
  const changed = join(dir, 'known_hosts.changed')
  const known = (line: string): void => writeFileSync(changed, line)
  known(`[127.0.0.1]:${plain.port} ${readFileSync(join(dir, 'sshd-only', 'host_key.pub'), 'utf8')}`)
  const locked = join(dir, 'locked_key')
  quietly('ssh-keygen', '-q', '-t', 'ed25519', '-N', 'secret', '-f', locked)
  const damaged = join(dir, 'damaged_key')
  writeFileSync(
    damaged,
    '-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n',
  )
  const small = join(nas, 'small')
  mkdirSync(small)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m', 'exlab-record', small)
  const readOnly = join(nas, 'read-only')
  mkdirSync(readOnly)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m,ro', 'exlab-record', readOnly)
  const inodes = join(nas, 'inodes')
  mkdirSync(inodes)
  quietly('mount', '-t', 'tmpfs', '-o', 'size=1m,nr_inodes=3', 'exlab-record', inodes)
  writeFileSync(join(nas, 'file'), 'a file')
  const local = section('alias', { remote: nas })
  const denied = join(nas, 'denied')
  mkdirSync(denied)
  const foreign = join(nas, 'foreign', 'Run_20260314_102205')
  mkdirSync(join(foreign, 'sub'), { recursive: true })
  for (const folder of [join(nas, 'foreign'), foreign, join(foreign, 'sub')])
    chmodSync(folder, 0o777)
  const crypt = join(nas, 'crypt')
  const cryptConf = section('crypt', {
    remote: crypt,
    filename_encryption: 'off',
    directory_name_encryption: 'false',
    password: execFileSync(rclone, ['obscure', 'secret'], { encoding: 'utf8' }).trim(),
  })
  const cryptNames = cryptConf.replace(
    'filename_encryption = off',
    'filename_encryption = standard',
  )
  const stored = join(crypt, 'raw', 'Run_20260314_102205', 'big.tif.bin')
  const encrypted = join(dir, 'encrypted.conf')
  writeFileSync(
    encrypted,
    '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nb5lSmHQ9b8Yyb0wN6Yxk3GXgTtbgXt4p8qSx1V4+T2b3dPcFX1S4Zl0p3l7YdA==\n',
  )
  const broken = join(dir, 'broken.conf')
  writeFileSync(broken, '[nas]\ntype = sftp\nhost nas1\n')
  const pass = execFileSync(rclone, ['obscure', 'x'], { encoding: 'utf8' }).trim()
  const big = { files: ['big.tif'] }
  const slowBig = { ...at, ...big, options: SLOW }
  const stop = async (): Promise<void> => {
    for (const folder of [small, readOnly, inodes]) quietly('umount', '--lazy', folder)
    for (const server of servers) await server.stop()
  }
  return {
    nas,
    plain,
    only,
    none,
    passwords,
    otherPath,
    noisy,
    sftp,
    at,
    empty,
    changed,
    locked,
    damaged,
    small,
    readOnly,
    inodes,
    local,
    denied,
    foreign,
    cryptConf,
    cryptNames,
    stored,
    encrypted,
    broken,
    pass,
    big,
    slowBig,
    dir,
    stop,
  }
}

export type Setting = Awaited<ReturnType<typeof createSetting>>
