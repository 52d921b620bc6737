// What others print before the tool speaks decides nothing: banners, rc files, wrappers, programs that a login starts.
import { describe, expect, it } from 'vitest'
import { classify } from '../../../../../electron/core/transports/classify/classify.ts'
import { SCRIPT_STARTED } from '../../../../../electron/core/transports/classify/marks.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import { isSshMessage } from '../../../../../electron/core/transports/classify/ssh-rules.ts'
import {
  type RecordedExit,
  newestRcloneExits,
  reasonOf,
  recordedExits,
} from '../../../../helpers/recorded-exits.ts'

/** Lines that logins print, with the words of faults that they are not. */
const LOGIN_NOISE = [
  '/home/lab/.bashrc: line 12: module: command not found',
  '-bash: warning: setlocale: LC_ALL: cannot change locale (de_DE.UTF-8)',
  'bash: /opt/sw/env.sh: Permission denied',
  '/etc/profile.d/quota.sh: line 3: rsync: command not found',
  '/etc/profile.d/lab.sh: line 7: cd: /data/lab: No such file or directory',
  'mesg: ttyname failed: Inappropriate ioctl for device',
  'stdin: is not a tty',
  'tput: No value for $TERM and no -T specified',
  'cat: /etc/motd.local: No space left on device',
  'df: /mnt/old: Stale file handle',
  "find: '/proc/1/fd': Permission denied",
  'sha256sum: /etc/shadow: Permission denied',
  '*** Disk quota exceeded by 3 users, see the list ***',
  'Permission denied to anyone who is not an authorised user. Access is denied.',
  'Connection refused attempts and Connection timed out sessions are logged.',
  'ssh: connect to host licence-server port 22: Connection refused',
  'lab@licence-server: Permission denied (publickey).',
  'Your password will expire in 12 days.',
  'Killed by policy: sessions over 10 hours',
  'warning: rsync: this is an old wrapper, x509: certificate has expired',
  'Could not chdir to home directory /home/lab: No such file or directory',
]

/** The same before rclone speaks, whose own lines have a stamp or are JSON. */
const WRAPPER_NOISE = [
  '/usr/local/bin/rclone: line 4: module: command not found',
  'rclone: /lib/x86_64-linux-gnu/libc.so.6: no version information available',
  'WARNING: 401 Unauthorized users are logged',
  'no space left on device? call 1234',
  'wrapper: connection refused, x509: unknown, permission denied',
]

/** What a login prints that calls ssh itself: where our ssh said nothing, it is all there is. */
const IS_SSH = /^ssh: |^lab@/

const saidNothing = ({ stderr }: RecordedExit): boolean =>
  !stderr.split('\n').some((line) => isSshMessage(line) || /command not found|rrsync/.test(line))

describe('noise before a tool speaks', () => {
  const failures = recordedExits.filter(({ expected_kind: kind }) => kind !== null)

  it.each(LOGIN_NOISE)('of a login: %s', (noise) => {
    const changed = failures
      .filter(({ transport }) => transport === 'rsync_ssh')
      .filter((one) => !(IS_SSH.test(noise) && saidNothing(one)))
      .map((one) => {
        // a script says when it starts; a connection that failed never came so far
        const mark =
          one.operation === 'hashsum' && one.exit_code !== 255 ? `${SCRIPT_STARTED}\n` : ''
        return [one.id, reasonOf(one), reasonOf(one, `${noise}\n${mark}${one.stderr}`)]
      })
      .filter(([, before, after]) => before !== after)
    expect(changed).toEqual([])
  })

  it('of a login that prints all of it', () => {
    const noise = LOGIN_NOISE.filter((line) => !IS_SSH.test(line)).join('\n')
    const changed = failures
      .filter(({ transport, operation }) => transport === 'rsync_ssh' && operation === 'push')
      .filter((one) => reasonOf(one) !== reasonOf(one, `${noise}\n${one.stderr}`))
    expect(changed.map(({ id }) => id)).toEqual([])
  })

  it.each(WRAPPER_NOISE)('of a wrapper of rclone: %s', (noise) => {
    const changed = [...failures, ...newestRcloneExits]
      .filter(({ transport }) => transport === 'rclone')
      .filter((one) => reasonOf(one) !== reasonOf(one, `${noise}\n${one.stderr}`))
    expect(changed.map(({ id }) => id)).toEqual([])
  })

  it.each([
    ['a broken connection', 255, 'client_loop: send disconnect: Broken pipe', 'connection_lost'],
    [
      'a full disk',
      11,
      'rsync: [receiver] write failed on "/v/a": No space left on device (28)',
      'remote_disk_full',
    ],
    ['a missing rsync', 127, 'bash: line 1: rsync: command not found', 'remote_tool_missing'],
  ])('a stale line of .bashrc does not hide %s', (_, exitCode, line, reason) => {
    const stderr = `/home/lab/.bashrc: line 12: module: command not found\n${line}`
    const lines = parseLines('rsync', stderr)
    const end = { signal: null, spawnError: null, stdout: '' }
    expect(
      classify({ ...end, transport: 'rsync_ssh', operation: 'push', exitCode, lines })?.reason,
    ).toBe(reason)
  })
})
