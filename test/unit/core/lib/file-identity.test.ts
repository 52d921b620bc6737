// What says that a folder is the recorded one: inode and birth time together, never the device.
import { expect, it } from 'vitest'
import { matchFolder } from '../../../../electron/core/lib/file-identity.ts'

const KNOWN = { device: '1', inode: '42', birth: '1000' }

it.each([
  ['nothing changed', {}, 'same'],
  ['another device, as after a mount', { device: '2' }, 'same'],
  ['another inode, as on FAT after a mount', { inode: '43' }, 'doubtful'],
  ['the old inode with another birth time: made anew', { birth: '2000' }, 'other'],
  ['no birth time', { birth: null }, 'doubtful'],
  ['no birth time and another inode', { birth: null, inode: '43' }, 'doubtful'],
])('%s', (_, change, match) => {
  expect(matchFolder(KNOWN, { ...KNOWN, ...change })).toBe(match)
  expect(matchFolder({ ...KNOWN, ...change }, KNOWN)).toBe(match)
})
