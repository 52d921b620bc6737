// Tests the routes of instruments, and which destinations of one are one place by the settings.
import { describe, expect, it } from 'vitest'
import type { Destination, Instrument } from '../../../../electron/core/domain/config.ts'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import {
  allRoutes,
  routeWith,
  routesOf,
  samePlace,
} from '../../../../electron/core/domain/routes.ts'

const nas: Destination = {
  type: 'rclone',
  remote: 'nas',
  remotePath: 'lab',
  configFile: null,
  bandwidth: null,
}
const ssh: Destination = {
  type: 'rsync_ssh',
  user: 'u',
  host: 'h',
  port: null,
  keyPath: '/k',
  remotePath: '/vol/lab',
  knownHostsFile: null,
  bandwidth: null,
}
const instrument = (...also: Destination[]): Instrument => ({
  id: 'A',
  label: 'A',
  localRoot: '/acq',
  nasRoot: '/mnt/nas',
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  destination: nas,
  also: also.map((destination, at) => ({ name: `d${at}`, isRequired: at > 0, destination })),
})

describe('routes', () => {
  it('are the instrument with each of its destinations, the first one before the others', () => {
    const settings = { ...DEFAULT_SETTINGS, instruments: [instrument(ssh, ssh)] }
    const brief = allRoutes(settings).map(({ id, slot, instrumentId, isRequired, nasRoot }) => [
      id,
      slot,
      instrumentId,
      isRequired,
      nasRoot,
    ])
    expect(brief).toEqual([
      ['A', '', 'A', true, '/mnt/nas'],
      ['A/d0', 'd0', 'A', false, null],
      ['A/d1', 'd1', 'A', true, null],
    ])
    expect(routeWith('A/d0', settings)?.destination).toBe(ssh)
    expect(routeWith('A/gone', settings)).toBeUndefined()
    expect(allRoutes(null)).toEqual([])
    expect(routesOf(instrument())).toHaveLength(1)
  })
})

describe('two destinations of an instrument', () => {
  const same: [string, Destination[], [string, string]][] = [
    ['one remote and folder', [{ ...nas, remotePath: '/lab/' }], ['', 'd0']],
    [
      'one remote with another limit',
      [{ ...nas, bandwidth: { uploadMbps: 1, windows: [] } }],
      ['', 'd0'],
    ],
    [
      'one server, port and folder',
      [ssh, { ...ssh, port: 22, user: 'other', keyPath: '/k2', remotePath: '/vol/./lab/' }],
      ['d0', 'd1'],
    ],
    [
      'one folder',
      [
        { type: 'folder', path: '/n', bandwidth: null },
        { type: 'folder', path: '/n', bandwidth: null },
      ],
      ['d0', 'd1'],
    ],
  ]
  it.each(same)('are one place: %s', (_what, also, names) => {
    expect(samePlace(instrument(...also))).toEqual(names)
  })

  it('are two places where remote, rclone.conf, server, port or folder differ', () => {
    const others: Destination[] = [
      { ...nas, remotePath: 'lab2' },
      { ...nas, remote: 'nas2' },
      { ...nas, configFile: '/r.conf' },
      ssh,
      { ...ssh, port: 2222 },
      { ...ssh, remotePath: 'vol/lab' },
      { type: 'folder', path: '/lab', bandwidth: null },
    ]
    expect(samePlace(instrument(...others))).toBeNull()
  })
})
