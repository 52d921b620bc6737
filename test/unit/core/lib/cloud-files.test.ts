// Files that a cloud service keeps elsewhere are told by the system's own words, and the system is asked only where a file has no block.
import { expect, it } from 'vitest'
import { createCloudCheck } from '../../../../electron/core/lib/cloud-files.ts'

const LARGE = { size: 10_000_000, blocks: 0 }

/** What attrib.exe prints for a folder of OneDrive in which one file was freed. */
const ATTRIB = [
  'A                    C:\\Users\\lab\\OneDrive\\run\\here.tif',
  'A    O       U       C:\\Users\\lab\\OneDrive\\run\\freed.tif',
].join('\r\n')

const checkOf = (
  platform: NodeJS.Platform,
  output: string | null,
): {
  readonly asked: string[][]
  readonly isInCloud: ReturnType<typeof createCloudCheck>
} => {
  const asked: string[][] = []
  const isInCloud = createCloudCheck({
    platform,
    run(command) {
      asked.push([...command])
      if (output === null) throw new Error('blocked by policy')
      return output
    },
  })
  return { asked, isInCloud }
}

it("finds a freed file by attrib's O, and asks once for a folder", () => {
  const { asked, isInCloud } = checkOf('win32', ATTRIB)
  expect(isInCloud('C:/Users/lab/OneDrive/run/freed.tif', LARGE)).toBe(true)
  expect(isInCloud('C:/Users/lab/OneDrive/run/freed2.tif', LARGE)).toBe(true)
  expect(asked).toEqual([
    [expect.stringMatching(/attrib\.exe$/), 'C:\\Users\\lab\\OneDrive\\run\\*'],
  ])
})

it('asks nothing about files that have blocks of the disk, or need none', () => {
  const { asked, isInCloud } = checkOf('win32', ATTRIB)
  expect(isInCloud('C:/acq/a.tif', { size: 10_000_000, blocks: 19_532 })).toBe(false)
  expect(isInCloud('C:/acq/small.txt', { size: 700, blocks: 0 })).toBe(false)
  expect(asked).toEqual([])
})

it.each([
  ['sparse', 'A            C:\\acq\\run\\sparse.raw'],
  ['on the drive O:', 'A            O:\\OUT\\a.raw'],
  ['on a share', 'A            \\\\OFFICE O\\share\\a.raw'],
  ['named like a mark', 'A            C:\\acq\\A O C:.raw'],
])('takes no file for one of a cloud that is only %s', (_what, line) => {
  expect(checkOf('win32', line).isInCloud('C:/acq/run/a.raw', LARGE)).toBe(false)
})

it('counts a file as kept in a cloud where the system does not answer', () => {
  expect(checkOf('win32', null).isInCloud('C:/acq/run/a.raw', LARGE)).toBe(true)
})

it("finds a dataless file by macOS' flags, and not by its name", () => {
  const line = (flags: string, name: string): string =>
    `-rw-r--r--  1 501  20  ${flags} 10000000 Nov 27 12:00 ${name}\n`
  const path = '/Users/lab/Dropbox/run/a.tif'
  expect(checkOf('darwin', line('compressed,dataless', 'a.tif')).isInCloud(path, LARGE)).toBe(true)
  expect(checkOf('darwin', line('-', '5 dataless')).isInCloud(path, LARGE)).toBe(false)
})

it('never asks on Linux, whose files without blocks are sparse', () => {
  const { asked, isInCloud } = checkOf('linux', ATTRIB)
  expect(isInCloud('/acq/run/sparse.raw', LARGE)).toBe(false)
  expect(asked).toEqual([])
})
