// The command line as a script uses it, on the real core: JSON, exit codes and messages.
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli, cliWithInput } from '../../helpers/cli.ts'
import { localNas, makeLab, obstructPush } from '../../helpers/lab.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('the command line', () => {
  it('add, run, status and log take a folder to Verified and print stable JSON', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a', 'b c.tif': 'bb' })
    expect(await cli(lab, 'add', folder)).toMatchObject({ code: 0, err: '' })
    expect((await cli(lab, 'status', '--json')).code).toBe(3)
    expect(await cli(lab, 'run', '--until-idle', '--quiet')).toMatchObject({
      code: 0,
      out: '1 done, 0 need a person, 0 waiting\n',
    })
    const status = await cli(lab, 'status', '--json')
    expect(status.code).toBe(0)
    expect(JSON.parse(status.out)).toEqual({
      paused: false,
      failedRehearsals: [],
      pausedUntil: null,
      recording: 0,
      recordings: [],
      jobs: [
        {
          id: 1,
          run: 'Run 1',
          folder,
          instrument: 'SCOPE_01',
          slot: '',
          target: 'nas:raw/Run 1',
          destination: 'nas:raw',
          turn: null,
          state: 'verified',
          word: 'Verified',
          holder: null,
          nextAt: null,
          held: false,
          heldBy: null,
          slowedBy: null,
          needsPerson: false,
          acknowledged: null,
          careAt: expect.stringMatching(/Z$/),
          files: { total: 2, byState: { verified: 2 } },
          bytes: { total: 3, done: 3 },
          failures: 0,
          maxAttempts: 5,
          attempts: 2,
          dueAt: null,
          lastError: null,
          proof: 'read_back',
          createdAt: expect.stringMatching(ISO),
          verifiedAt: expect.stringMatching(ISO),
          archivedAt: null,
          folderReusedAt: null,
          restoredAt: null,
        },
      ],
      findings: [],
    })
    const files = JSON.parse((await cli(lab, 'status', 'Run 1', '--files', '--json')).out).jobs[0]
    expect(files.counts).toEqual({ total: 2, byState: { verified: 2 } })
    expect(files.files).toEqual([
      {
        path: 'a.tif',
        size: 1,
        state: 'verified',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        lastError: null,
      },
      {
        path: 'b c.tif',
        size: 2,
        state: 'verified',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        lastError: null,
      },
    ])
    expect((await cli(lab, 'status', '--files')).out).toMatch(/Verified +1 B +a\.tif/)
    expect((await cli(lab, 'log', '1', '--attempt', '1')).out).toContain('a.tif: Copied')
    const log = JSON.parse((await cli(lab, 'log', 'Run 1', '--json')).out)
    expect(log.attempt).toMatchObject({ number: 2, phase: 'verify', outcome: 'done' })
    expect(log.lines[0]).toEqual({
      number: 0,
      at: expect.stringMatching(ISO),
      level: 'info',
      source: 'app',
      text: expect.stringContaining('attempt 2: checking'),
    })
    expect(await cli(lab, 'verify', folder)).toMatchObject({
      code: 0,
      out: 'Run 1: Verified, Read back\n',
    })
  })

  it('a failed run is exit code 1 with a structured last_error; retry repairs it', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const flag = join(lab.dir, 'obstructed')
    const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run 1'), flag))
    lab.configure([instrument], `sync:\n  max_attempts: 1\ntools:\n  rclone: ${rclone}\n`)
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(1)
    const [job] = JSON.parse((await cli(lab, 'status', '--json')).out).jobs
    expect(job.lastError).toEqual({
      kind: 'network',
      reason: 'remote_path_missing',
      message: expect.any(String),
      exitCode: 1,
      stderr: expect.stringContaining('not a directory'),
      attempt: 1,
      at: expect.stringMatching(ISO),
    })
    expect((await cli(lab, 'status')).out).toContain('Failed')
    rmSync(flag)
    // nothing was sent there yet, so that no time is known
    const out = 'retry: 1 run\nLeft to send: 1 B.\n'
    expect(await cli(lab, 'retry', '--failed')).toMatchObject({ code: 0, out })
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
  })

  it('locate lets a run whose folder was moved go on from the new place', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
    await cli(lab, 'add', folder)
    const moved = join(lab.dir, 'moved')
    renameSync(folder, moved)
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(1)
    expect(await cli(lab, 'locate', 'Run 1', 'nowhere')).toMatchObject({
      code: 2,
      err: `${join(lab.dir, 'nowhere')} can't be chosen: there is no such folder.\n`,
    })
    expect(await cli(lab, 'locate', 'Run 1', 'moved')).toMatchObject({
      code: 0,
      out: `1  ${moved}  ->  nas:raw/Run 1\n`,
    })
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
  })

  it('pause, resume and cancel act as the buttons do', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
    await cli(lab, 'pause', 'Run 1')
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(3)
    expect(JSON.parse((await cli(lab, 'status', '--json')).out).jobs[0]).toMatchObject({
      state: 'queued',
      held: true,
    })
    await cli(lab, 'resume', 'Run 1')
    await cli(lab, 'cancel', 'Run 1')
    expect((await cli(lab, 'status')).out).toContain('Cancelled')
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
  })

  it.each([
    [['status', 'Nowhere'], 'There is no run Nowhere in the list'],
    [['retry'], 'Say which run'],
    [['log', '1', '--attempt', 'x'], 'whole number'],
    [['steal'], 'unknown command'],
    [['retry', '1', '--files', 'nothing.tif'], 'has no file nothing.tif'],
  ])('bad usage is exit code 2 and a sentence: %j', async (args, words) => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }))
    const answer = await cli(lab, ...args)
    expect(answer.code).toBe(2)
    expect(answer.err).toContain(words)
  })

  it('beside a running engine it only reads, and says why it refuses to change anything', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
    await lab.open()
    // the run that was not added yet is being recorded
    const status = await cli(lab, 'status', '--json')
    expect(status.code).toBe(3)
    expect(JSON.parse(status.out)).toMatchObject({ recording: 1, recordings: [{ folder }] })
    const refused = await cli(lab, 'add', folder)
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(
      /^The command "exlab-sync" is working on this queue already: process \d+, since 2026-11-23 \d\d:00\. Wait until it ends, or stop it\.\n$/,
    )
  })

  it('a path that is no folder is refused by name, the others are added', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const answer = await cli(
      lab,
      'add',
      join(lab.dir, 'gone'),
      lab.run('SCOPE_01', 'Run 1', { a: 'a' }),
    )
    expect(answer.code).toBe(2)
    expect(answer.err).toContain('there is no such folder')
    expect(JSON.parse((await cli(lab, 'status', '--json')).out).jobs).toHaveLength(1)
  })
})

describe('explain', () => {
  it('prints kind, reason and message of one saved exit', async () => {
    const lab = makeLab()
    const stderr =
      'ssh: connect to host nas port 22: Connection refused\r\nrsync error: unexplained error (code 255)\n'
    const answer = await cliWithInput(
      stderr,
      lab,
      'explain',
      '--transport',
      'rsync_ssh',
      '--operation',
      'push',
      '--exit',
      '255',
    )
    expect(answer.code).toBe(0)
    expect(answer.out).toContain('Kind:    network')
    expect(answer.out).toContain('Reason:  connection_refused')
    expect(answer.out).toContain('is on but not accepting connections')
  })
  it.each([
    ['records', ['--records', 'nowhere']],
    ['stdout', ['--stdout', 'nowhere', '--transport', 'rclone', '--exit', '1']],
  ])('says which file of --%s it cannot read', async (option, args) => {
    const { code, err } = await cli(makeLab(), 'explain', ...args)
    expect(code).toBe(2)
    expect(err).toMatch(new RegExp(`^--${option}: nowhere can't be read \\(`))
  })
  it('classifies a file of saved exits, one line each', async () => {
    const lab = makeLab()
    const file = fileURLToPath(new URL('../../fixtures/transport-failures.jsonl', import.meta.url))
    const { out, code } = await cli(lab, 'explain', '--records', file, '--json')
    expect(code).toBe(0)
    const wanted = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const got = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    // the recorded exits have two kinds of success; both count as ok here
    const plain = (reason: string): string => (reason.startsWith('ok') ? 'ok' : reason)
    expect(got.map(({ id, kind, reason }) => ({ id, kind, reason: plain(reason) }))).toEqual(
      wanted.map((one) => ({
        id: one.id,
        kind: one.expected_kind,
        reason: plain(one.expected_reason),
      })),
    )
  })
  it.each([
    [['--transport', 'ftp', '--exit', '1'], 'rclone or rsync_ssh'],
    [['--transport', 'rclone'], '--exit CODE or --signal NAME'],
  ])('bad usage is said: %j', async (args, words) => {
    const answer = await cli(makeLab(), 'explain', ...args)
    expect(answer.code).toBe(2)
    expect(answer.err).toContain(words)
  })
})
