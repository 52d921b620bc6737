// Discovery looks into no folder of a run that is in the queue, and never into what belongs to others.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DEFAULT_SETTINGS, type Instrument } from '../../../../../electron/core/domain/config.ts'
import { discover } from '../../../../../electron/core/services/watch/discover.ts'
import { natureOf } from '../../../../../electron/core/services/watch/inspect-folder.ts'
import { withRealRoots } from '../../../../../electron/core/services/watch/territory.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const makeRoot = (...paths: readonly string[]): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-test-')))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const path of paths) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), path)
  }
  return root
}

const instrument = (id: string, localRoot: string, over: Partial<Instrument> = {}): Instrument => ({
  id,
  label: id,
  localRoot,
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: ['Thumbs.db'],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  also: [],
  destination: { type: 'rclone', remote: 'nas', remotePath: '', configFile: null, bandwidth: null },
  ...over,
})

/** The path of a folder below the root, with slashes. */
const within = (root: string, folder: string): string =>
  folder.replace(`${root}${sep}`, '').replaceAll(sep, '/')

/** What is found for the first instrument, and the folders in which new runs can appear. */
const find = async (
  root: string,
  instruments: readonly Instrument[],
  queued: readonly string[] = [],
  dataDir = '/nowhere',
) => {
  const settings = await withRealRoots({ ...DEFAULT_SETTINGS, instruments })
  const [first] = settings.instruments
  const found: string[] = []
  const levels: string[] = []
  if (first === undefined) throw new Error('no instrument')
  const deps = {
    dataDir,
    isQueued: (folder: string) => queued.some((name) => folder === join(root, name)),
    holdsRuns: () => false,
    onLevel: (folder: string) => levels.push(folder),
  }
  for await (const { kind, folder } of discover(first, settings, deps))
    found.push(`${within(root, folder)}: ${kind}`)
  return { found, levels: levels.map((folder) => folder.replace(root, '')) }
}

it.each([[[]], [['*']]])(
  'looks into no run of the queue, whatever lies in it: %j',
  async (runFolders) => {
    const root = makeRoot('Run_1/Runs/x/a', 'Run_2/a')
    const { found, levels } = await find(
      root,
      [instrument('A', root, { runFolders })],
      ['Run_1', 'Run_2'],
    )
    expect(found).toEqual(['Run_1: run', 'Run_2: run'])
    expect(levels.filter((level) => level !== '')).toEqual([])
  },
)

it.skipIf(needsPosix('an account of Windows may not make links'))(
  'gives real paths, by whatever name the root is reached',
  async () => {
    const root = makeRoot('real/Run_1/a')
    symlinkSync(join(root, 'real'), join(root, 'link'))
    const { found } = await find(root, [instrument('A', join(root, 'link'))], ['real/Run_1'])
    expect(found).toEqual(['real/Run_1: run'])
  },
)

it('passes over what belongs to others, and is not stopped by it', async () => {
  const root = makeRoot(
    'B/Run/a',
    'user/C/Run/a',
    'nas/Run/a',
    'data/logs/a',
    'holds/a',
    'holds/D/Run/a',
    'Mine/a',
  )
  const others = [
    instrument('B', join(root, 'B')),
    instrument('C', join(root, 'user/C'), { nasRoot: join(root, 'nas') }),
    instrument('D', join(root, 'holds/D')),
  ]
  const { found } = await find(root, [instrument('A', root), ...others], [], join(root, 'data'))
  expect(found).toEqual([
    'B: passed',
    'data: passed',
    'nas: passed',
    'Mine: run',
    'holds/D: passed',
    'user/C: passed',
  ])
})

it('a file that is left out makes no folder a run', async () => {
  const root = makeRoot('alice/Thumbs.db', 'alice/exp/a')
  expect((await find(root, [instrument('A', root)])).found).toEqual(['alice: unclear'])
})

it('says what is not there', async () => {
  const root = makeRoot()
  const { found } = await find(root, [instrument('A', join(root, 'gone'))])
  expect(found).toEqual(['gone: unreadable'])
})

it('takes nothing from the folder of an instrument that another computer sends', async () => {
  const root = makeRoot('A/Run_1/a', 'FLOW/Run_2/a')
  const other = makeRoot('Run_3/a')
  const settings = await withRealRoots({
    ...DEFAULT_SETTINGS,
    instruments: [instrument('A', root)],
    staged: [
      { id: 'FLOW', label: 'Flow cytometer', localRoot: root },
      { id: 'SEQ', label: 'Sequencer', localRoot: other },
    ],
  })
  const [first] = settings.instruments
  if (first === undefined) throw new Error('no instrument')
  const deps = { dataDir: '/nowhere', isQueued: () => false, holdsRuns: () => false }
  const found: string[] = []
  for await (const { kind, folder } of discover(first, settings, deps))
    found.push(`${relative(root, folder).replaceAll(sep, '/')}: ${kind}`)
  expect(found).toEqual(['A/Run_1: run'])
  for (const [folder, label] of [
    [join(root, 'FLOW', 'Run_2'), 'Flow cytometer'],
    [join(other, 'Run_3'), 'Sequencer'],
  ] as const)
    expect(await natureOf(folder, settings, deps)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(`another computer sends the runs of ${label}`),
    })
  expect(await natureOf(join(root, 'A', 'Run_1'), settings, deps)).toMatchObject({ kind: 'run' })
})
