// What a push leaves out is left out at the top of the run alone, over either transport.
import { expect, it } from 'vitest'
import { rclonePushArgs } from '../../../../electron/core/transports/rclone/rclone-args.ts'
import { rsyncPushArgs } from '../../../../electron/core/transports/rsync/rsync-args.ts'
import type { PushRequest } from '../../../../electron/core/transports/transport.ts'

const push = (folder: string, runPath: string): PushRequest => ({
  proven: null,
  folder,
  runPath,
  files: null,
  full: false,
  replace: 'own',
  exclude: ['/.exlab-wizard/*.lock'],
  bwlimitKibps: null,
  bandwidth: null,
})

const excludes = (args: readonly string[]): string[] =>
  args.filter((arg) => arg.startsWith('--exclude'))

const rsync = (request: PushRequest): string[] =>
  excludes(
    rsyncPushArgs(
      {
        type: 'rsync_ssh',
        user: 'lab',
        host: 'nas',
        port: null,
        keyPath: '/k',
        remotePath: '/vol',
        knownHostsFile: null,
        bandwidth: null,
      },
      request,
      'ssh',
    ),
  )

it('rclone sees patterns from the run folder', () => {
  const nas = {
    type: 'rclone',
    remote: 'nas',
    remotePath: '',
    configFile: null,
    bandwidth: null,
  } as const
  expect(
    excludes(rclonePushArgs(nas, push('/d/a/b', 'a/b'), { transfers: 4, isProven: false })),
  ).toEqual(['--exclude=/.exlab-wizard/*.lock'])
})

it('rsync sees them from the folder that is sent: above a run that lies deeper, whose own characters are no pattern', () => {
  expect(rsync(push('/d/run', 'run'))).toEqual(['--exclude=/.exlab-wizard/*.lock'])
  expect(rsync(push('/d/a [1]/r*n?', 'a [1]/r*n?'))).toEqual([
    String.raw`--exclude=/a \[1]/r\*n\?/.exlab-wizard/*.lock`,
  ])
})
