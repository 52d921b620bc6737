// Tests what is read from the settings that ssh prints.
import { describe, expect, it } from 'vitest'
import type { RsyncSshDestination } from '../../../../../electron/core/domain/config.ts'
import { parseSshSettings } from '../../../../../electron/core/services/destinations/host-keys/ssh-settings.ts'

const destination: RsyncSshDestination = {
  type: 'rsync_ssh',
  user: 'lab',
  host: 'labnas',
  port: null,
  keyPath: '/keys/id',
  remotePath: '/vol',
  knownHostsFile: null,
  bandwidth: null,
}
const read = (...lines: string[]) => parseSshSettings(lines.join('\r\n'), destination, '/home/lab')

describe('the settings of ssh', () => {
  it('are host, port and user, and the files of known hosts', () => {
    expect(
      read(
        'hostname 192.0.2.7',
        'port 2222',
        'user anna',
        'userknownhostsfile ~/.ssh/known_hosts "/data/lab hosts"',
        'globalknownhostsfile /etc/ssh/ssh_known_hosts',
        'proxyjump none',
        'identityagent none',
      ),
    ).toEqual({
      host: '192.0.2.7',
      port: 2222,
      user: 'anna',
      knownAs: '[192.0.2.7]:2222',
      knownHosts: ['/home/lab/.ssh/known_hosts', '/data/lab hosts', '/etc/ssh/ssh_known_hosts'],
      via: null,
      agent: null,
    })
  })

  it.each([
    ['a jump host', 'proxyjump gate.example', { via: 'gate.example' }],
    ['a command', 'proxycommand nc %h %p', { via: 'nc %h %p' }],
    ['an agent', 'identityagent /run/agent', { agent: '/run/agent' }],
    ['an alias for known hosts, without a port', 'hostkeyalias the-nas', { knownAs: 'the-nas' }],
  ])('name %s', (_what, line, expected) => {
    expect(read('hostname nas', 'port 2222', line)).toMatchObject(expected)
  })

  it('that an old ssh does not print are those of the destination', () => {
    expect(read('')).toMatchObject({ host: 'labnas', port: 22, user: 'lab', knownAs: 'labnas' })
    expect(parseSshSettings('', { ...destination, port: 2022 }).port).toBe(2022)
  })

  it('leave the file of known hosts that the configuration names', () => {
    const own = { ...destination, knownHostsFile: '/data/known' }
    const { knownHosts } = parseSshSettings('userknownhostsfile /other', own)
    expect(knownHosts).toEqual(['/data/known'])
  })
})
