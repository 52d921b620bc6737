// How ssh signs in where an SFTP remote does, and where a shell may find its folder.
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import {
  isPlainPath,
  sftpAccess,
  shellFolders,
} from '../../../../../electron/core/transports/rclone/sftp-access.ts'

const HERE = { user: 'me', home: '/home/me' }
const BASE = { type: 'sftp', host: 'nas', user: 'lab', key_file: '~/.ssh/id' }

describe('the way in', () => {
  it('is that of the remote', () => {
    expect(sftpAccess({ ...BASE, port: '2222', known_hosts_file: '~/hosts' }, HERE)).toEqual({
      user: 'lab',
      host: 'nas',
      port: 2222,
      keyPath: '/home/me/.ssh/id',
      knownHostsFile: '/home/me/hosts',
    })
    expect(sftpAccess({ type: 'sftp', host: 'nas' }, HERE)).toEqual({
      user: 'me',
      host: 'nas',
      port: 22,
      keyPath: null,
      knownHostsFile: null,
    })
  })

  it('asks the known hosts of ssh also where rclone would ask none', () => {
    expect(sftpAccess({ ...BASE, known_hosts_file: 'none' }, HERE)?.knownHostsFile).toBeNull()
  })

  it.each([
    ['a password alone', { key_file: '', pass: 'obscured' }],
    ['a key with a passphrase', { key_file_pass: 'obscured' }],
    ['a key in rclone.conf', { key_file: '', key_pem: 'PEM' }],
    ['a certificate', { pubkey_file: '/c' }],
    ['a program of its own', { ssh: 'ssh -J jump nas' }],
    ['a proxy', { socks_proxy: 'proxy:1080' }],
    ['names that are encoded', { encoding: 'Slash,Colon' }],
    ['commands that are forbidden', { disable_hashcheck: 'true' }],
    ['no shell', { shell_type: 'none' }],
    ['a shell of Windows', { shell_type: 'cmd' }],
    ['a key under a variable', { key_file: '$KEYS/id' }],
    ['known hosts under a variable', { known_hosts_file: '${HOSTS}' }],
    ['a host that is an option', { host: '-oProxyCommand=x' }],
    ['a user that is an option', { user: '-l' }],
    ['an option that nobody knows', { tomorrow: 'x' }],
    ['no host', { host: '' }],
    ['a port that is none', { port: '22x' }],
  ])('%s: there is none', (_, options) => {
    expect(sftpAccess({ ...BASE, ...options }, HERE)).toBeNull()
  })
})

describe('the folders', () => {
  /** What a shell makes of the words. */
  const words = (path: string, override = ''): string[] =>
    execFileSync(
      'sh',
      ['-c', `printf '%s\\n' ${shellFolders(path, { path_override: override }).join(' ')}`],
      {
        encoding: 'utf8',
      },
    )
      .trimEnd()
      .split('\n')

  it('are the path itself and the volumes of a NAS', () => {
    expect(words("/data/the lab's $RAW")).toEqual([
      "/data/the lab's $RAW",
      "/volume[0-9]*/data/the lab's $RAW",
      "/share/data/the lab's $RAW",
    ])
    expect(words('raw')[0]).toBe('./raw')
    expect(words('-raw')[0]).toBe('./-raw')
  })

  it('are below what path_override says', () => {
    expect(words('/data/raw', '@/volume1')).toContain('/volume1/data/raw')
  })

  it('are none where rclone writes the path in its own way', () => {
    expect(shellFolders('/data/a\u2401', {})).toEqual([])
    expect(isPlainPath('a/../b')).toBe(false)
  })
})
