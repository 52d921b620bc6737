// The file of a run behind the name that rclone logs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sentFile } from '../../../../../electron/core/transports/rclone/sent-file.ts'

const folderWith = (...names: readonly string[]): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-sent-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'sub'))
  for (const name of names) writeFileSync(join(dir, name), '')
  return dir
}

it.each([
  ['a.tif', 'a.tif'],
  ['sub/a.tif.1a2b3c4d.exlab-partial', 'sub/a.tif'],
  ['a.tif.1a2b3c4d.partial', 'a.tif'],
  ['a.partial', 'a.partial'],
  ['a.1a2b3c4g.partial', 'a.1a2b3c4g.partial'],
  ['.0a1b2c3d.partial', ''],
])('%s', (object, path) => {
  expect(sentFile(folderWith(), object)).toBe(path)
})

it('a long name, which is cut, is found in the folder', () => {
  const name = `${'x'.repeat(120)}.tif`
  const cut = `sub/${'x'.repeat(100)}.1a2b3c4d.exlab-partial`
  expect(sentFile(folderWith(`sub/${name}`), cut)).toBe(`sub/${name}`)
  expect(sentFile(folderWith(`sub/${name}`, `sub/${'x'.repeat(110)}`), cut)).toBe(cut)
  expect(sentFile(folderWith(), `gone/${cut}`)).toBe(`gone/${cut}`)
})
