// How ssh signs in where an SFTP remote does, and where a shell may find its folder.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  isPlainPath,
  sftpAccess,
  shellFolders,
} from '../../../../../electron/core/transports/rclone/sftp-access.ts'
import { knownHostsFor } from '../../../../../electron/core/transports/rclone/sftp-host-keys.ts'
import { sshOptions } from '../../../../../electron/core/transports/rsync/ssh-options.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const HERE = { user: 'me', home: '/home/me', knownHostsFile: '~/hosts' }
const BASE = { type: 'sftp', host: 'nas', user: 'lab', key_file: '~/.ssh/id' }

describe('the way in', () => {
  it('is that of the remote', () => {
    expect(sftpAccess({ ...BASE, port: '2222' }, HERE)).toEqual({
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
      knownHostsFile: '/home/me/hosts',
    })
  })

  it.each([
    ['the key of the remote alone', BASE, true],
    ['the keys of the agent where the remote has none', { type: 'sftp', host: 'nas' }, false],
  ])('tries %s', (_, remote, isAlone) => {
    const access = sftpAccess(remote, HERE)
    expect(access === null ? [] : sshOptions(access).includes('IdentitiesOnly=yes')).toBe(isAlone)
  })

  it('is checked by that one file, whatever the configuration of ssh says', () => {
    const access = sftpAccess(BASE, HERE)
    const options = access === null ? [] : sshOptions(access)
    expect(options).toEqual(
      expect.arrayContaining([
        'StrictHostKeyChecking=yes',
        'UserKnownHostsFile="/home/me/hosts"',
        'GlobalKnownHostsFile=/dev/null',
        'KnownHostsCommand=none',
        'VerifyHostKeyDNS=no',
        'UpdateHostKeys=no',
      ]),
    )
  })

  it.each([
    ['has keys of the server in no file', null],
    ['has them in a file under a variable', '${HOSTS}'],
  ])('there is none where rclone %s', (_, knownHostsFile) => {
    expect(sftpAccess(BASE, { ...HERE, knownHostsFile })).toBeNull()
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
    ['a host that is an option', { host: '-oProxyCommand=x' }],
    ['a user that is an option', { user: '-l' }],
    ['an option that nobody knows', { tomorrow: 'x' }],
    ['no host', { host: '' }],
    ['a port that is none', { port: '22x' }],
  ])('%s: there is none', (_, options) => {
    expect(sftpAccess({ ...BASE, ...options }, HERE)).toBeNull()
  })
})

describe('the file that ssh checks the server by', () => {
  const own = join(mkdtempSync(join(tmpdir(), 'exlab-hosts-')), 'known_hosts')
  afterAll(() => rmSync(dirname(own), { recursive: true }))
  writeFileSync(own, 'nas ssh-ed25519 AAAA\n[nas]:2222 ssh-ed25519 BBBB\n@revoked old ssh-rsa CC\n')

  it.each([
    ["the app's own, where the server is pinned in it", {}, own],
    ['the same of another port', { port: '2222' }, own],
    ['the same in the place of what rclone.conf names', { known_hosts_file: '~/hosts' }, own],
    ['the same in the place of keys in rclone.conf', { host_keys: 'ssh-rsa CC' }, own],
    ['that of rclone.conf', { host: 'other', known_hosts_file: '~/hosts' }, '~/hosts'],
    ['none where nothing names the server', { host: 'other' }, null],
    ['none where the check is off', { host: 'other', known_hosts_file: 'none' }, null],
    ['none where a key is revoked alone', { host: 'old' }, null],
    ['none where rclone alone has the keys', { host: 'other', host_keys: 'ssh-rsa CC' }, null],
    [
      'none where rclone has keys beside the file',
      { host: 'other', host_keys: 'ssh-rsa CC', known_hosts_file: '~/hosts' },
      null,
    ],
  ])('is %s', (_, options, file) => {
    expect(knownHostsFor({ ...BASE, ...options }, own)).toBe(file)
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

  it.skipIf(needsPosix('The far side has a shell of POSIX.'))(
    'are the path itself and the volumes of a NAS',
    () => {
      expect(words("/data/the lab's $RAW")).toEqual([
        "/data/the lab's $RAW",
        "/volume[0-9]*/data/the lab's $RAW",
        "/share/data/the lab's $RAW",
      ])
      expect(words('raw')[0]).toBe('./raw')
      expect(words('-raw')[0]).toBe('./-raw')
    },
  )

  it.skipIf(needsPosix('The far side has a shell of POSIX.'))(
    'are below what path_override says',
    () => {
      expect(words('/data/raw', '@/volume1')).toContain('/volume1/data/raw')
    },
  )

  it('are none where rclone writes the path in its own way', () => {
    expect(shellFolders('/data/a\u2401', {})).toEqual([])
    expect(isPlainPath('a/../b')).toBe(false)
  })
})
