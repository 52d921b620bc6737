// Folders of systems, and the patterns of run_folders.
import { expect, it } from 'vitest'
import {
  compileRunFolders,
  isSystemFolder,
  refuseRunFolders,
} from '../../../../electron/core/domain/run-layout.ts'

it.each([
  '$RECYCLE.BIN',
  '$Recycle.Bin',
  'System Volume Information',
  '@eaDir',
  'lost+found',
  '.Trash-1000',
  '.Trashes',
  '#recycle',
  '@Recycle',
  '@Recently-Snapshot',
  '#snapshot',
  '.snapshot',
  '.snapshots',
  '.zfs',
  '~snapshot',
  '.@__thumb',
  '.Spotlight-V100',
  'FOUND.000',
  'RECYCLER',
])('%s is of the system', (name) => {
  expect(isSystemFolder(name, false)).toBe(true)
})

it.each(['Recovery', 'snapshot', 'recycle', 'Run_1', 'trash', 'FOUND.tif', '.hidden', 'lost'])(
  '%s may be a run',
  (name) => {
    expect(isSystemFolder(name, false)).toBe(false)
  },
)

it('some names are the system’s only at the root of a disk', () => {
  expect(isSystemFolder('Recovery', true)).toBe(true)
  expect(isSystemFolder('Config.Msi', true)).toBe(true)
})

it.each([
  [['*'], ['a'], 'run'],
  [['*'], ['a', 'b'], 'other'],
  [['*/*'], ['a'], 'above'],
  [['*/*'], ['a', 'b'], 'run'],
  [['*/Runs/*'], ['a', 'runs', 'b'], 'run'],
  [['*/Runs/*'], ['a', 'Test', 'b'], 'other'],
  [['*/*Runs/*'], ['a', 'TestRuns'], 'above'],
  [['a', 'b/*'], ['b'], 'above'],
  [['a', 'b/*'], ['a'], 'run'],
  [['*', '*/x'], ['a'], 'run'],
  [['202?-*'], ['2026-11'], 'run'],
] as const)('%j makes of %j: %s', (patterns, names, role) => {
  expect(compileRunFolders(patterns)(names)).toBe(role)
})

it.each(['', '/a', 'a/', 'a//b', '../a', 'a/./b', '**', '*/**', 'a\\b', '1/2/3/4/5/6/7/8/9'])(
  '%j is refused',
  (pattern) => {
    expect(refuseRunFolders(pattern)).not.toBeNull()
  },
)

it.each(['*', '*/*', 'Data/*/Run_*', '20??'])('%j is taken', (pattern) => {
  expect(refuseRunFolders(pattern)).toBeNull()
})
