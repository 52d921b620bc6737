// The short name of a destination: its server or its rclone remote.
import { expect, it } from 'vitest'
import { placeName } from '../../../shared/place-name.ts'

it.each([
  ['root@127.0.0.1:/path', '127.0.0.1'],
  ['lab@nas01:/vol/raw', 'nas01'],
  ['lab@[fe80::1]:/vol', '[fe80::1]'],
  ['nas:lab/raw', 'nas'],
  ['SEQ NAS:', 'SEQ NAS:'],
  ['nas:', 'nas'],
  ['nas01', 'nas01'],
  ['C:/raw', 'C:/raw'],
  ['/mnt/nas', '/mnt/nas'],
])('%s is called %s', (destination, name) => {
  expect(placeName(destination)).toBe(name)
})
