// Properties of the comparison of folders, over generated paths of Windows and of POSIX.
import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Instrument } from '../../../../electron/core/domain/config.ts'
import {
  isInFolder,
  isSameFolder,
  isWholeDisk,
  lastName,
  liesBelow,
  pathBelow,
} from '../../../../electron/core/domain/folder-path.ts'
import { instrumentFor, runPathFor } from '../../../../electron/core/domain/run-path.ts'

const name = fc.stringMatching(/^[A-Za-z0-9 _éß日本#%^&()-]{0,8}[A-Za-z0-9_é日本]$/)
const names = fc.array(name, { minLength: 1, maxLength: 4 })
const drive = fc.constantFrom('C:', 'd:', '\\\\nas\\share', '\\\\10.0.0.1\\Data$')

/** One of the ways in which Windows may spell a path: either slash, other case, a slash at the end, the prefix for long paths. */
const spelling = fc.record({
  slash: fc.constantFrom('\\', '/'),
  upper: fc.boolean(),
  end: fc.constantFrom('', '\\', '/'),
  long: fc.boolean(),
})
type Spelling = typeof spelling extends fc.Arbitrary<infer T> ? T : never

const spell = (path: string, { slash, upper, end, long }: Spelling): string => {
  const prefixed = !long
    ? path
    : path.startsWith('\\\\')
      ? `\\\\?\\UNC\\${path.slice(2)}`
      : `\\\\?\\${path}`
  const cased = upper ? prefixed.toUpperCase() : prefixed
  // the prefix is taken with backslashes alone
  return `${long ? cased : cased.replaceAll('\\', slash)}${end}`
}

/** ß has two letters as a capital, and no system folds it. */
const isFoldable = (all: readonly string[]): boolean => all.every((one) => !one.includes('ß'))

const instrument = (id: string, localRoot: string): Instrument => ({
  id,
  label: id,
  localRoot,
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
  destination: { type: 'rclone', remote: 'nas', remotePath: '', configFile: null, bandwidth: null },
})

describe('paths of Windows', () => {
  it('a folder and its root are compared whatever way they are spelled', () => {
    fc.assert(
      fc.property(drive, names, names, spelling, spelling, (disk, above, below, one, other) => {
        fc.pre(isFoldable([...above, ...below]))
        const root = win32.join(disk, ...above)
        const folder = win32.join(root, ...below)
        const path = pathBelow(spell(folder, one), spell(root, other), true)
        expect(path?.toLowerCase()).toBe(below.join('/').toLowerCase())
        expect(isSameFolder(spell(root, one), spell(root, other), true)).toBe(true)
        expect(isInFolder(spell(root, one), spell(root, other), true)).toBe(true)
        expect(liesBelow(spell(root, one), spell(folder, other), true)).toBe(false)
        // a sibling whose name begins alike
        expect(liesBelow(`${root}2\\x`, spell(root, other), true)).toBe(false)
      }),
    )
  })

  it('the path of a run keeps its letters, and has neither a backslash nor a drive in it', () => {
    fc.assert(
      fc.property(drive, names, names, spelling, (disk, above, below, one) => {
        fc.pre(isFoldable(above))
        const root = win32.join(disk, ...above)
        const flow = instrument('FLOW_01', spell(root, one))
        const path = runPathFor(win32.join(root, ...below), flow, true)
        expect(path).toBe(below.join('/'))
        for (const id of ['FLOW_01', 'flow_01'])
          expect(runPathFor(win32.join(root, id, ...below), flow, true)).toBe(below.join('/'))
      }),
    )
  })

  it('the folder of an instrument is found in any case', () => {
    const shared = [instrument('MS01', 'C:\\acq'), instrument('MS02', 'C:\\acq')]
    const settings = { ...DEFAULT_SETTINGS, instruments: shared }
    expect(instrumentFor('c:\\ACQ\\ms02\\r', settings, null, true)).toMatchObject({
      instrument: { id: 'MS02' },
    })
  })

  it.each([
    'C:',
    'C:\\',
    'c:/',
    '\\\\?\\C:\\',
    '\\\\nas\\share',
    '\\\\nas\\share\\',
    '//nas/share',
  ])('%s is a whole disk', (path) => {
    expect(isWholeDisk(path, true)).toBe(true)
    expect(isWholeDisk(`${path}\\acq`, true)).toBe(false)
  })

  it('the last name of a path is that of its folder', () => {
    expect(lastName('D:\\acq\\Run 1\\', true)).toBe('Run 1')
  })
})

describe('paths of POSIX', () => {
  it('differ by case, and a backslash is a letter', () => {
    fc.assert(
      fc.property(names, names, (above, below) => {
        const root = posix.join('/', ...above)
        const folder = posix.join(root, ...below)
        expect(pathBelow(folder, `${root}/`, false)).toBe(below.join('/'))
        expect(isSameFolder(root, `${root}/`, false)).toBe(true)
      }),
    )
    expect(liesBelow('/data/A/r', '/data/a', false)).toBe(false)
    expect(lastName('/data/a\\b', false)).toBe('a\\b')
    expect(isWholeDisk('/', false)).toBe(true)
    expect(isWholeDisk('/data', false)).toBe(false)
  })
})
