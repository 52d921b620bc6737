// The least version of each program, by what real versions print.
import { describe, expect, it } from 'vitest'
import { versionProblem } from '../../../../../electron/core/services/destinations/tools-service.ts'

describe('versions', () => {
  it.each([
    ['rclone', 'rclone v1.60.1-DEV\n- os/version: debian', '1.60.1', null],
    ['rclone', 'rclone v1.75.2', '1.75.2', null],
    ['rclone', 'rclone v2.0', '2.0', null],
    ['rclone', 'rclone v1.53.3-DEV', '1.53.3', '1.60 or newer is needed'],
    ['rsync', 'rsync  version 3.5.0  protocol version 32', '3.5.0', null],
    ['rsync', 'rsync  version v3.2.3  protocol version 31', '3.2.3', null],
    ['rsync', 'rsync  version 3.10.0  protocol version 33', '3.10.0', null],
    [
      'rsync',
      'rsync  version 3.1.3  protocol version 31',
      '3.1.3',
      'rsync 3.2.3 or newer is needed',
    ],
    [
      'rsync',
      'rsync  version 3.2.2  protocol version 31',
      '3.2.2',
      'rsync 3.2.3 or newer is needed',
    ],
    [
      'rsync',
      'rsync  version 2.6.9  protocol version 29',
      '2.6.9',
      'rsync 3.2.3 or newer is needed',
    ],
    [
      'rsync',
      'openrsync: protocol version 29\nrsync version 2.6.9 compatible',
      '2.6.9',
      'is openrsync',
    ],
    ['ssh', 'OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.19', '9.2', null],
    ['ssh', 'OpenSSH_6.6.1p1', '6.6.1', 'ssh 7.0 or newer is needed'],
    ['rsync', 'usage: rsync', null, 'does not say its version'],
  ] as const)('%s: %j', (name, output, version, problem) => {
    const found = versionProblem(name, '/usr/bin/it', output)
    expect(found.version).toBe(version)
    if (problem === null) expect(found.problem).toBeNull()
    else expect(found.problem).toContain(problem)
  })
})
