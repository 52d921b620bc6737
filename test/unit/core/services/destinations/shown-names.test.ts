// The names that people gave their destinations stand in texts in the place of what the transfer programs call them.
import { expect, it } from 'vitest'
import {
  DEFAULT_SETTINGS,
  type Destination,
  type Settings,
} from '../../../../../electron/core/domain/config.ts'
import { namedPlace } from '../../../../../electron/core/domain/destination-name.ts'
import { withNames } from '../../../../../electron/core/services/destinations/shown-names.ts'

const rclone = (remote: string, remotePath: string): Destination =>
  ({
    type: 'rclone',
    remote,
    remotePath,
    configFile: null,
    sshHashes: true,
  }) as unknown as Destination
const ssh = {
  type: 'rsync_ssh',
  user: 'root',
  host: '127.0.0.1',
  port: null,
  remotePath: '/vol/raw',
} as unknown as Destination
const folder = { type: 'folder', path: '/mnt/nas/lab' } as Destination

const settings = (...named: readonly (readonly [Destination, string | null])[]): Settings =>
  ({
    ...DEFAULT_SETTINGS,
    instruments: named.map(([destination], at) => ({ id: `I${at}`, also: [], destination })),
    destinationNames: named.flatMap(([destination, name]) =>
      name === null ? [] : [{ of: namedPlace(destination), name }],
    ),
  }) as unknown as Settings

const LAB = settings(
  [rclone('dav', 'HPLC_01'), 'Lab NAS'],
  [rclone('whole', ''), 'Archive'],
  [ssh, 'Cluster'],
  [folder, 'Share'],
  [rclone('other', 'raw'), null],
)

it.each([
  ['dav:HPLC_01 refused the password', 'Lab NAS refused the password'],
  ["Can't reach dav:HPLC_01", "Can't reach Lab NAS"],
  [
    'The NAS holds another run1 at dav:HPLC_01/run1.',
    'The NAS holds another run1 at Lab NAS/run1.',
  ],
  ['Failed: dav:HPLC_01 is full.', 'Failed: Lab NAS is full.'],
  ['whole: is full', 'Archive is full'],
  ['at whole:run1, claimed', 'at Archive/run1, claimed'],
  ['root@127.0.0.1:/vol/raw refused the key', 'Cluster refused the key'],
  ['the shell of root@127.0.0.1 prints text', 'the shell of Cluster prints text'],
  ['/mnt/nas/lab/run1 and /mnt/nas/lab', 'Share/run1 and Share'],
  // others, and what only looks like one
  ['other:raw is full', 'other:raw is full'],
  ['dav:HPLC_012 is full', 'dav:HPLC_012 is full'],
  ['dav:HPLC_01.old is full', 'dav:HPLC_01.old is full'],
  ['my-dav:HPLC_01 is full', 'my-dav:HPLC_01 is full'],
  ['/data/mnt/nas/lab is full', '/data/mnt/nas/lab is full'],
  ['', ''],
])('%s', (text, named) => {
  expect(withNames(text, LAB)).toBe(named)
})

it('changes nothing where no destination has a name, or no settings are known', () => {
  expect(withNames('dav:HPLC_01 is full', settings([rclone('dav', 'HPLC_01'), null]))).toBe(
    'dav:HPLC_01 is full',
  )
  expect(withNames('dav:HPLC_01 is full', null)).toBe('dav:HPLC_01 is full')
})

it('takes a name as it is, whatever stands in it', () => {
  const odd = settings([rclone('dav', 'a+b (c)'), 'Lab $& NAS'])
  expect(withNames('dav:a+b (c) is full', odd)).toBe('Lab $& NAS is full')
})
