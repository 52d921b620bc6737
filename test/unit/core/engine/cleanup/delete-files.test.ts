// Tests the deletion of local files: each file is checked once more, and nothing outside of the run
// is deleted.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
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
  createProvenDeleter,
} from '../../../../../electron/core/engine/cleanup/delete-files.ts'
import { identityOf } from '../../../../../electron/core/lib/file-identity.ts'
import { createHashPool } from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import type { KnownFile } from '../../../../../electron/core/files/file-row.ts'

const setUp = () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-delete-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const root = join(dir, 'run')
  mkdirSync(join(root, 'sub/deep'), { recursive: true })
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
      seenPass: 1,
    }
  }
  return { dir, root, put }
}

it('an unchanged file is deleted, and one that is gone already is reported so', () => {
  const { root, put } = setUp()
  const file = put('sub/deep/a')
  const remove = createDeleter(root)
  expect(remove(file)).toEqual({ done: 'deleted' })
  expect(remove(file)).toEqual({ done: 'gone' })
})

it('a changed file stays', () => {
  const { root, put } = setUp()
  const file = put('a')
  expect(createDeleter(root)({ ...file, size: file.size + 1 })).toMatchObject({ done: 'skipped' })
  expect(createDeleter(root)({ ...file, mtimeUs: file.mtimeUs + 1 })).toMatchObject({
    done: 'skipped',
  })
  expect(existsSync(join(root, 'a'))).toBe(true)
})

it('a link in the place of the file, or of a folder above it, is not followed', () => {
  const { dir, root, put } = setUp()
  const file = put('sub/deep/a')
  renameSync(join(root, 'sub'), join(dir, 'outside'))
  symlinkSync(join(dir, 'outside'), join(root, 'sub'))
  expect(createDeleter(root)(file)).toEqual({
    done: 'skipped',
    why: 'its folder is a symbolic link',
  })
  expect(existsSync(join(dir, 'outside/deep/a'))).toBe(true)
  const link = put('b')
  renameSync(join(root, 'b'), join(dir, 'b'))
  symlinkSync(join(dir, 'b'), join(root, 'b'))
  expect(createDeleter(root)(link)).toMatchObject({ done: 'skipped' })
  expect(existsSync(join(dir, 'b'))).toBe(true)
})

it('emptied folders are removed, others stay', () => {
  const { root, put } = setUp()
  put('sub/stays')
  const sweep = createFolderSweep(root)
  for (const path of ['sub/deep/a', 'sub/gone', 'z']) sweep.at(path)
  sweep.end()
  expect(existsSync(join(root, 'sub/deep'))).toBe(false)
  expect(existsSync(join(root, 'sub/stays'))).toBe(true)
})

describe('a file that may have been written since it was hashed', () => {
  const OLD = 1_700_000_000
  const withPool = () => {
    const { root } = setUp()
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
      seenPass: 1,
    }
    const remove = (known: KnownFile = file) =>
      createProvenDeleter(root, pool, new AbortController().signal)(known)
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
