// Whose password is replaced: that of the remote which signs in, for exactly the instruments that were meant.
import { expect, it } from 'vitest'
import { connectionsOf } from '../../../../../../renderer/features/connect/secrets/connections-of.ts'
import type { ConnectionInfo } from '../../../../../../shared/model/connections.ts'

const row = (
  remote: string,
  instruments: readonly string[],
  more: Partial<ConnectionInfo> = {},
): ConnectionInfo => ({
  place: { conf: 'app', remote },
  name: remote,
  type: 'webdav',
  options: {},
  secrets: ['pass'],
  password: 'pass',
  instruments: [...instruments],
  writable: true,
  ...more,
})
const of = (instruments: readonly string[], rows: readonly ConnectionInfo[]) =>
  connectionsOf(instruments, rows).map(({ connection, instruments: ids }) => [
    `${connection.place.conf}:${connection.place.remote}`,
    ...ids,
  ])

it('takes the connection of each instrument, not of the first alone', () => {
  const rows = [
    row('nas', ['A']),
    row('nas', ['B'], { place: { conf: '/it/rclone.conf', remote: 'nas' } }),
    row('other', ['C']),
  ]
  expect(of(['A', 'B'], rows)).toEqual([
    ['app:nas', 'A'],
    ['/it/rclone.conf:nas', 'B'],
  ])
  expect(of(['B'], rows)).toEqual([['/it/rclone.conf:nas', 'B']])
  expect(of(['D'], rows)).toEqual([])
})

it('takes what an alias or an overlay is made of, never the key of an overlay', () => {
  const rows = [
    row('sealed', ['A'], { type: 'crypt', options: { remote: 'lab nas:raw' } }),
    row('both', ['B'], { type: 'union', password: null, options: { upstreams: 'one:a lab-2:b' } }),
    row('lab nas', []),
    row('one', []),
    row('lab-2', []),
    row('one', ['X'], { place: { conf: null, remote: 'one' } }),
    row('circle', ['C'], { type: 'alias', password: null, options: { remote: 'circle:' } }),
  ]
  expect(of(['A'], rows)).toEqual([['app:lab nas', 'A']])
  expect(of(['B'], rows)).toEqual([
    ['app:one', 'B'],
    ['app:lab-2', 'B'],
  ])
  expect(of(['C'], rows)).toEqual([])
})
