// Argument builders with hostile values of a config: the argv means exactly what was meant, or the
// value is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  RcloneDestination,
  RsyncSshDestination,
} from '../../../../electron/core/domain/config.ts'
import { digestScript } from '../../../../electron/core/transports/rsync/remote-sha256.ts'
import { rclonePushArgs } from '../../../../electron/core/transports/rclone/rclone-args.ts'
import { rcloneDigestArgs } from '../../../../electron/core/transports/rclone/rclone-list-args.ts'
import {
  remoteShell,
  rsyncListArgs,
  rsyncPullArgs,
  rsyncPushArgs,
  rsyncRemoveArgs,
  sshScriptArgs,
} from '../../../../electron/core/transports/rsync/rsync-args.ts'
import { UnsafeValue } from '../../../../electron/core/process/argument-checks.ts'

const nas: RcloneDestination = {
  type: 'rclone',
  remote: 'nas',
  remotePath: 'raw',
  configFile: null,
  bandwidth: null,
}
const ssh: RsyncSshDestination = {
  type: 'rsync_ssh',
  user: 'lab',
  host: 'nas.example',
  port: 22,
  keyPath: '/home/lab/.ssh/id',
  remotePath: '/vol/raw',
  knownHostsFile: null,
  bandwidth: null,
}
const request = (runPath: string) => ({
  proven: null,
  folder: '/data/run',
  runPath,
  files: null,
  full: false,
  replace: 'own' as const,
  exclude: [],
  bwlimitKibps: null,
  bandwidth: null,
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '-oProxyCommand=touch /tmp/x',
    '--rsync-path=sh',
    'a\nb',
    'a;b',
    'a`b`',
    '$(b)',
    ':sftp,host=evil:',
    'a:b',
    '..',
    'x/../../etc',
    '~',
    '~root/x',
    '',
    ' ',
    "'",
    '"',
    'a\'b"c',
  ),
)

/** The argv, or undefined where the value was refused by name. Anything else thrown is a bug. */
const built = (make: () => string[]): string[] | undefined => {
  try {
    return make()
  } catch (error) {
    expect(error).toBeInstanceOf(UnsafeValue)
    return undefined
  }
}

/** Arguments after `--`: what no tool can take for an option. */
const operands = (argv: readonly string[]): string[] => argv.slice(argv.indexOf('--') + 1)

describe('argv builders', () => {
  it('rclone: remote, path and run stay one operand each, on the remote that was meant', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (remote, remotePath, runPath) => {
        const destination = { ...nas, remote, remotePath }
        const argv = built(() =>
          rclonePushArgs(destination, request(runPath), { transfers: 4, isProven: false }),
        )
        if (argv === undefined) return
        const [from, to, ...more] = operands(argv)
        expect(more).toEqual([])
        expect(from).toBe('/data/run')
        expect(to?.startsWith(`${remote}:`)).toBe(true)
        expect(remote).not.toMatch(/[:,/\\]|^-/)
        expect(to?.slice(remote.length + 1).split('/')).not.toContain('..')
        expect(built(() => rcloneDigestArgs(destination, runPath, null))).toBeDefined()
      }),
    )
  })

  it('rsync: user, host and path cannot become an option, another host or a command', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (user, host, remotePath, runPath) => {
        const destination = { ...ssh, user, host, remotePath }
        const argv = built(() => rsyncPushArgs(destination, request(runPath), '/usr/bin/ssh'))
        if (argv === undefined) return
        const [from, to, ...more] = operands(argv)
        expect(more).toEqual([])
        expect(from?.startsWith('/data/run')).toBe(true)
        // an IPv6 address stands in brackets
        const named = host.includes(':') ? `[${host}]` : host
        expect(to?.startsWith(`${user}@${named}:`)).toBe(true)
        expect(user).toMatch(/^\w[\w.\\$-]*(?:@\w[\w.-]*)?$/)
        expect(host).toMatch(/^(?:\w[\w.-]*|[\da-fA-F:.]+(?:%[\w.:-]+)?)$/)
        expect(argv).toContain('--protect-args')
        for (const other of [
          rsyncListArgs(destination, { path: runPath, recursive: true }, '/usr/bin/ssh'),
          rsyncPullArgs(destination, { runPath, maxStreamBytes: 1 }, '/tmp/x', '/usr/bin/ssh'),
        ]) {
          expect(operands(other)[0]?.startsWith(`${user}@${named}:`)).toBe(true)
          expect(other).toContain('--protect-args')
        }
        expect(sshScriptArgs(destination).slice(-2)).toEqual([`${user}@${host}`, 'exec sh -s'])
      }),
    )
  })

  it.each(['-oProxyCommand=x', '-nas', 'nas,host=evil', ':sftp', 'a/b', ''])(
    'remote %j is refused, and the message names it',
    (remote) => {
      expect(() =>
        rclonePushArgs({ ...nas, remote }, request('r'), { transfers: 4, isProven: false }),
      ).toThrow(JSON.stringify(remote))
    },
  )
  it.each([
    ['nas_1.lab', 'lab', 'lab@nas_1.lab:/vol/raw/r/'],
    ['2001:db8::1', 'lab', 'lab@[2001:db8::1]:/vol/raw/r/'],
    ['fe80::1%eth0', 'lab', 'lab@[fe80::1%eth0]:/vol/raw/r/'],
    ['nas', 'lab@LAB.EXAMPLE', 'lab@LAB.EXAMPLE@nas:/vol/raw/r/'],
  ])('host %j with the user %j is %j for rsync', (host, user, expected) => {
    const destination = { ...ssh, host, user }
    expect(operands(rsyncPushArgs(destination, request('r'), 'ssh'))[1]).toBe(expected)
    expect(sshScriptArgs(destination).at(-2)).toBe(`${user}@${host}`)
  })

  it('ssh gets a port only where one is set', () => {
    expect(sshScriptArgs(ssh)).toContain('-p')
    expect(sshScriptArgs({ ...ssh, port: null })).not.toContain('-p')
  })

  it.each(['-oProxyCommand=x', 'a b', 'a;b', '$(x)', '', 'a:b', '[::1]', '::1%'])(
    'host %j is refused',
    (host) => {
      expect(() => rsyncPushArgs({ ...ssh, host }, request('r'), 'ssh')).toThrow(UnsafeValue)
    },
  )

  it("only the connection test's own folder can be removed on the remote", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(() => rsyncRemoveArgs(ssh, name, '/tmp/empty', 'ssh')).toThrow(UnsafeValue)
      }),
    )
    expect(rsyncRemoveArgs(ssh, 'exlab-sync-test-0a', '/tmp/empty', 'ssh')).toContain('--exclude=*')
  })

  it('the value of -e is split by rsync into the words that were meant', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).filter((w) => w !== ''),
          { minLength: 1 },
        ),
        (words) => {
          const text = built(() => [remoteShell('ssh', words)])?.[0]
          if (text === undefined) return
          expect(splitAsRsync(text)).toEqual(['ssh', ...words])
        },
      ),
    )
  })

  it('a folder in a remote script is one quoted word', () => {
    const script = digestScript("/vol/it's $(here) `x`; rm -rf")
    expect(script).toContain(String.raw`cd '/vol/it'\''s $(here) ` + "`x`; rm -rf' ||")
  })
})

/**
 * rsync's own splitting of -e (rsync(1)): blanks outside of quotes; a quote inside of the
 * other kind is a character.
 */
const splitAsRsync = (text: string): string[] => {
  const words: string[] = []
  let word = ''
  let quote = ''
  for (const char of text) {
    if (quote === '' && char === ' ') {
      words.push(word)
      word = ''
    } else if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (char === quote) quote = ''
    else word += char
  }
  return [...words, word]
}
