// What this computer adds to a failure: the fault of a key, a locked rclone.conf, a proxy.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keyFault, withLocalCause } from '../../../../electron/core/transports/local-causes.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const makeKey = (...args: readonly string[]): { readonly path: string; readonly text: string } => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-key-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const path = join(dir, 'key')
  execFileSync('ssh-keygen', ['-q', '-f', path, ...args])
  return { path, text: readFileSync(path, 'utf8') }
}

const LOCKED = 'has a passphrase, and no agent holds it'

describe('the fault of a private key', () => {
  it.skipIf(needsPosix('not every Windows has ssh-keygen')).each([
    ['a good key', ['-t', 'ed25519', '-N', ''], null],
    ['a key with a passphrase', ['-t', 'ed25519', '-N', 'secret'], LOCKED],
    ['a good PEM key', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', ''], null],
    [
      'a PEM key with a passphrase',
      ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'secret'],
      LOCKED,
    ],
    ['a PKCS8 key with a passphrase', ['-t', 'ecdsa', '-m', 'PKCS8', '-N', 'secret'], LOCKED],
  ] as const)('%s', (_, args, fault) => {
    expect(keyFault(makeKey(...args).text)).toBe(fault)
  })

  it.each([
    ['', 'is empty'],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me@here', 'public half'],
    ['PuTTY-User-Key-File-3: ssh-ed25519\n', 'PuTTY'],
    ['host = nas\n', 'is not a private key'],
    [
      '-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n',
      'is damaged',
    ],
    [
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n',
      LOCKED,
    ],
  ])('%j', (text, fault) => {
    expect(keyFault(text)).toContain(fault)
  })
})

describe('a failure with what this computer adds', () => {
  const refused = {
    reason: 'ssh_key_rejected',
    evidence: 'lab@nas: Permission denied (publickey).',
    phrase: '',
  } as const

  it.skipIf(needsPosix('not every Windows has ssh-keygen'))(
    'the key is to blame before the server is',
    () => {
      const { path } = makeKey('-t', 'ed25519', '-N', 'secret')
      expect(
        withLocalCause(refused, { transport: 'rsync_ssh', keyPath: path, env: {} }),
      ).toMatchObject({
        reason: 'ssh_key_unusable',
        evidence: `The key ${path} ${LOCKED}.\n${refused.evidence}`,
      })
    },
  )

  it.skipIf(needsPosix('not every Windows has ssh-keygen'))(
    'a key without a fault, and one that is not there, change nothing',
    () => {
      const { path } = makeKey('-t', 'ed25519', '-N', '')
      for (const keyPath of [path, '/none/key'])
        expect(withLocalCause(refused, { transport: 'rsync_ssh', keyPath, env: {} })).toEqual(
          refused,
        )
    },
  )

  it.each([
    'unable to decrypt configuration and not allowed to ask for password - set RCLONE_CONFIG_PASS',
    "Couldn't decrypt configuration, most likely wrong password.",
    'Failed to read line: EOF',
  ])('rclone.conf is locked: %s', (evidence) => {
    const fault = { reason: 'remote_not_configured', evidence, phrase: '' } as const
    expect(withLocalCause(fault, { transport: 'rclone', env: {} }).reason).toBe('config_locked')
  })

  it('a proxy that rclone went through is named, without its password', () => {
    const env = { https_proxy: 'http://me:secret@proxy.lab:3128' }
    const fault = {
      reason: 'server_error',
      evidence: 'read metadata failed: 503 Service Unavailable',
      phrase: '',
    } as const
    expect(withLocalCause(fault, { transport: 'rclone', env }).evidence).toBe(
      `${fault.evidence}\nrclone goes through the proxy http://proxy.lab:3128 (https_proxy)`,
    )
    expect(withLocalCause(fault, { transport: 'rclone', env: {} })).toEqual(fault)
    // the words name the server, to which none is used
    const near = { ...fault, evidence: 'Put "http://nas.lab/a": 503 Service Unavailable' }
    const except = { HTTP_PROXY: 'http://proxy.lab:3128', NO_PROXY: 'nas.lab' }
    expect(withLocalCause(near, { transport: 'rclone', env: except })).toEqual(near)
  })

  it('no proxy is named for what it cannot cause', () => {
    const env = { HTTP_PROXY: 'http://proxy.lab:3128' }
    const full = {
      reason: 'remote_disk_full',
      evidence: '507 Insufficient Storage',
      phrase: '',
    } as const
    const sftp = {
      reason: 'connection_lost',
      evidence: 'Update ReadFrom failed: connection lost',
      phrase: '',
    } as const
    for (const fault of [full, sftp])
      expect(withLocalCause(fault, { transport: 'rclone', env })).toEqual(fault)
  })

  it('an unreadable key is left to what ssh says of it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-key-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    writeFileSync(join(dir, 'other'), 'x')
    expect(withLocalCause(refused, { transport: 'rsync_ssh', keyPath: dir, env: {} })).toEqual(
      refused,
    )
  })
})

it("a file that macOS' protection of privacy refuses has the reason that names its settings", () => {
  const fault = {
    reason: 'local_permission_denied',
    evidence: 'a.tif: Failed to copy: open /Volumes/USB/a.tif: operation not permitted',
    phrase: '',
  } as const
  const on = (platform: NodeJS.Platform, evidence: string = fault.evidence): string =>
    withLocalCause({ ...fault, evidence }, { transport: 'rclone', env: {}, platform }).reason
  expect(on('darwin')).toBe('local_privacy_refused')
  expect(on('linux')).toBe('local_permission_denied')
  expect(on('darwin', 'open /Volumes/USB/a.tif: permission denied')).toBe('local_permission_denied')
})
