// The column Problem in an operator's words, whatever the file is called.
import { expect, it } from 'vitest'
import { fileProblem } from '../../../shared/file-problem.ts'

const say = (lastError: string | null, path = 'sub/b.tif'): string =>
  fileProblem({ path, lastError })

it.each([
  ['EACCES: permission denied, open', 'No permission'],
  ['sub/b.tif: Failed to copy: permission denied', 'No permission'],
  [
    'rsync: [sender] send_files failed to open "/data/sub/b.tif": Permission denied (13)',
    'No permission',
  ],
  [
    'rsync: [receiver] mkstemp "/nas/sub/.b.tif.x" failed: No space left on device (28)',
    'No space left',
  ],
  ['Failed to copy: corrupted on transfer: md5 hash differ "a" vs "b"', 'It arrived damaged'],
  ['sha256sum: ./sub/b.tif: Input/output error', 'The disk could not read or write it'],
  ['read tcp 10.0.0.1: i/o timeout', 'No answer in time'],
  ['write: broken pipe', 'The connection broke'],
])('%s', (error, words) => {
  expect(say(error)).toBe(words)
})

it('a sentence of this program stays, without the path that has a column of its own', () => {
  expect(say('sub/b.tif: No longer in the run folder.\nmore')).toBe('No longer in the run folder.')
  expect(say('Another file lies at its place on the NAS.')).toBe(
    'Another file lies at its place on the NAS.',
  )
  expect(say(null)).toBe('')
})

it('a name is no fault', () => {
  expect(say('a/permission denied.tif: what it says', 'a/permission denied.tif')).toBe(
    'what it says',
  )
  expect(say('rename permission denied.tif: what it says', 'a/permission denied.tif')).toBe(
    'rename permission denied.tif: what it says',
  )
})
