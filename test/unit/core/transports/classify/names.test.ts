// The name of a file, a folder or a run never decides anything.
import { describe, expect, it } from 'vitest'
import { newestRcloneExits, reasonOf, recordedExits } from '../../../../helpers/recorded-exits.ts'

/** Names made of the words that the rules look for. */
const NAMES = [
  'Permission denied',
  'No space left on device',
  'no space left on device (28)',
  'Access is denied.',
  '403 Forbidden',
  '(13)',
  'x: permission denied',
  'a: no such file or directory (2)',
  'connection refused',
  'i_o timeout',
  'hash unsupported',
  'x509: certificate has expired',
  'SlowDown',
  'failed to open: permission denied',
  'rsync error: error in file IO (code 11)',
]

/** Names of files and folders in the recordings. */
const RECORDED =
  /frame_0\d+\.tif|stack_0001\.ome\.tif|a_stack\.ome\.tif|Run_20260314_102205|small\.tif|big2?\.tif/g

/** The records in which a name occurs, with every name of a file replaced. */
const renamed = (name: string): string[][] =>
  [...recordedExits, ...newestRcloneExits].flatMap((one) => {
    // names in JSON are escaped as JSON
    const written = JSON.stringify(name).slice(1, -1)
    const stderr = one.stderr
      .split('\n')
      .map((line) => line.replaceAll(RECORDED, line.startsWith('{') ? written : name))
      .join('\n')
    const [before, after] = [reasonOf(one), reasonOf(one, stderr)]
    return stderr === one.stderr || before === after
      ? []
      : [[one.id, String(before), String(after)]]
  })

describe('a file or folder that is called', () => {
  it.each(NAMES)('%s', (name) => {
    expect(renamed(name)).toEqual([])
  })
})
