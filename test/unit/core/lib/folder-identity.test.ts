// Tells the folder that was added from another one in its place: before anything is called safe to delete, and before a
// deletion.
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { folderStanding } from '../../../../electron/core/lib/folder-identity.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const setUp = () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-folder-')))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const folder = join(dir, 'parent/run')
  mkdirSync(folder, { recursive: true })
  const { dev, ino, birthtimeNs } = statSync(folder, { bigint: true })
  const key = (device = dev, inode = ino, born = birthtimeNs) => ({
    device: String(device),
    inode: String(inode),
    birth: born === 0n ? null : String(born),
  })
  return { dir, folder, key, dev, ino, birthtimeNs }
}

it('the folder that was added is the same, also where its device has another number since a restart', async () => {
  const { folder, key, dev } = setUp()
  expect(await folderStanding(folder, key())).toBe('same')
  expect(await folderStanding(folder, key(dev + 1n))).toBe('same')
})

it('a folder made anew is another one, also with the inode of the first', async () => {
  const { folder, key, dev, ino, birthtimeNs } = setUp()
  expect(await folderStanding(folder, key(dev, ino, birthtimeNs - 1n))).toBe('other')
  // without a birth time the device decides
  expect(await folderStanding(folder, key(dev + 1n, ino, 0n))).toBe('other')
})

it('a folder that cannot be told from another one is not called the same', async () => {
  const { folder, key, dev, ino } = setUp()
  expect(await folderStanding(folder, null)).toBe('untold')
  expect(await folderStanding(folder, key(dev, ino + 1n))).toBe('untold')
})

it.skipIf(needsPosix('an account of Windows may not make links'))(
  'a link is not the folder, wherever in its path it is',
  async () => {
    const { dir, folder, key } = setUp()
    const known = key()
    renameSync(folder, `${folder}-before`)
    symlinkSync(`${folder}-before`, folder)
    expect(await folderStanding(folder, known)).toBe('link')
    rmSync(folder)
    renameSync(`${folder}-before`, folder)
    renameSync(join(dir, 'parent'), join(dir, 'moved'))
    symlinkSync(join(dir, 'moved'), join(dir, 'parent'))
    expect(await folderStanding(folder, known)).toBe('link')
  },
)

it('a folder that is gone is said to be gone', async () => {
  const { folder, key } = setUp()
  const known = key()
  rmSync(folder, { recursive: true })
  expect(await folderStanding(folder, known)).toBe('gone')
})
