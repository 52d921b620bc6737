// Tests the deletion of local files: each file is checked once more, and nothing outside of the run
// is deleted.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  createDeleter,
  createFolderSweep,
} from '../../../../../electron/core/engine/cleanup/delete-files.ts'
import type { KnownFile } from '../../../../../electron/core/files/file-row.ts'

const setUp = () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-delete-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const root = join(dir, 'run')
  mkdirSync(join(root, 'sub/deep'), { recursive: true })
  const put = (path: string): KnownFile => {
    writeFileSync(join(root, path), 'data')
    const { size, mtimeMs } = statSync(join(root, path))
    return {
      seq: 0,
      path,
      size,
      mtimeUs: Math.round(mtimeMs * 1_000),
      state: 'verified',
      sha256: null,
      remote: null,
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
