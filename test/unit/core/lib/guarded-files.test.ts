// Files of a guarded folder are read, appended, replaced and removed by descriptor: never through a link, a pipe or a mount,
// whatever is exchanged meanwhile.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultAt, readGuarded, readPieces } from '../../../../electron/core/lib/guarded-reading.ts'
import {
  appendGuarded,
  changeGuarded,
  createGuarded,
  removeGuarded,
  writeWhole,
} from '../../../../electron/core/lib/guarded-writing.ts'
import {
  type GuardedFolder,
  UnsafePath,
  openFolder,
} from '../../../../electron/core/lib/guarded-folder.ts'
import { SPECIAL_FILES } from '../../../helpers/special-files.ts'
import { canMount, mountFolder } from '../../../helpers/mounts.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const MAX = 1_000

let dir = ''
let root = ''
let outside = ''
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-guarded-')))
  root = join(dir, 'run')
  outside = join(dir, 'outside')
  mkdirSync(join(root, 'sub'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), 'precious', { mode: 0o600 })
})
afterEach(() => rmSync(dir, { recursive: true }))

const expectUntouched = (): void => {
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('precious')
  expect(readdirSync(outside)).toEqual(['secret'])
}

/** What does not follow from a look before and after each use is checked both ways. */
describe.each([
  ...(needsPosix('only Linux names files relative to a descriptor')
    ? []
    : [['by descriptor', true] as const]),
  ['by path', false] as const,
])('%s', (_, held) => {
  const inRoot = async <T>(use: (folder: GuardedFolder) => Promise<T>): Promise<T> => {
    const folder = await openFolder(root, held)
    try {
      return await use(folder)
    } finally {
      await folder.close()
    }
  }

  /** `folder`, with `swap` done right before its address number `call` is used. */
  const swapping = (folder: GuardedFolder, call: number, swap: () => void): GuardedFolder => {
    let calls = 0
    return {
      ...folder,
      at(name) {
        calls += 1
        if (calls === call) swap()
        return folder.at(name)
      },
    }
  }

  const writes: Readonly<Record<string, (folder: GuardedFolder) => Promise<unknown>>> = {
    append: (folder) => appendGuarded(folder, 'file', 'new'),
    replace: (folder) => writeWhole(folder, 'file', 0o644, (handle) => handle.writeFile('new')),
    change: (folder) => changeGuarded(folder, 'file', MAX, () => 'new'),
    remove: (folder) => removeGuarded(folder, 'file'),
    read: (folder) => readGuarded(folder, 'file', MAX),
    pieces: (folder) => readPieces(folder, 'file', () => undefined),
  }

  describe
    .skipIf(needsPosix('Windows has neither devices nor pipes in folders, and may not make links'))
    .each(Object.entries(SPECIAL_FILES))('%s', (_kind, make) => {
    it.each(Object.entries(writes))('is refused: %s', async (_name, use) => {
      make(join(root, 'file'), join(outside, 'secret'))
      const before = lstatSync(join(root, 'file'))
      await expect(inRoot(use)).rejects.toThrow(UnsafePath)
      expect(lstatSync(join(root, 'file')).ino).toBe(before.ino)
      expect(await inRoot((folder) => faultAt(folder, { name: 'file' }))).toBeInstanceOf(UnsafePath)
      expect(readdirSync(root)).toEqual(['file', 'sub'])
      expectUntouched()
    })

    it('is no folder to enter, and no name to create', async () => {
      make(join(root, 'file'), outside)
      await expect(inRoot((folder) => folder.enter('file'))).rejects.toThrow(UnsafePath)
      await expect(inRoot((folder) => folder.enter('file', true))).rejects.toThrow(UnsafePath)
      await expect(inRoot((folder) => createGuarded(folder, 'file', 0o644))).rejects.toThrow(
        'EEXIST',
      )
      expectUntouched()
    })
  })

  it.skipIf(needsPosix('an account of Windows may not make links')).each(Object.entries(writes))(
    'a link that takes the place of a file after the look is not followed: %s',
    async (_name, use) => {
      writeFileSync(join(root, 'file'), 'own')
      const swap = (): void => {
        rmSync(join(root, 'file'))
        symlinkSync(join(outside, 'secret'), join(root, 'file'))
      }
      for (const call of [2, 3]) {
        rmSync(join(root, 'file'), { force: true })
        writeFileSync(join(root, 'file'), 'own')
        await inRoot((folder) => use(swapping(folder, call, swap))).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UnsafePath)
        })
        expectUntouched()
      }
    },
  )

  it.skipIf(needsPosix('Windows has no named pipes in folders'))(
    'a pipe that takes the place of a file after the look does not stop it',
    async () => {
      writeFileSync(join(root, 'file'), 'own')
      const swap = (): void => {
        rmSync(join(root, 'file'))
        execFileSync('mkfifo', [join(root, 'file')])
      }
      const read = inRoot((folder) => readGuarded(swapping(folder, 2, swap), 'file', MAX))
      await expect(read).rejects.toThrow('is a named pipe')
    },
  )

  it('a file that is another one whenever it is opened is not used', async () => {
    writeFileSync(join(root, 'file'), 'own')
    let n = 0
    const restless = (folder: GuardedFolder): GuardedFolder => ({
      ...folder,
      at(name) {
        n += 1
        writeFileSync(join(root, `new-${n}`), 'other')
        renameSync(join(root, `new-${n}`), join(root, 'file'))
        return folder.at(name)
      },
    })
    await expect(inRoot((folder) => readGuarded(restless(folder), 'file', MAX))).rejects.toThrow(
      'is exchanged all the time',
    )
  })

  it('a file with a second name is read and replaced, but nothing is appended to it', async () => {
    linkSync(join(outside, 'secret'), join(root, 'file'))
    expect(await inRoot((folder) => readGuarded(folder, 'file', MAX))).toEqual(
      Buffer.from('precious'),
    )
    await expect(inRoot((folder) => appendGuarded(folder, 'file', 'x'))).rejects.toThrow(
      'hard link',
    )
    const use = { name: 'file', isAppended: true }
    expect((await inRoot((folder) => faultAt(folder, use)))?.what).toContain('hard link')
    expect(await inRoot((folder) => faultAt(folder, { name: 'file' }))).toBeNull()
    expect(await inRoot((folder) => changeGuarded(folder, 'file', MAX, () => 'new'))).toBe(
      'written',
    )
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('new')
    expectUntouched()
  })

  it('a larger file than the bound is refused, and one of its size is read', async () => {
    writeFileSync(join(root, 'file'), Buffer.alloc(MAX, 1))
    expect((await inRoot((folder) => readGuarded(folder, 'file', MAX)))?.length).toBe(MAX)
    writeFileSync(join(root, 'file'), Buffer.alloc(MAX + 1, 1))
    await expect(inRoot((folder) => readGuarded(folder, 'file', MAX))).rejects.toThrow(
      'is larger than 1000 bytes',
    )
    const fault = await inRoot((folder) => faultAt(folder, { name: 'file', maxBytes: MAX }))
    expect(fault?.what).toBe('is larger than 1000 bytes')
  })

  it('a file that is not there is made by an append, and is nothing to read', async () => {
    expect(await inRoot((folder) => readGuarded(folder, 'file', MAX))).toBeNull()
    expect(await inRoot((folder) => readPieces(folder, 'file', () => undefined))).toBe(false)
    expect(await inRoot((folder) => changeGuarded(folder, 'file', MAX, () => ''))).toBe('missing')
    await inRoot((folder) => removeGuarded(folder, 'file'))
    await inRoot((folder) => appendGuarded(folder, 'file', 'a'))
    await inRoot((folder) => appendGuarded(folder, 'file', 'b'))
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('ab')
    const pieces: string[] = []
    await inRoot((folder) =>
      readPieces(folder, 'file', (piece) => pieces.push(Buffer.from(piece).toString())),
    )
    expect(pieces).toEqual(['ab'])
  })

  it('names that are no plain names lead nowhere', async () => {
    for (const name of ['..', '.', '', '../outside/secret', 'sub/../../outside/secret'])
      await expect(
        inRoot((folder) => readGuarded(folder, name, MAX)),
        name,
      ).rejects.toThrow(UnsafePath)
  })

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'a root, or a folder above it, that is a link is refused',
    async () => {
      symlinkSync(root, join(dir, 'link'))
      await expect(openFolder(join(dir, 'link'), held)).rejects.toThrow('is a link')
      await expect(openFolder(join(dir, 'link/sub'), held)).rejects.toThrow('through a link')
      await expect(openFolder(join(dir, 'not-there'), held)).rejects.toThrow('ENOENT')
    },
  )

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'a folder that is exchanged while it is open leads nowhere else',
    async () => {
      await inRoot(async (folder) => {
        const sub = await folder.enter('sub')
        renameSync(join(root, 'sub'), join(dir, 'moved'))
        symlinkSync(outside, join(root, 'sub'))
        const read = readGuarded(sub, 'secret', MAX)
        if (held) expect(await read).toBeNull()
        else await expect(read).rejects.toThrow(UnsafePath)
        const write = writeWhole(sub, 'mine', 0o644, (handle) => handle.writeFile('x'))
        if (held) await write
        else await expect(write).rejects.toThrow(UnsafePath)
        expect(existsSync(join(dir, 'moved/mine'))).toBe(held)
        await sub.close()
      })
      expectUntouched()
    },
  )

  it.runIf(canMount() && held)('a folder that is mounted in the run is refused', async () => {
    const { unmount } = mountFolder(outside, join(root, 'mounted'))
    await expect(inRoot((folder) => folder.enter('mounted'))).rejects.toThrow('mounted')
    unmount()
    expectUntouched()
  })
})
