// Tests the deletion of local files: each file is checked once more, and nothing outside of the run
// is deleted.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createDeleter,
  createFolderSweep,
} from '../../../../../electron/core/engine/cleanup/delete-files.ts'
import { openFolder } from '../../../../../electron/core/lib/guarded-folder.ts'
import { identityOf } from '../../../../../electron/core/lib/file-identity.ts'
import {
  type HashPool,
  createHashPool,
} from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import type { KnownFile } from '../../../../../electron/core/files/file-row.ts'

const setUp = () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-delete-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const root = join(dir, 'run')
  mkdirSync(join(root, 'sub/deep'), { recursive: true })
  /** Deletes one file, by a folder that is opened for it. */
  const remove = async (file: KnownFile, hash?: HashPool['hash'], held?: boolean) => {
    const folder = await openFolder(root, held)
    const pool = { hash: hash ?? (() => Promise.resolve([])) }
    const deleter = createDeleter(folder, pool, new AbortController().signal)
    try {
      return await deleter.remove(file)
    } finally {
      await deleter.close()
      await folder.close()
    }
  }
  const put = (path: string): KnownFile => {
    writeFileSync(join(root, path), 'data')
    return {
      seq: 0,
      path,
      ...identityOf(statSync(join(root, path))),
      state: 'verified',
      sha256: null,
      remote: null,
      nasName: null,
      seen: true,
    }
  }
  return { dir, root, put, remove }
}

/** By descriptor, and by the path that is compared before each use, as on systems without descriptors of folders. */
const WAYS = [
  ['by descriptor', true],
  ['by path', false],
] as const

describe.each(WAYS)('%s', (_, held) => {
  it('an unchanged file is deleted, and one that is gone already is reported so', async () => {
    const { put, remove } = setUp()
    const file = put('sub/deep/a')
    expect(await remove(file, undefined, held)).toEqual({ done: 'deleted' })
    expect(await remove(file, undefined, held)).toEqual({ done: 'gone' })
  })

  it('a changed file stays', async () => {
    const { root, put, remove } = setUp()
    const file = put('a')
    const larger = { ...file, size: file.size + 1 }
    const later = { ...file, mtimeUs: file.mtimeUs + 1 }
    for (const changed of [larger, later])
      expect(await remove(changed, undefined, held)).toMatchObject({ done: 'skipped' })
    expect(existsSync(join(root, 'a'))).toBe(true)
  })

  it('a link in the place of the file, or of a folder above it, is not followed', async () => {
    const { dir, root, put, remove } = setUp()
    const file = put('sub/deep/a')
    renameSync(join(root, 'sub'), join(dir, 'outside'))
    symlinkSync(join(dir, 'outside'), join(root, 'sub'))
    const kept = { done: 'skipped', why: 'its folder is a link' }
    expect(await remove(file, undefined, held)).toEqual(kept)
    expect(existsSync(join(dir, 'outside/deep/a'))).toBe(true)
    const link = put('b')
    renameSync(join(root, 'b'), join(dir, 'b'))
    symlinkSync(join(dir, 'b'), join(root, 'b'))
    expect(await remove(link, undefined, held)).toMatchObject({ done: 'skipped' })
    expect(existsSync(join(dir, 'b'))).toBe(true)
  })

  it('a path that leads out of the run is refused', async () => {
    const { dir, put, remove } = setUp()
    const file = put('a')
    writeFileSync(join(dir, 'outside'), 'data')
    for (const path of ['../outside', 'sub/../../outside', 'sub/..', ''])
      expect(await remove({ ...file, path }, undefined, held)).toMatchObject({ done: 'skipped' })
    expect(existsSync(join(dir, 'outside'))).toBe(true)
  })

  it('emptied folders are removed, others stay, and none behind a link', async () => {
    const { dir, root, put } = setUp()
    put('sub/stays')
    mkdirSync(join(dir, 'outside/empty'), { recursive: true })
    symlinkSync(join(dir, 'outside'), join(root, 'link'))
    const folder = await openFolder(root, held)
    const sweep = createFolderSweep()
    for (const path of ['link/empty/a', 'sub/deep/a', 'sub/gone', 'z']) await sweep.at(folder, path)
    await sweep.end(folder)
    await folder.close()
    expect(existsSync(join(root, 'sub/deep'))).toBe(false)
    expect(existsSync(join(root, 'sub/stays'))).toBe(true)
    expect(existsSync(join(dir, 'outside/empty'))).toBe(true)
    expect(existsSync(join(root, 'link'))).toBe(true)
  })
})

describe('a file that may have been written since it was hashed', () => {
  const OLD = 1_700_000_000
  const withPool = () => {
    const { root, remove: removeFrom } = setUp()
    const pool = createHashPool(1)
    onTestFinished(() => pool.close())
    const path = join(root, 'a')
    writeFileSync(path, 'data')
    utimesSync(path, OLD, OLD)
    const file: KnownFile = {
      seq: 0,
      path: 'a',
      ...identityOf(statSync(path)),
      state: 'verified',
      sha256: createHash('sha256').update('data').digest(),
      remote: null,
      nasName: null,
      seen: true,
    }
    const remove = (known: KnownFile = file) => removeFrom(known, pool.hash)
    return { root, path, file, remove }
  }

  it.each(['DATA', 'datA'])(
    'stays where its bytes are others, size and time as before: %s',
    async (text) => {
      const { path, remove } = withPool()
      writeFileSync(path, text)
      utimesSync(path, OLD, OLD)
      expect(await remove()).toEqual({ done: 'skipped', why: 'it changed since it was verified' })
      expect(existsSync(path)).toBe(true)
    },
  )

  it('stays where another file took its place', async () => {
    const { root, path, remove } = withPool()
    writeFileSync(join(root, 'b'), 'DATA')
    utimesSync(join(root, 'b'), OLD, OLD)
    renameSync(join(root, 'b'), path)
    expect(await remove()).toMatchObject({ done: 'skipped' })
    expect(existsSync(path)).toBe(true)
  })

  it('is deleted where its bytes are the proven ones', async () => {
    const { path, remove } = withPool()
    chmodSync(path, 0o600)
    expect(await remove()).toEqual({ done: 'deleted' })
    expect(existsSync(path)).toBe(false)
  })

  it('is hashed again where an older version stored no change time', async () => {
    const { path, file, remove } = withPool()
    const old = { ...file, ctimeUs: null, inode: null }
    writeFileSync(path, 'DATA')
    utimesSync(path, OLD, OLD)
    expect(await remove(old)).toMatchObject({ done: 'skipped' })
    writeFileSync(path, 'data')
    utimesSync(path, OLD, OLD)
    expect(await remove(old)).toEqual({ done: 'deleted' })
  })

  it('stays where it cannot be compared with a digest', async () => {
    const { path, file, remove } = withPool()
    expect(await remove({ ...file, ctimeUs: null, sha256: null })).toMatchObject({
      done: 'skipped',
    })
    expect(existsSync(path)).toBe(true)
  })
})
