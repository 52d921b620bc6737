// Every command on every kind of data folder: it answers a sentence and an exit code that is true, never a stack trace, and never
// "all proven" where it cannot tell.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../../electron/core/db/database.ts'
import { COMMAND_NAMES, type CommandName } from '../../../electron/cli/command-table.ts'
import { cli } from '../../helpers/cli.ts'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { type Lab, localNas, makeLab, withCore } from '../../helpers/lab.ts'

/** Arguments with which each command would do its work. */
const ARGUMENTS: Readonly<Record<CommandName, readonly string[]>> = {
  add: ['acquisition/SCOPE_01/Run'],
  run: ['--until-idle', '--quiet'],
  status: [],
  retry: ['--failed'],
  pause: ['Run'],
  resume: ['--all'],
  next: ['Run'],
  earlier: ['Run'],
  later: ['Run'],
  cancel: ['Run'],
  archive: ['--finished'],
  unarchive: ['Run'],
  verify: ['Run'],
  locate: ['Run', 'elsewhere'],
  'send-beside': ['Run'],
  'send-missing': ['SCOPE_01/archive'],
  destination: ['SCOPE_01', '--make-folder'],
  connection: ['list'],
  cleanup: ['--dry-run'],
  space: [],
  acknowledge: ['Run', '--by', 'me'],
  exclude: ['Run', '--pattern', '*', '--dry-run'],
  include: ['Run', '--all', '--by', 'me'],
  accept: ['Run', '--by', 'me', '--note', 'why'],
  receipt: ['Run'],
  bundle: ['--list'],
  log: ['Run'],
  doctor: [],
  rehearse: [],
  recordings: [],
  finish: ['Run'],
  foresight: [],
  explain: [],
  completion: [],
}
const WITHOUT_QUEUE: ReadonlySet<string> = new Set(['explain', 'completion'])
const commands = COMMAND_NAMES.filter((name) => !WITHOUT_QUEUE.has(name))
/** Commands that make the data folder where there is none. */
const MAKES: ReadonlySet<string> = new Set(['add', 'run'])
/** Commands that change something, so that they need the queue for themselves. */
const LOOKING: ReadonlySet<string> = new Set([
  'status',
  'cleanup',
  'space',
  'exclude',
  'receipt',
  'bundle',
  'log',
  'doctor',
  'rehearse',
  'foresight',
  'connection',
])
/** Commands that say what they can of a data folder without a queue. */
const WITHOUT_RUNS: ReadonlySet<string> = new Set([
  'bundle',
  'doctor',
  'rehearse',
  'recordings',
  'foresight',
  'resume',
  'destination',
  'finish',
  'connection',
])

/** A lab with one run in its queue. */
const makeQueue = async (): Promise<Lab> => {
  const lab = makeLab()
  lab.configure([localNas(lab).instrument])
  lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' })
  expect((await cli(lab, 'add', 'acquisition/SCOPE_01/Run')).code).toBe(0)
  return lab
}

/** Runs every one of these commands on a data folder and expects 2 and a sentence from each. */
const expectRefused = async (
  lab: Lab,
  names: readonly CommandName[],
  words: RegExp,
  ...options: string[]
): Promise<void> => {
  for (const name of names) {
    const { code, out, err } = await cli(lab, ...options, name, ...ARGUMENTS[name])
    expect([name, code, out], err).toEqual([name, 2, ''])
    expect(err, name).toMatch(words)
    expect(err, name).not.toMatch(/\bat .*:\d+:\d+|Error:/)
  }
}

describe('a data folder', () => {
  it('that is absent is named, and only add and run make one', async () => {
    const lab = await makeQueue()
    const absent = join(lab.dir, 'nowhere')
    await expectRefused(
      lab,
      commands.filter((name) => !MAKES.has(name)),
      /^There is no data folder .*nowhere\. Check --data-dir\.\n$/,
      '--data-dir',
      absent,
    )
    expect(existsSync(absent)).toBe(false)
    const added = await cli(
      lab,
      '--data-dir',
      absent,
      '--config',
      lab.configFile,
      'add',
      ...ARGUMENTS.add,
    )
    expect(added).toMatchObject({
      code: 0,
      err: `There was no data folder ${absent}: it is made now.\n`,
    })
  })

  it('that is empty holds no runs to speak of, and no settings', async () => {
    const lab = await makeQueue()
    const empty = join(lab.dir, 'empty')
    mkdirSync(empty, { mode: 0o700 })
    await expectRefused(
      lab,
      commands.filter((name) => !MAKES.has(name) && !WITHOUT_RUNS.has(name)),
      /^There is no queue in .*empty: no run was ever added there\. Check --data-dir\.\n$/,
      '--data-dir',
      empty,
    )
    const needSettings = [
      'doctor',
      'rehearse',
      'foresight',
      'recordings',
      'finish',
      'destination',
    ] as const
    await expectRefused(lab, needSettings, /^There is no .*config\.yaml yet\./, '--data-dir', empty)
    await expectRefused(
      lab,
      ['add', 'run'],
      /^There is no .*config\.yaml yet\./,
      '--data-dir',
      empty,
    )
  })

  it('that is a file is named', async () => {
    const lab = await makeQueue()
    const words = /^.*rclone\.conf is no folder, so it can't be the data folder\./
    await expectRefused(lab, commands, words, '--data-dir', join(lab.dir, 'rclone.conf'))
  })

  it('that this account may not read is named', async () => {
    const lab = await makeQueue()
    chmodSync(lab.dir, 0o755)
    chmodSync(lab.dataDir, 0o000)
    const command = [NODE, CLI, '--data-dir', lab.dataDir, 'status']
    // root may read everything, so that the command runs as an account that may not
    const [program = '', ...args] =
      process.getuid?.() === 0
        ? ['setpriv', '--reuid=65534', '--clear-groups', ...command]
        : command
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    chmodSync(lab.dataDir, 0o700)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `The data folder ${lab.dataDir} can't be read (EACCES). Check --data-dir.\n`,
    )
  })

  it('of a newer version, or a damaged one, is left as it is', async () => {
    const lab = await makeQueue()
    const queue = join(lab.dataDir, 'queue.db')
    const db = openSqlite(queue)
    db.exec('PRAGMA user_version = 900')
    db.close()
    await expectRefused(lab, commands, /was written by a newer ExLab Sync/)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${queue}${suffix}`, { force: true })
    writeFileSync(queue, 'this is no database, '.repeat(1_000))
    await expectRefused(lab, commands, /is damaged/)
  })
})

/** Another process that locks the queue as a whole; it ends with the test. */
const lockQueue = async (lab: Lab, statement: string): Promise<ChildProcess> => {
  const script = `import { DatabaseSync } from '@photostructure/sqlite'
    const db = new DatabaseSync(process.argv[1])
    db.exec(process.argv[2])
    console.log('locked')
    setInterval(() => undefined, 1000)`
  const child = spawn(
    NODE,
    ['--input-type=module', '-e', script, join(lab.dataDir, 'queue.db'), statement],
    { cwd: join(import.meta.dirname, '../../..'), stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  return child
}

describe('a queue that another program locks', () => {
  it('is a sentence for those who read and those who write', async () => {
    const lab = await makeQueue()
    await lockQueue(lab, 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    await expectRefused(lab, ['status', 'receipt', 'add', 'retry'], /locked by another program/)
  })

  it('for writing only can still be read, and no change of it is lost', async () => {
    const lab = await makeQueue()
    await lockQueue(lab, 'BEGIN IMMEDIATE')
    expect((await cli(lab, 'status')).code).toBe(3)
    await expectRefused(lab, ['run', 'pause'], /locked by another program/)
  })

  it('in the middle of a command is a sentence', async () => {
    const lab = await makeQueue()
    await withCore(lab, 'engine', async (core) => {
      const holder = await lockQueue(lab, 'BEGIN IMMEDIATE')
      await expect(core.handlers['jobs.act']({ jobs: [1], action: 'pause' })).rejects.toThrow(
        /^The queue in .* can't be written: it is locked by another program\./,
      )
      holder.kill('SIGKILL')
    })
  })
})

describe('beside another engine', () => {
  it('commands that look answer, and the others name who works the queue', async () => {
    const lab = await makeQueue()
    await lab.open()
    const changing = commands.filter((name) => !LOOKING.has(name))
    await expectRefused(
      lab,
      changing,
      /^The command "exlab-sync" is working on this queue already: process \d+, since .*\n$/,
    )
    for (const name of ['status', 'cleanup', 'exclude', 'bundle', 'foresight'] as const) {
      const { code, err } = await cli(lab, name, ...ARGUMENTS[name])
      // what is left out is no file with a problem, which is said beside the answer
      const said =
        name === 'exclude'
          ? 'Of these 1 file, 1 B without a problem would be neither sent nor proven.\n'
          : ''
      expect([name, err]).toEqual([name, said])
      expect(code, name).not.toBe(2)
    }
  })
})

describe('a config.yaml that can not be used', () => {
  it('is named with line, key and what is allowed by every command, and stops what depends on it', async () => {
    const lab = await makeQueue()
    writeFileSync(
      lab.configFile,
      'equipment:\n  - id: SCOPE_01\n    local_root: /tmp\n    transport:\n      type: ftp\n',
    )
    const words =
      /^config\.yaml line 5 equipment\[0\]\.transport\.type: .*rclone.*rsync_ssh.*\n.*config\.yaml can't be used, so this command has no settings\..*\n$/
    const dependent = [
      'add',
      'run',
      'verify',
      'doctor',
      'rehearse',
      'recordings',
      'finish',
      'foresight',
      'destination',
    ] as const
    await expectRefused(lab, dependent, words)
    const status = await cli(lab, 'status')
    expect(status.code).toBe(2)
    expect(status.err).toMatch(words)
    expect(status.out).toContain('Run')
    // of a run that is named, the settings change nothing
    expect(await cli(lab, 'status', 'Run')).toMatchObject({
      code: 3,
      err: expect.stringMatching(words),
    })
    expect((await cli(lab, 'pause', 'Run')).code).toBe(0)
  })
})
