// Runs and files that a command names: what could mean two things is refused with the candidates, what means nothing is refused,
// and every name can be said.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../electron/cli/run-cli.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, localNas, makeLab } from '../../helpers/lab.ts'

const WHO = ['--by', 'J. Lee', '--note', 'scratch']

const makeQueue = async (...runs: readonly string[]): Promise<Lab> => {
  const lab = makeLab()
  lab.configure([localNas(lab).instrument])
  for (const run of runs) {
    const added = await cli(lab, 'add', lab.run('SCOPE_01', run, { 'a.tif': 'a', 'b.tmp': 'b' }))
    expect(added.code).toBe(0)
  }
  return lab
}

const statesOf = async (lab: Lab): Promise<Record<string, string>> => {
  const { jobs } = JSON.parse((await cli(lab, 'status', '--json')).out) as {
    jobs: { id: number; state: string }[]
  }
  return Object.fromEntries(jobs.map(({ id, state }) => [id, state]))
}

describe('a run', () => {
  it('whose name is the number of another one is never guessed', async () => {
    const lab = await makeQueue('2', 'other')
    const refused = await cli(lab, 'cancel', '2')
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toBe(
      `2 means 2 runs. Say which, by --id: 2 (${join(lab.dir, 'acquisition/SCOPE_01/other')}), 1 (${join(lab.dir, 'acquisition/SCOPE_01/2')}).\n`,
    )
    expect(await statesOf(lab)).toEqual({ 1: 'queued', 2: 'queued' })
    expect((await cli(lab, 'cancel', '--name', '2')).code).toBe(0)
    expect(await statesOf(lab)).toEqual({ 1: 'cancelled', 2: 'queued' })
    expect((await cli(lab, 'cancel', '--id', '2')).code).toBe(0)
    expect(await statesOf(lab)).toEqual({ 1: 'cancelled', 2: 'cancelled' })
  })

  it('is not chosen by the folder in which the command is typed', async () => {
    const lab = await makeQueue('2', 'other')
    let err = ''
    const code = await runCli(['--data-dir', lab.dataDir, 'cancel', '2'], {
      version: '1.2.3',
      bundledTools: null,
      out: async () => undefined,
      err: (text) => {
        err += text
      },
      input: async () => '',
      env: process.env,
      platform: process.platform,
      home: lab.dir,
      cwd: join(lab.dir, 'acquisition/SCOPE_01'),
      onStop: () => () => undefined,
      endSoon: () => undefined,
      onUnexpected: () => () => undefined,
    })
    expect(code).toBe(2)
    expect(err).toContain('2 means 2 runs.')
  })

  it('is named by its folder where that leaves no doubt', async () => {
    const lab = await makeQueue('2', 'other')
    expect((await cli(lab, 'cancel', 'acquisition/SCOPE_01/2')).code).toBe(0)
    expect(await statesOf(lab)).toEqual({ 1: 'cancelled', 2: 'queued' })
  })

  it.each([
    ['cancel', '--id', '9'],
    ['cancel', '--name', '1'],
    ['status', 'nothing'],
    ['receipt', '--id', '9'],
  ])('that nothing is meant by is refused: %s %s %s', async (...args) => {
    const lab = await makeQueue('Run')
    expect(await cli(lab, ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^There is no run (?:9|1|nothing) in the list\./),
    })
  })

  it.each([
    [['status', '--id', '1', '--name', 'other'], 'Say one run, not several.'],
    [['pause'], 'Say which runs, or --all: one of the two.'],
    [['pause', 'Run', '--all'], 'Say which runs, or --all: one of the two.'],
    [['retry', 'Run', '--failed'], 'Say which runs, or --failed: one of the two.'],
    [['next'], 'Say which run: by its number, its folder or its name.'],
    [['acknowledge', 'Run', '--by', ' '], "by can't be used:"],
    [['pause', 'Run', '--minutes', '5'], '--minutes goes with --all.'],
    [['cancel', '--id', 'x'], 'It must be a whole number from 1.'],
  ])('bad usage is exit code 2 and a sentence: %j', async (args, words) => {
    const lab = await makeQueue('Run', 'other')
    const { code, out, err } = await cli(lab, ...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(words)
  })
})

describe('the whole queue', () => {
  it('is paused for a while or until somebody resumes it, and status says so', async () => {
    const lab = await makeQueue('Run')
    expect(await cli(lab, 'pause', '--all')).toMatchObject({
      code: 0,
      out: 'Everything is paused.\n',
    })
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(3)
    expect(await statesOf(lab)).toEqual({ 1: 'queued' })
    expect((await cli(lab, 'status')).out).toMatch(/\nEverything is paused\.\n$/)
    expect((await cli(lab, 'pause', '--all', '--minutes', '60')).code).toBe(0)
    expect(JSON.parse((await cli(lab, 'status', '--json')).out)).toMatchObject({
      paused: true,
      pausedUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect((await cli(lab, 'resume', '--all')).code).toBe(0)
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
  })

  it('sends a run next', async () => {
    const lab = await makeQueue('Run 1', 'Run 2', 'Run 3')
    expect(await cli(lab, 'next', 'Run 3')).toMatchObject({
      code: 0,
      out: 'next: 1 run\n3: place 1 of 3\n',
    })
    const { out } = await cli(lab, 'run', '--until-idle')
    const sent = [...out.matchAll(/(Run \d): Sending/g)].map((match) => match[1])
    expect(sent).toEqual(['Run 3', 'Run 1', 'Run 2'])
  })

  it('moves a run in the queue, and says its place', async () => {
    const lab = await makeQueue('Run 1', 'Run 2', 'Run 3')
    expect((await cli(lab, 'earlier', 'Run 3')).out).toBe('earlier: 1 run\n3: place 2 of 3\n')
    expect((await cli(lab, 'later', 'Run 1')).out).toBe('later: 1 run\n1: place 2 of 3\n')
    expect(await cli(lab, 'later', 'Run 2')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Run 2 is the last run of its destination that waits.'),
    })
    // several keep their order
    expect(JSON.parse((await cli(lab, 'next', 'Run 1', 'Run 2', '--json')).out)).toEqual({
      changed: 2,
      refused: [],
      places: [
        { jobId: 1, place: 1, of: 3, seconds: null },
        { jobId: 2, place: 2, of: 3, seconds: null },
      ],
    })
    expect((await cli(lab, 'status', 'Run 3')).out).toContain('place 3 of 3')
    const { jobs } = JSON.parse((await cli(lab, 'status', '--json')).out)
    expect(jobs.map((job: { run: string; turn: unknown }) => [job.run, job.turn])).toEqual([
      ['Run 1', { place: 1, of: 3, seconds: null }],
      ['Run 2', { place: 2, of: 3, seconds: null }],
      ['Run 3', { place: 3, of: 3, seconds: null }],
    ])
    const { out } = await cli(lab, 'run', '--until-idle')
    const sent = [...out.matchAll(/(Run \d): Sending/g)].map((match) => match[1])
    expect(sent).toEqual(['Run 1', 'Run 2', 'Run 3'])
  })

  it('takes several recordings that a person calls finished', async () => {
    const lab = await makeQueue('Run 1')
    const [second, third] = ['Run 2', 'Run 3'].map((name) =>
      lab.run('SCOPE_01', name, { 'a.tif': 'a' }),
    )
    expect(await cli(lab, 'finish', 'Run 2', third ?? '')).toMatchObject({
      code: 0,
      out: 'finish: 2 runs\n',
    })
    expect(await statesOf(lab)).toEqual({ 1: 'queued', 2: 'queued', 3: 'queued' })
    expect(await cli(lab, 'finish', second ?? '')).toMatchObject({
      code: 2,
      err: `${second} is not among the runs that are being recorded.\n`,
    })
  })
})

describe('a file', () => {
  it('whose name has a control character is left out by its name, and put back', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run', { 'a.tif': 'a', 'sub/b\nc.tif': 'b' }))
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(1)
    expect((await cli(lab, 'status')).out).toContain(String.raw`b\u000ac.tif`)
    expect(
      await cli(lab, 'exclude', 'Run', '--files', String.raw`sub/b\u000ac.tif`, ...WHO),
    ).toMatchObject({ code: 0, out: '1 file of Run left out when it is looked through next\n' })
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    expect(existsSync(join(nas, 'Run/a.tif'))).toBe(true)
    expect(
      await cli(lab, 'include', 'Run', '--files', String.raw`sub/b\x0ac.tif`, '--by', 'x'),
    ).toMatchObject({ code: 0, out: '1 file of Run is sent again\n' })
  })

  it('that is meant by nothing is refused, before and after the run was looked through', async () => {
    const lab = await makeQueue('Run')
    const refused = async () => {
      for (const which of [
        ['--pattern', '*.raw'],
        ['--files', 'none.tif'],
      ]) {
        const answer = await cli(lab, 'exclude', 'Run', ...which, ...WHO)
        expect([answer.code, answer.out]).toEqual([2, ''])
        expect(answer.err).toMatch(/means no file of Run|has no file none\.tif/)
      }
    }
    await refused()
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    await refused()
    expect(JSON.parse((await cli(lab, 'status', '--json')).out).jobs[0].files.byState).toEqual({
      verified: 2,
    })
  })

  it('is found among many whose names contain its name', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    const names = Array.from({ length: 450 }, (_, i) => [`${String(i).padStart(3, '0')}9.tif`, 'x'])
    const files = Object.fromEntries([...names, ['9.tif', 'y'], ['z/9.tif', 'y']])
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run', files))
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    expect(await cli(lab, 'exclude', 'Run', '--files', 'z/9.tif', '9.tif', ...WHO)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 files, 2 B of Run left out\n$/),
    })
  })
})
