// Deletion looks at each file once more, and never reaches out of the run.
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

it('a file that is as it was proven goes, one that is gone is told apart', () => {
  const { root, put } = setUp()
  const file = put('sub/deep/a')
  const remove = createDeleter(root)
  expect(remove(file)).toEqual({ done: 'deleted' })
  expect(remove(file)).toEqual({ done: 'gone' })
})

it('a changed file stays', () => {
  const { root, put } = setUp()
  const file = put('a')
  expect(createDeleter(root)({ ...file, size: file.size + 1 })).toMatchObject({ done: 'left' })
  expect(createDeleter(root)({ ...file, mtimeUs: file.mtimeUs + 1 })).toMatchObject({
    done: 'left',
  })
  expect(existsSync(join(root, 'a'))).toBe(true)
})

it('a link in the place of the file, or of a folder above it, is not followed', () => {
  const { dir, root, put } = setUp()
  const file = put('sub/deep/a')
  renameSync(join(root, 'sub'), join(dir, 'outside'))
  symlinkSync(join(dir, 'outside'), join(root, 'sub'))
  expect(createDeleter(root)(file)).toEqual({ done: 'left', why: 'its folder is a symbolic link' })
  expect(existsSync(join(dir, 'outside/deep/a'))).toBe(true)
  const link = put('b')
  renameSync(join(root, 'b'), join(dir, 'b'))
  symlinkSync(join(dir, 'b'), join(root, 'b'))
  expect(createDeleter(root)(link)).toMatchObject({ done: 'left' })
  expect(existsSync(join(dir, 'b'))).toBe(true)
})

it('folders that were emptied go, others stay', () => {
  const { root, put } = setUp()
  put('sub/stays')
  const sweep = createFolderSweep(root)
  for (const path of ['sub/deep/a', 'sub/gone', 'z']) sweep.at(path)
  sweep.end()
  expect(existsSync(join(root, 'sub/deep'))).toBe(false)
  expect(existsSync(join(root, 'sub/stays'))).toBe(true)
})
