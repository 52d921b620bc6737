// What a run is: the level at which runs lie, folders that are never runs, and what a person is asked about.
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, add, localNas, makeLab } from '../../helpers/lab.ts'

const MINUTE = 60_000
const QUIET = ['completeness_signal: quiet_period', 'quiet_minutes: 1']

const setUp = async (lines: readonly string[] = [], more = '') => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([{ ...instrument, more: [...QUIET, ...lines] }], more)
  const root = join(lab.dir, 'acquisition', 'SCOPE_01')
  mkdirSync(root, { recursive: true })
  return { lab, root, core: await lab.open() }
}

const put = (root: string, ...paths: readonly string[]): void => {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), path)
  }
}

/** Two sweeps with enough time between them for every run to be complete. */
const sweepTwice = async (lab: Lab, core: Core): Promise<void> => {
  await core.idle()
  lab.pass(2 * MINUTE)
  await core.idle()
}

const runsOf = async (core: Core): Promise<string[]> => {
  const query = { view: 'all', search: '', offset: 0, limit: 200 } as const
  const { rows } = await core.handlers['jobs.list'](query)
  return rows.map((row) => `${row.target.replace('nas:raw/', '')}: ${row.state}`).toSorted()
}

const findingsOf = async (core: Core, root: string): Promise<string[]> => {
  const { rows } = await core.handlers['folders.findings']({})
  return rows.map(({ folder, kind }) => `${folder.replace(`${root}/`, '')}: ${kind}`).toSorted()
}

describe('without run_folders', () => {
  it('a folder that holds only folders is asked about, and a run that is added from it says the level', async () => {
    const { lab, root, core } = await setUp()
    put(root, 'alice/exp1/a', 'bob/exp1/a', 'Run_1/a')
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual(['Run_1: verified'])
    expect(await findingsOf(core, root)).toEqual(['alice: unclear', 'bob: unclear'])
    expect(core.overview().counts.needs_you).toBe(2)
    await add(core, join(root, 'alice/exp1'))
    put(root, 'alice/exp2/b')
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual([
      'Run_1: verified',
      'alice/exp1: verified',
      'alice/exp2: verified',
    ])
    expect(await findingsOf(core, root)).toEqual(['bob: unclear'])
    const whole = { folders: [join(root, 'bob')], instrumentId: null, whole: true }
    expect((await core.handlers['jobs.add'](whole)).jobs).toHaveLength(1)
    await sweepTwice(lab, core)
    expect(await findingsOf(core, root)).toEqual([])
    expect(core.overview().counts.needs_you).toBe(0)
  })

  it("ExLab-Wizard's layout is known by its records: a project is never a run", async () => {
    const { lab, root, core } = await setUp()
    const record = (folder: string, level: string): void => {
      put(root, `${folder}/.exlab-wizard/creation.json`)
      const text = JSON.stringify({ schema_version: '1.9', level })
      writeFileSync(join(root, folder, '.exlab-wizard/creation.json'), text)
    }
    put(root, 'SCOPE_01/P1/README.md')
    record('SCOPE_01/P1', 'project')
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual([])
    await expect(add(core, join(root, 'SCOPE_01/P1'))).rejects.toThrow('no run is in it')
    put(root, 'SCOPE_01/P1/Runs/Run_1/a', 'SCOPE_01/P1/TestRuns/TestRun_1/sub/a')
    record('SCOPE_01/P1/Runs/Run_1', 'run')
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual([
      'P1/Runs/Run_1: verified',
      'P1/TestRuns/TestRun_1: verified',
    ])
    expect(await findingsOf(core, root)).toEqual([])
  })

  it('what lies beside the folder of the instrument is named', async () => {
    const { lab, root, core } = await setUp()
    put(root, 'SCOPE_01/Run_1/a', 'Exp_7/a')
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual(['Run_1: verified'])
    expect(await findingsOf(core, root)).toEqual(['Exp_7: passed'])
    expect(core.overview().counts.needs_you).toBe(0)
  })

  it("systems' folders, destinations, the data folder and hidden folders are never runs", async () => {
    const { lab, root, core } = await setUp()
    put(
      root,
      '$RECYCLE.BIN/S-1-5/a',
      'System Volume Information/a',
      '@eaDir/a',
      'lost+found/a',
      '#recycle/a',
      '@Recycle/a',
      '.Trash-1000/a',
      '.snapshot/a',
      'backup/.exlab-sync/destination.json',
      'backup/a',
    )
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual([])
    expect(await findingsOf(core, root)).toEqual(['backup: passed'])
    for (const folder of ['$RECYCLE.BIN', '$RECYCLE.BIN/S-1-5', '.Trash-1000', 'backup'])
      await expect(add(core, join(root, folder))).rejects.toThrow("can't be added")
    for (const folder of [lab.dataDir, join(lab.dataDir, 'logs'), lab.dir])
      await expect(add(core, folder)).rejects.toThrow()
    expect(await runsOf(core)).toEqual([])
  })
})

describe('with run_folders', () => {
  it.each([
    ["run_folders: '*'", ['alice: verified', 'bob: verified']],
    ["run_folders: '*/*'", ['alice/exp1: verified', 'alice/exp2: verified', 'bob/data: verified']],
    ["run_folders: '*/exp*'", ['alice/exp1: verified', 'alice/exp2: verified']],
    [
      "run_folders: ['bob', 'alice/*']",
      ['alice/exp1: verified', 'alice/exp2: verified', 'bob: verified'],
    ],
  ])('%s', async (line, expected) => {
    const { lab, root, core } = await setUp([line])
    put(root, 'alice/exp1/a', 'bob/data/a', 'bob/notes.txt')
    await sweepTwice(lab, core)
    put(root, 'alice/exp2/b')
    await sweepTwice(lab, core)
    await sweepTwice(lab, core)
    const found = await runsOf(core)
    // with runs one level up exp2 is a late file of alice
    expect(found).toEqual(expected)
    expect(core.overview().counts.needs_you).toBe(0)
  })

  it('a folder above runs is refused by name, also for a person', async () => {
    const { root, core } = await setUp(["run_folders: '*/*'"])
    put(root, 'alice/exp1/a', 'alice/notes.txt')
    const answer = await core.handlers['jobs.add']({
      folders: [join(root, 'alice'), root],
      instrumentId: null,
    })
    expect(answer.refused).toMatchObject([
      { holdsRuns: true, message: expect.stringContaining('exp1') },
      { holdsRuns: true, message: expect.stringContaining('alice/exp1') },
    ])
    const inspected = await core.handlers['folders.inspect']({ folders: [join(root, 'alice')] })
    expect(inspected.rows).toMatchObject([
      { kind: 'parent', instrument: 'SCOPE_01', runs: [{ run: 'exp1', known: false }] },
    ])
  })
})

it('instruments that share a folder keep to the folders of their names', async () => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  const root = join(lab.dir, 'acquisition')
  const more = [...QUIET]
  lab.configure([
    { ...instrument, id: 'A', more },
    { ...instrument, id: 'B', more },
  ])
  // both get one root, as ExLab-Wizard writes it
  const text = readFileSync(lab.configFile, 'utf8').replaceAll(/acquisition\/[AB]/g, 'acquisition')
  writeFileSync(lab.configFile, text)
  put(root, 'A/Run_1/a', 'C/Run_9/a')
  const core = await lab.open()
  await sweepTwice(lab, core)
  expect(await runsOf(core)).toEqual(['Run_1: verified'])
  put(root, 'B/Run_2/a')
  await sweepTwice(lab, core)
  expect(await runsOf(core)).toEqual(['Run_1: verified', 'Run_2: verified'])
})

describe('a local_root by another name', () => {
  it('gives runs their place below it, and known runs cost a sweep no walk', async () => {
    const { lab, core, root } = await setUp()
    const real = join(lab.dir, 'real')
    renameSync(root, real)
    symlinkSync(real, root)
    put(root, 'P1/Runs/Run_1/a', 'P2/Runs/Run_1/a')
    await add(core, join(root, 'P1/Runs/Run_1'))
    await sweepTwice(lab, core)
    expect(await runsOf(core)).toEqual(['P1/Runs/Run_1: verified', 'P2/Runs/Run_1: verified'])
    expect(await findingsOf(core, root)).toEqual([])
    expect(core.overview().recording).toBe(0)
  })
})

describe('what needs a person', () => {
  it('is a local_root that is not there, as long as it is not', async () => {
    const { lab, core, root } = await setUp()
    rmSync(root, { recursive: true })
    await core.sweep()
    expect(await findingsOf(core, lab.dir)).toEqual(['acquisition/SCOPE_01: root_missing'])
    expect(core.overview()).toMatchObject({ findings: 1, counts: { needs_you: 1 } })
    mkdirSync(root, { recursive: true })
    await core.sweep()
    expect(core.overview()).toMatchObject({ findings: 0, counts: { needs_you: 0 } })
  })

  it('is a finished run that is refused; it is no recording', async () => {
    const { lab, core, root } = await setUp()
    put(root, 'alice/exp1/a')
    await core.handlers['jobs.add']({
      folders: [join(root, 'alice')],
      instrumentId: null,
      whole: true,
    })
    lab.configure([{ ...localNas(lab).instrument, more: [...QUIET, "run_folders: '*/*'"] }])
    await core.handlers['config.reload']({})
    await sweepTwice(lab, core)
    expect(await findingsOf(core, root)).toEqual(['alice/exp1: not_added'])
    const { rows } = await core.handlers['folders.findings']({})
    expect(rows[0]?.message).toContain('one lies inside the other')
    expect(core.overview()).toMatchObject({ recording: 0, findings: 1 })
  })
})

describe('the command line', () => {
  const setUpFiles = (more = '', lines: readonly string[] = QUIET) => {
    const lab = makeLab()
    lab.configure([{ ...localNas(lab).instrument, more: lines }], more)
    return { lab, root: join(lab.dir, 'acquisition', 'SCOPE_01') }
  }

  it('refuses an empty name, and a folder of runs by naming them', async () => {
    const { lab, root } = setUpFiles('watch: { enabled: false }\n')
    put(root, 'alice/exp1/a', 'alice/exp2/a')
    expect(await cli(lab, 'add', '')).toMatchObject({ code: 2 })
    expect(await cli(lab, 'add', '  ')).toMatchObject({ code: 2 })
    const whole = await cli(lab, 'add', root, '--as-one-run')
    expect(whole).toMatchObject({ code: 2, err: expect.stringContaining('alice') })
    const parent = await cli(lab, 'add', join(root, 'alice'))
    expect(parent).toMatchObject({ code: 2, err: expect.stringContaining('exp1, exp2') })
    expect((await cli(lab, 'status')).out).toContain('No runs')
    expect(await cli(lab, 'add', join(root, 'alice'), '--as-one-run')).toMatchObject({ code: 0 })
  })

  it('waits for the second sighting of a run, and tells every later command what needs a person', async () => {
    const { lab, root } = setUpFiles('watch: { settle_seconds: 0.05 }\n', [
      'completeness_signal: sentinel_file',
      'sentinel_filename: done',
    ])
    put(root, 'Run_1/done')
    expect(await cli(lab, 'run', '--until-idle')).toMatchObject({ code: 0 })
    expect((await cli(lab, 'status')).out).toContain('Verified')
    put(root, 'alice/exp1/a')
    expect(await cli(lab, 'run', '--until-idle')).toMatchObject({ code: 1 })
    const recordings = await cli(lab, 'recordings')
    expect(recordings).toMatchObject({
      code: 1,
      out: expect.stringContaining('holds only folders'),
    })
    const status = await cli(lab, '--json', 'status')
    expect(status.code).toBe(1)
    expect(JSON.parse(status.out).findings).toMatchObject([{ kind: 'unclear' }])
    renameSync(root, `${root}.away`)
    expect(await cli(lab, 'recordings')).toMatchObject({ code: 1 })
    expect(await cli(lab, 'status')).toMatchObject({
      code: 1,
      out: expect.stringContaining('is not there'),
    })
    expect((await cli(lab, 'doctor')).out).toContain('is not there')
    renameSync(`${root}.away`, root)
    rmSync(join(root, 'alice'), { recursive: true })
    expect(await cli(lab, 'recordings')).toMatchObject({ code: 0 })
    expect(await cli(lab, 'status')).toMatchObject({ code: 0 })
  })
})
