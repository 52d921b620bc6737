// What is made in a data folder is for its owner alone, and for a group only where an administrator made the folder for one.
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makePrivateFile } from '../../../../electron/core/lib/private-files.ts'
import { makePrivateFolder } from '../../../../electron/core/lib/private-folder.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

/** Rights of a folder, a file in it and a file of a folder in it, all made in a data folder with that mode. */
const madeIn = (mode: number): string[] => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-modes-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  chmodSync(dir, mode)
  makePrivateFolder(join(dir, 'logs'))
  const files = [join(dir, 'queue.db'), join(dir, 'logs', 'app.log')]
  files.forEach(makePrivateFile)
  return [join(dir, 'logs'), ...files].map((path) => (statSync(path).mode & 0o7777).toString(8))
}

it.skipIf(needsPosix('rights as numbers'))('goes by the rights of the folder', () => {
  expect(madeIn(0o700)).toEqual(['700', '600', '600'])
  expect(madeIn(0o755)).toEqual(['700', '600', '600'])
  expect(madeIn(0o2770)).toEqual(['2770', '660', '660'])
})

it.skipIf(needsPosix('rights as numbers'))('leaves a file that is there with its rights', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-modes-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'queue.db')
  makePrivateFile(file)
  chmodSync(dir, 0o2770)
  makePrivateFile(file)
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
})
