// The data folder: made for its owner alone, refused by name on a share, and said where others can look into it.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CoreUnavailable } from '../../../../electron/core/errors.ts'
import {
  prepareDataFolder,
  rightsWarning,
  shareOf,
} from '../../../../electron/core/lib/data-folder.ts'
import { makePrivateFile } from '../../../../electron/core/lib/private-files.ts'
import { makePrivateFolder } from '../../../../electron/core/lib/private-folder.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-data-folder-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe('the data folder', () => {
  it.skipIf(needsPosix('Windows has no modes of files'))(
    'is made for its owner alone, with every folder above it that is missing',
    () => {
      prepareDataFolder(join(dir, 'a/b/c'))
      for (const path of ['a', 'a/b', 'a/b/c']) expect(modeOf(join(dir, path))).toBe('700')
      makePrivateFile(join(dir, 'a/queue.db'))
      expect(modeOf(join(dir, 'a/queue.db'))).toBe('600')
      expect(rightsWarning(join(dir, 'a'))).toBeNull()
    },
  )
  it.skipIf(needsPosix('Windows has no modes of files'))(
    'stays as it is where it is there, and the rights of others are said with the command that takes them',
    () => {
      for (const [mode, said] of [
        [0o755, true],
        [0o701, true],
        [0o770, false],
        [0o700, false],
      ] as const) {
        chmodSync(dir, mode)
        makePrivateFolder(dir)
        expect(modeOf(dir)).toBe(mode.toString(8))
        expect(rightsWarning(dir)?.includes(`chmod o-rwx '${dir}'`) ?? false).toBe(said)
      }
    },
  )
  it.runIf(process.platform === 'linux')('below /proc is refused at once', () => {
    expect(() => prepareDataFolder('/proc/exlab/data')).toThrow(CoreUnavailable)
    expect(() => prepareDataFolder('/proc/exlab/data')).toThrow('ENOENT')
    expect(() => prepareDataFolder('/proc/self/fd/exlab')).toThrow(CoreUnavailable)
  })
  it('below a file is refused', () => {
    writeFileSync(join(dir, 'file'), '')
    expect(() => prepareDataFolder(join(dir, 'file/data'))).toThrow("can't be made")
    expect(() => prepareDataFolder(join(dir, 'file'))).toThrow("can't be made")
  })
  it.each([
    [0x6969, 'an NFS share'],
    [0xff534d42, 'a Windows share (SMB)'],
    // statfs gives a signed number on some runtimes
    [0xff534d42 - 2 ** 32, 'a Windows share (SMB)'],
    [0x65735546, 'a drive that a program provides (FUSE)'],
    [0xef53, null],
    [0x01021994, null],
    [0x794c7630, null],
  ])('on a file system of type %i is %s', (type, words) => {
    expect(shareOf(dir, 'linux', () => type)).toBe(words)
  })
  it('is told on Windows by its real path', () => {
    mkdirSync(join(dir, 'x'))
    expect(shareOf(join(dir, 'x'), 'win32')).toBeNull()
    expect(shareOf('/nowhere/at/all', 'win32')).toBeNull()
  })
  it.each([
    ['\\\\nas\\lab\\x', true],
    ['//nas/lab/x', true],
    ['\\\\?\\UNC\\nas\\lab', true],
    ['\\\\?\\C:\\Users\\a', false],
    ['C:\\Users\\a', false],
  ])('with the real path %s is, or is not, on a share of Windows', (real, isShare) => {
    const share = shareOf('Z:\\x', 'win32', undefined, () => real)
    expect(share).toBe(isShare ? 'a network share' : null)
  })
  it('is refused by name on a share', () => {
    const prepare = (): void => prepareDataFolder(dir, () => 'a network share')
    expect(prepare).toThrow(CoreUnavailable)
    expect(prepare).toThrow(`The data folder ${dir} lies on a network share`)
  })
})
