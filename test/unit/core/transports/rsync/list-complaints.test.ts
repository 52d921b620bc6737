// Complaints of a digest list: foreign files and folders are nobody's fault, those of the run are.
import { expect, it } from 'vitest'
import { SCRIPT_STARTED } from '../../../../../electron/core/transports/classify/marks.ts'
import { parseLines } from '../../../../../electron/core/transports/parse-line.ts'
import { fileList } from '../../../../../electron/core/transports/rsync/file-list.ts'
import {
  complaintsOf,
  concernRun,
} from '../../../../../electron/core/transports/rsync/list-complaints.ts'
import { parseFreeSpace } from '../../../../../electron/core/transports/rsync/remote-sha256.ts'

const complaints = (...lines: readonly string[]) =>
  complaintsOf(parseLines('ssh', lines.join('\n')).filter(({ text }) => text !== ''))

it.each([
  ["find: './@eaDir': Permission denied", '@eaDir', false],
  ['find: ./@eaDir: Permission denied', '@eaDir', false],
  ['sha256sum: ./sub/a b.tif: Permission denied', 'sub/a b.tif', false],
  ["sha256sum: './it'\\''s': No such file or directory", "it'\\''s", false],
  ['sha256sum: ./a.tif: Input/output error', 'a.tif', true],
])('%s', (line, path, damaged) => {
  expect(complaints(line)).toMatchObject([{ path, damaged }])
})

it('what a login said before the script is no complaint of it', () => {
  const login = 'sh: 1: module: not found'
  const own = 'find: ./@eaDir: Permission denied'
  expect(complaints(login, SCRIPT_STARTED, own)).toMatchObject([{ path: '@eaDir' }])
  expect(complaints(login, own)).toBeNull()
})

it.each([
  ['anything else', 'sh: 4: Syntax error'],
  ['a reader that ends there', 'sh: 1: cannot open ./a: Permission denied'],
  ['a find that was killed', "find: 'sha256sum' terminated by signal 9"],
])('%s voids the list', (_, line) => {
  expect(complaints('find: ./@eaDir: Permission denied', line)).toBeNull()
})

it('no complaint explains no failure', () => {
  expect(complaints()).toBeNull()
})

it.each([
  ['@eaDir', false],
  ['sub', true],
  ['sub/a.tif', true],
  ['sub/a', false],
  ['b.tif', true],
])('%s concerns the run: %s', (path, expected) => {
  const files = [{ path: 'sub/a.tif' }, { path: 'b.tif' }]
  expect(concernRun([{ path, words: 'Permission denied', damaged: false }], files)).toBe(expected)
  expect(concernRun([{ path, words: 'Input/output error', damaged: true }], files)).toBe(false)
})

it('every record of a file list begins in a way that means nothing to rsync', () => {
  expect([...fileList(['#1', ';x', '- a', '/x'], 'run/')]).toEqual([
    './run/#1\0',
    './run/;x\0',
    './run/- a\0',
    './run//x\0',
  ])
  expect([...fileList(['#1'])]).toEqual(['./#1\0'])
})

const df = (files: string): string[] => [
  'exlab-sync-free-space',
  'Filesystem 1024-blocks Used Available Capacity Mounted on',
  '/dev/a 100 50 50 50% /v',
  'exlab-sync-free-files',
  'Filesystem Inodes IUsed IFree IUse% Mounted on',
  files,
]

it.each([
  ['/dev/a 1000 500 500 50% /v', 51_200],
  ['/dev/a 1000 1000 0 100% /v', 0],
  ['/dev/a 0 0 0 - /v', 51_200],
  ['df: unknown option', 51_200],
])('free space, files: %s', (files, free) => {
  expect(parseFreeSpace(df(files))).toBe(free)
})

it('the free space of a NAS that does not say is not known', () => {
  expect(parseFreeSpace(['exlab-sync-free-space'])).toBeNull()
})
