// What of a run folder is not sent: standing exclusions of the instrument, links, pipes, names of our own, empty folders, and
// what this account may not read. Each has its own words, and the rest of the run is sent and proven.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const FILES = { 'a.tif': 'a', 'sub/b.tif': 'b' }

const setUp = async (more: readonly string[] = []) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([{ ...instrument, more }])
  return { lab, nas, core: await lab.open() }
}

describe('standing exclusions', () => {
  const LEFT_BY_A_LOOK = ['Thumbs.db', 'sub/thumbs.db', '.DS_Store', '._a.tif', 'sub/desktop.ini']
  const look = (folder: string): void => {
    for (const name of LEFT_BY_A_LOOK) writeFileSync(join(folder, name), 'x')
    mkdirSync(join(folder, '@eaDir'))
    writeFileSync(join(folder, '@eaDir/a.tif@SynoEAStream'), 'x')
  }

  it('are neither sent nor proven, and the receipt names them', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    look(folder)
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'verified',
      files: { byState: { verified: 2, excluded: 6 } },
    })
    expect(readdirSync(join(nas, 'Run')).toSorted()).toEqual(['.exlab-wizard', 'a.tif', 'sub'])
    await core.stop()
    const { out } = await cli(lab, 'receipt', String(job.id))
    expect(out).toContain('config.yaml')
    expect(out).toContain('Thumbs.db')
  })

  it('are not sent either where they appear after the walk', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const look = `if [ "$1" = copy ]; then echo x > '${folder}/sub/THUMBS.db'; fi`
    lab.configure([instrument], `tools: { rclone: ${lab.wrap('rclone', look)} }\n`)
    const job = await work(await lab.open(), folder)
    expect(job).toMatchObject({
      state: 'verified',
      files: { byState: { verified: 2, excluded: 1 } },
    })
    expect(readdirSync(join(nas, 'Run/sub'))).toEqual(['b.tif'])
  })

  it('are no change of a verified run', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const job = await work(core, folder)
    look(folder)
    await core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
    await core.sweep()
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'verified',
      attempts: job.attempts,
    })
  })

  it('are those of the config where it has a list', async () => {
    const { lab, nas, core } = await setUp(["exclude: ['*.tmp', 'raw/**']"])
    const files = { ...FILES, 'x.TMP': 'x', 'raw/y': 'y', 'Thumbs.db': 'z' }
    expect((await work(core, lab.run('SCOPE_01', 'Run', files))).state).toBe('verified')
    expect(readdirSync(join(nas, 'Run')).toSorted()).toEqual([
      '.exlab-wizard',
      'Thumbs.db',
      'a.tif',
      'sub',
    ])
  })
})

describe('links and special files', () => {
  it('are left out with their own words; without them the run is proven', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    symlinkSync('a.tif', join(folder, 'latest.tif'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      proof: 'read_back',
      needsPerson: true,
      lastError: {
        reason: 'entries_left_out',
        message: expect.stringContaining('latest.tif, pipe'),
      },
    })
    const seqs = (await filesOf(core, job.id))
      .filter(({ state }) => state === 'skipped')
      .map(({ seq }) => seq)
    await core.handlers['files.exclude']({ jobId: job.id, files: { seqs }, by: 'J. Lee', note: '' })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'verified',
      proof: 'read_back',
      lastError: null,
    })
    expect(existsSync(join(nas, 'Run/latest.tif'))).toBe(false)
  })
})

describe('names of our own unfinished files', () => {
  it.each(['.exlab-partial/a', 'sub/.exlab-partial', 'a.exlab-partial'])('%s', async (name) => {
    const { lab, core } = await setUp()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { ...FILES, [name]: 'x' }))
    expect(job).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'name_not_provable', message: expect.stringContaining(name) },
    })
  })

  it("other programs' names are part of the run", async () => {
    const { lab, nas, core } = await setUp()
    const files = { ...FILES, '.rsync-partial/x': 'x', 'b.partial': 'y' }
    expect(await work(core, lab.run('SCOPE_01', 'Run', files))).toMatchObject({
      state: 'verified',
      files: { total: 4 },
    })
    expect(readFileSync(join(nas, 'Run/.rsync-partial/x'), 'utf8')).toBe('x')
  })
})

describe('empty folders', () => {
  it('are made by rclone', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    mkdirSync(join(folder, 'AcqData/empty'), { recursive: true })
    expect((await work(core, folder)).state).toBe('verified')
    expect(existsSync(join(nas, 'Run/AcqData/empty'))).toBe(true)
  })
})

describe('what this account may not read', () => {
  /** The command line as an account that rights hold for. */
  const asOther = (lab: Lab, ...args: readonly string[]) => {
    const isRoot = process.getuid?.() === 0
    if (isRoot) execFileSync('chown', ['-R', 'nobody', lab.dir])
    chmodSync(lab.dir, 0o755)
    return spawnSync(NODE, [CLI, '--data-dir', lab.dataDir, '--json', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: lab.dir },
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    })
  }
  const statusOf = (lab: Lab) => JSON.parse(asOther(lab, 'status', '1').stdout).jobs[0]
  const lock = (folder: string) => {
    chmodSync(folder, 0o000)
    return { open: () => chmodSync(folder, 0o755) }
  }

  it('is named, the rest is sent and proven', () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', { ...FILES, 'locked/c': 'c' })
    const locked = lock(join(folder, 'locked'))
    expect(asOther(lab, 'add', folder).status).toBe(0)
    expect(asOther(lab, 'run', '--until-idle').status).toBe(1)
    expect(statusOf(lab)).toMatchObject({
      state: 'failed',
      lastError: {
        reason: 'local_permission_denied',
        message: expect.stringContaining('locked'),
      },
      files: { byState: { verified: 2, failed: 1 } },
    })
    expect(readFileSync(join(nas, 'Run/sub/b.tif'), 'utf8')).toBe('b')
    // readable again: its files are sent, and nothing is left of the row for the folder
    locked.open()
    asOther(lab, 'retry', '1')
    expect(asOther(lab, 'run', '--until-idle').status).toBe(0)
    expect(statusOf(lab)).toMatchObject({ state: 'verified', files: { total: 3 } })
  })

  it('says so of files that were known before their folder was locked', () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const flag = join(lab.dir, 'failed-once')
    const before = `if [ "$1" = copy ] && [ ! -e '${flag}' ]; then touch '${flag}'; exit 1; fi`
    const rclone = lab.wrap('rclone', before)
    lab.configure(
      [instrument],
      `tools:\n  rclone: ${rclone}\nsync:\n  retry_delays_s: [0]\n  max_attempts: 1\n`,
    )
    const folder = lab.run('SCOPE_01', 'Run', { ...FILES, 'locked/c': 'c' })
    asOther(lab, 'add', folder)
    asOther(lab, 'run', '--until-idle')
    expect(statusOf(lab)).toMatchObject({ state: 'failed', files: { total: 3 } })
    const locked = lock(join(folder, 'locked'))
    asOther(lab, 'retry', '1')
    expect(asOther(lab, 'run', '--until-idle').status).toBe(1)
    expect(statusOf(lab)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'local_permission_denied' },
      files: { byState: { verified: 2, failed: 2 } },
    })
    locked.open()
    asOther(lab, 'retry', '1')
    expect(asOther(lab, 'run', '--until-idle').status).toBe(0)
    expect(statusOf(lab)).toMatchObject({ state: 'verified', files: { total: 3 } })
  })

  it('can be excluded', () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', { ...FILES, 'locked/c': 'c' })
    const locked = lock(join(folder, 'locked'))
    asOther(lab, 'add', folder)
    asOther(lab, 'run', '--until-idle')
    expect(asOther(lab, 'exclude', '1', '--pattern', 'locked/**', '--by', 'me').status).toBe(0)
    expect(asOther(lab, 'run', '--until-idle').status).toBe(0)
    expect(statusOf(lab)).toMatchObject({ state: 'verified', files: { byState: { verified: 2 } } })
    locked.open()
  })
})
