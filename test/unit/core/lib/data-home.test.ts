// A data folder that is not where it was: another computer, or a copy; a file system that numbers folders anew is none.
import { expect, it } from 'vitest'
import { isElsewhere } from '../../../../electron/core/lib/data-home.ts'

const HOME = { computer: 'one', folder: { inode: '7', birth: '100' } }

it.each([
  ['nothing changed', HOME, false],
  ['another computer', { ...HOME, computer: 'two' }, true],
  ['a copy', { ...HOME, folder: { inode: '8', birth: '200' } }, true],
  ['a copy that kept the birth time', { ...HOME, folder: { inode: '8', birth: '100' } }, true],
  [
    'a folder made anew with the old inode',
    { ...HOME, folder: { inode: '7', birth: '200' } },
    true,
  ],
  ['a system without birth times', { ...HOME, folder: { inode: '8', birth: null } }, false],
  ['a file system without inodes', { ...HOME, folder: null }, false],
  ['a computer that has no name', { ...HOME, computer: null }, false],
])('%s', (_, now, elsewhere) => expect(isElsewhere(HOME, now)).toBe(elsewhere))
