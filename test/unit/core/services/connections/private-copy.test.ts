// The copy of an rclone.conf that this account may not write, which rclone is given in its place.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { writableConf } from '../../../../../electron/core/services/connections/private-copy.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const open = (): { file: string; folder: string } => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-copy-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'rclone.conf')
  writeFileSync(file, '[nas]\ntype = local\n')
  return { file, folder: join(dir, 'copies') }
}
const readOnly = (): boolean => false

it('a file that can be written is given itself', () => {
  const { file, folder } = open()
  expect(writableConf(file, folder)).toBe(file)
})

it('one that can not is copied once for each version of it, for its owner alone', () => {
  const { file, folder } = open()
  const copy = writableConf(file, folder, readOnly)
  expect(readFileSync(copy, 'utf8')).toBe('[nas]\ntype = local\n')
  if (!needsPosix('rights as numbers')) expect(statSync(copy).mode & 0o777).toBe(0o600)
  // what rclone finds out stays in it
  writeFileSync(copy, '[nas]\ntype = local\nshell_type = unix\n')
  expect(writableConf(file, folder, readOnly)).toBe(copy)
  expect(readFileSync(copy, 'utf8')).toContain('shell_type')
  // the original counts
  writeFileSync(file, '[nas]\ntype = alias\nremote = /mnt/nas\n')
  const next = writableConf(file, folder, readOnly)
  expect(readFileSync(next, 'utf8')).toContain('alias')
  expect(readdirSync(folder)).toHaveLength(1)
})

it('what is no file is left to the tool', () => {
  const { file, folder } = open()
  rmSync(file)
  expect(writableConf(file, folder, readOnly)).toBe(file)
})
