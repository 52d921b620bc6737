// Who shares an ssh connection: the same account with the same key and the same list of servers, and nobody else.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { RsyncSshDestination } from '../../../../../electron/core/domain/config.ts'
import { createSharedConnections } from '../../../../../electron/core/transports/rsync/shared-connections.ts'
import { sshOptions } from '../../../../../electron/core/transports/rsync/ssh-options.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const nas: RsyncSshDestination = {
  type: 'rsync_ssh',
  user: 'lab',
  host: 'nas.example',
  port: 22,
  keyPath: '/home/lab/.ssh/id',
  remotePath: '/vol/raw',
  knownHostsFile: null,
  bandwidth: null,
}

const socketOf = (d: RsyncSshDestination, ssh = '/usr/bin/ssh'): string | undefined => {
  const connections = createSharedConnections()
  onTestFinished(() => connections.close())
  return connections.share(d, ssh).controlPath?.split('/').at(-1)
}

it.skipIf(needsPosix('ssh of Windows shares no connections'))(
  'another account, server, key, list of servers or program is another connection; another folder is the same',
  () => {
    const others: RsyncSshDestination[] = [
      { ...nas, user: 'other' },
      { ...nas, host: 'nas2.example' },
      { ...nas, port: 23 },
      { ...nas, keyPath: '/home/lab/.ssh/id2' },
      { ...nas, knownHostsFile: '/etc/lab_known_hosts' },
    ]
    const sockets = [nas, ...others].map((d) => socketOf(d)).concat(socketOf(nas, '/opt/ssh'))
    expect(new Set(sockets).size).toBe(sockets.length)
    expect(sockets).not.toContain(undefined)
    expect(socketOf({ ...nas, remotePath: '/vol/other' })).toBe(socketOf(nas))
  },
)

it.skipIf(needsPosix('rights as numbers'))(
  'the socket lies where nobody else can reach it, and a folder whose name ssh would read otherwise gets none',
  () => {
    const connections = createSharedConnections()
    onTestFinished(() => connections.close())
    const { controlPath } = connections.share(nas, '/usr/bin/ssh')
    expect(statSync(dirname(controlPath ?? '')).mode & 0o077).toBe(0)
    const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-test-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    onTestFinished(() => void vi.unstubAllEnvs())
    for (const name of ['a%hb', 'long'.repeat(20), 'not/there']) {
      if (name !== 'not/there') mkdirSync(join(dir, name))
      vi.stubEnv('TMPDIR', join(dir, name))
      expect(socketOf(nas)).toBeUndefined()
    }
  },
)

it("a connection that is not shared is never one of ssh's configuration", () => {
  expect(sshOptions(nas)).toContain('ControlPath=none')
  const shared = sshOptions({ ...nas, controlPath: '/tmp/x/y' })
  expect(shared).not.toContain('ControlPath=none')
  expect(shared).toEqual(expect.arrayContaining(['ControlPath=/tmp/x/y', 'ControlMaster=auto']))
})
