// How many files rclone sends at once, and what it is told where a proof follows.
import { describe, expect, it } from 'vitest'
import { OVERLAP_RULES } from '../../../../../electron/core/domain/overlap.ts'
import { rclonePushArgs } from '../../../../../electron/core/transports/rclone/rclone-args.ts'
import {
  readsAtOnce,
  sharedLimits,
  transferPlan,
} from '../../../../../electron/core/transports/rclone/transfer-plan.ts'
import { rsyncPushArgs } from '../../../../../electron/core/transports/rsync/rsync-args.ts'
import type { ReplaceRule } from '../../../../../electron/core/transports/transport.ts'

const MIB = 1 << 20
const SMALL = { files: 600, bytes: 600 * 100_000, largest: 200_000, records: false }
const LARGE = { files: 40, bytes: 40 * 192 * MIB, largest: 192 * MIB, records: false }
const FEW = { files: 5, bytes: 500, largest: 100, records: false }
const CHOSEN = { transfers: null, maxTransfers: 16 }

describe('files at once', () => {
  it.each([
    ['many small files by SFTP', 'sftp', SMALL, CHOSEN, 16],
    ['many small files to a share', 'smb', SMALL, CHOSEN, 16],
    ['large files', 'smb', LARGE, CHOSEN, 4],
    ['few files', 'sftp', FEW, CHOSEN, 4],
    ['storage that is not in the table', 'webdav', SMALL, CHOSEN, 4],
    ['a type with the name of a property', 'constructor', SMALL, CHOSEN, 4],
    ['a shape that nobody knows', 'sftp', null, CHOSEN, 4],
    ['the most that IT allows', 'sftp', SMALL, { transfers: null, maxTransfers: 6 }, 6],
    ['less than the usual number', 'smb', LARGE, { transfers: null, maxTransfers: 2 }, 2],
    ['the number that IT set', 'sftp', SMALL, { transfers: 2, maxTransfers: 16 }, 2],
    [
      'the number that IT set, above the most',
      'smb',
      LARGE,
      { transfers: 32, maxTransfers: 16 },
      32,
    ],
  ] as const)('%s', (_, type, shape, limits, expected) => {
    expect(transferPlan(type, shape, null, limits)).toEqual({ sends: expected, reads: 0 })
  })
})

describe('files that a proof reads back at once', () => {
  it.each([
    ['many small files by SFTP', 'sftp', SMALL, CHOSEN, 16],
    ['many small files of a share', 'smb', SMALL, CHOSEN, 16],
    ['large files', 'smb', LARGE, CHOSEN, null],
    ['few files', 'smb', FEW, CHOSEN, null],
    ['storage that is not in the table', 'webdav', SMALL, CHOSEN, null],
    ['a type with the name of a property', 'constructor', SMALL, CHOSEN, null],
    ['a shape that nobody knows', 'smb', null, CHOSEN, null],
    ['the most that IT allows', 'smb', SMALL, { transfers: null, maxTransfers: 6 }, 6],
    ['a number that IT set for what is sent', 'smb', SMALL, { ...CHOSEN, transfers: 2 }, null],
  ] as const)('%s', (_, type, shape, limits, expected) => {
    expect(readsAtOnce(type, shape, limits)).toBe(expected)
  })
})

describe('files that are read back while others are sent', () => {
  it.each([
    ['large files, by WebDAV', 'webdav', LARGE, CHOSEN, { sends: 1, reads: 1 }],
    ['large files, to a share', 'smb', LARGE, CHOSEN, { sends: 2, reads: 2 }],
    ['one file', 'webdav', { ...LARGE, files: 1 }, CHOSEN, { sends: 4, reads: 0 }],
    ['little', 'webdav', { ...LARGE, files: 2, bytes: 20 * MIB }, CHOSEN, { sends: 4, reads: 0 }],
    ['small files, by WebDAV', 'webdav', SMALL, CHOSEN, { sends: 4, reads: 1 }],
    ['some small files', 'webdav', { ...SMALL, files: 199 }, CHOSEN, { sends: 4, reads: 0 }],
    ['small files, to a share', 'smb', SMALL, CHOSEN, { sends: 16, reads: 0 }],
    ['a shape that nobody knows', 'smb', null, CHOSEN, { sends: 4, reads: 0 }],
    ['storage that is not in the table', 's3', LARGE, CHOSEN, { sends: 4, reads: 0 }],
    ['a type with the name of a property', 'constructor', LARGE, CHOSEN, { sends: 4, reads: 0 }],
    ['a number that IT set', 'smb', LARGE, { ...CHOSEN, transfers: 4 }, { sends: 4, reads: 0 }],
    ['fewer at once', 'smb', LARGE, { ...CHOSEN, maxTransfers: 3 }, { sends: 3, reads: 0 }],
    ['one at once', 'webdav', LARGE, { ...CHOSEN, maxTransfers: 1 }, { sends: 1, reads: 0 }],
  ] as const)('%s', (_, type, shape, limits, expected) => {
    expect(transferPlan(type, shape, OVERLAP_RULES, limits)).toEqual(expected)
  })
})

const request = (replace: ReplaceRule) => ({
  proven: SMALL,
  folder: '/data/run',
  runPath: 'run',
  files: null,
  full: false,
  replace,
  exclude: [],
  bwlimitKibps: null,
  bandwidth: null,
})

describe('what is compared before and after sending', () => {
  it('rclone compares what it sent unless a proof follows', () => {
    const nas = {
      type: 'rclone',
      remote: 'nas',
      remotePath: '',
      configFile: null,
      bandwidth: null,
    } as const
    const args = (isProven: boolean): string[] =>
      rclonePushArgs(nas, request('own'), { transfers: 4, isProven })
    expect(args(true)).toContain('--ignore-checksum')
    expect(args(false)).not.toContain('--ignore-checksum')
    expect(args(true)).toContain('--checksum')
  })

  it('rsync reads no file twice where nothing that is there may be replaced', () => {
    const nas = {
      type: 'rsync_ssh',
      user: 'lab',
      host: 'nas',
      port: null,
      keyPath: '/k',
      remotePath: '/raw',
      knownHostsFile: null,
      bandwidth: null,
    } as const
    const args = (replace: ReplaceRule): string[] => rsyncPushArgs(nas, request(replace), 'ssh')
    expect(args('never')).toContain('--ignore-existing')
    expect(args('never')).not.toContain('--checksum')
    expect(args('own')).toContain('--checksum')
    expect(args({ suffix: '.replaced' })).toContain('--checksum')
  })
})

it.each([
  [1, 16, 16],
  [7 / 8, 16, 14],
  [1 / 8, 16, 2],
  [1 / 8, 4, 1],
])('with %d of the limits, at most %d files at once become %d', (share, maxTransfers, most) => {
  expect(sharedLimits({ transfers: null, maxTransfers }, share).maxTransfers).toBe(most)
  expect(sharedLimits({ transfers: maxTransfers, maxTransfers: 64 }, share).transfers).toBe(most)
})
