// A push that failed in nothing but times, modes and owners of what arrived.
import { describe, expect, it } from 'vitest'
import { failedInDetails } from '../../../../../electron/core/transports/classify/only-details.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import { exitOf, newestRcloneExits, recordedExits } from '../../../../helpers/recorded-exits.ts'

const arrived = (transport: 'rclone' | 'rsync_ssh', exitCode: number, stderr: string): boolean =>
  failedInDetails({
    transport,
    operation: 'push',
    exitCode,
    signal: null,
    spawnError: null,
    lines: parseLines(transport, stderr),
    stdout: '',
  })

const SUMMARY =
  'rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1394) [sender=3.5.0]'
const TIMES = 'rsync: [generator] failed to set times on "/v/a": Operation not permitted (1)'
const ERROR = '2026/11/23 12:00:00 ERROR : '

describe('all files arrived', () => {
  it.each([
    ['rsync_ssh', 23, `${TIMES}\n${SUMMARY}`],
    [
      'rsync_ssh',
      23,
      `rsync: [receiver] chgrp "/v/.a.x" failed: Operation not permitted (1)\n${SUMMARY}`,
    ],
    [
      'rclone',
      1,
      `${ERROR}Attempt 1/1 failed with 1 errors and: chtimes /v/sub: operation not permitted\n2026/11/23 12:00:00 NOTICE: Failed to copy: chtimes /v/sub: operation not permitted`,
    ],
  ] as const)('%s, code %d', (transport, code, stderr) => {
    expect(arrived(transport, code, stderr)).toBe(true)
  })

  it('is what the newest rclone says where only the times of folders could not be set', () => {
    const found = newestRcloneExits.filter((one) => failedInDetails(exitOf(one)))
    expect(found.map(({ id }) => id)).toEqual(['rc-push-local-dir-times'])
  })

  it('is what rsync says where only times could not be set', () => {
    const found = recordedExits.filter((one) => failedInDetails(exitOf(one)))
    expect(found.map(({ id }) => id)).toEqual(['rs-push-remote-times-refused'])
  })
})

describe('not all files arrived', () => {
  it.each([
    ['nothing was said', 'rsync_ssh', 23, ''],
    ['the summary alone', 'rsync_ssh', 23, SUMMARY],
    [
      'a file was refused as well',
      'rsync_ssh',
      23,
      `${TIMES}\nrsync: [receiver] mkstemp "/v/.b.x" failed: Permission denied (13)\n${SUMMARY}`,
    ],
    ['the connection broke afterwards', 'rsync_ssh', 12, TIMES],
    [
      'a file of rclone failed as well',
      'rclone',
      1,
      `${ERROR}a.tif: Failed to copy: no space left on device\n${ERROR}Attempt 1/1 failed with 2 errors and: chtimes /v/sub: operation not permitted`,
    ],
    [
      'the time of a file',
      'rclone',
      1,
      `${ERROR}a.tif: Failed to copy: Update SetModTime failed: permission denied`,
    ],
  ] as const)('%s', (_, transport, code, stderr) => {
    expect(arrived(transport, code, stderr)).toBe(false)
  })
})
