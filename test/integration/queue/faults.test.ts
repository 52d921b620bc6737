// Faults between push and verification: each gets its reason, nothing is lost, no run is falsely Verified.
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import {
  afterPush,
  type Lab,
  act,
  filesOf,
  get,
  localNas,
  logOf,
  makeLab,
  obstructPush,
  work,
} from '../../helpers/lab.ts'

const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'deep/c.tif': 'cccc' }

describe('between push and proof', () => {
  it('a local file that is gone: the others are proven, the run is FAILED and says which', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const rclone = lab.wrap('rclone', afterPush(`rm -f '${folder}/b.tif'`))
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 2,
      lastError: { kind: 'local_file_vanished', reason: 'source_vanished' },
      files: { byState: { verified: 2, vanished: 1 } },
    })
    expect(job.lastError?.message).toContain('b.tif')
  })

  it('a byte flipped on the NAS: that file alone is sent again, once, and the run is Verified', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const once = join(lab.dir, 'flipped')
    const flip = `[ -e '${once}' ] || { touch '${once}'; printf X | dd of='${nas}/Run/b.tif' conv=notrunc 2>/dev/null; }`
    const rclone = lab.wrap('rclone', afterPush(flip))
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({ state: 'verified', attempts: 4, lastError: null })
    expect(readFileSync(join(nas, 'Run', 'b.tif'), 'utf8')).toBe('bbbb')
    const log = await logOf(core, job.id)
    expect(log.match(/b\.tif: Copied/g)).toHaveLength(2)
    expect(log.match(/a\.tif: Copied/g)).toHaveLength(1)
  })

  it('a NAS that flips it again: FAILED naming the file, and not a third time', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const rclone = lab.wrap(
      'rclone',
      afterPush(`printf X | dd of='${nas}/Run/b.tif' conv=notrunc 2>/dev/null`),
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 4,
      proof: 'none',
      // the two verified files stay so, with this proof
      level: 'read_back',
      lastError: { kind: 'hash_mismatch', reason: 'checksum_mismatch' },
      files: { byState: { verified: 2, mismatch: 1 } },
    })
    expect(job.lastError?.message).toContain('b.tif')
    const bad = (await filesOf(core, job.id)).find((file) => file.path === 'b.tif')
    expect(bad?.remoteSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(bad?.remoteSha256).not.toBe(bad?.sha256)
    expect(
      existsSync(join(lab.dir, 'acquisition/SCOPE_01/Run/.exlab-wizard/checksums.sha256')),
    ).toBe(false)
  })

  it('a file that the NAS lost: sent again', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const once = join(lab.dir, 'lost')
    const rclone = lab.wrap(
      'rclone',
      afterPush(`[ -e '${once}' ] || { touch '${once}'; rm '${nas}/Run/b.tif'; }`),
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    expect(await work(core, lab.run('SCOPE_01', 'Run', FILES))).toMatchObject({
      state: 'verified',
      attempts: 4,
    })
    expect(readFileSync(join(nas, 'Run', 'b.tif'), 'utf8')).toBe('bbbb')
  })

  it('a local file that changed while it was sent is never proven as what it was', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const once = join(lab.dir, 'changed')
    const rclone = lab.wrap(
      'rclone',
      afterPush(`[ -e '${once}' ] || { touch '${once}'; echo grown >> '${folder}/b.tif'; }`),
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'queued', lastError: { reason: 'source_changed' } })
    lab.pass(30_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
    expect(readFileSync(join(nas, 'Run', 'b.tif'), 'utf8')).toBe('bbbbgrown\n')
  })
})

describe('tools and folders', () => {
  it('rclone missing: one retry, then FAILED, and last_error names the program', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument], `tools:\n  rclone: ${lab.dir}/no/rclone\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 2,
      lastError: { kind: null, reason: 'binary_missing', exitCode: null },
    })
    expect(job.lastError?.message).toContain('rclone')
    expect(job.lastError?.stderr).toContain(`${lab.dir}/no/rclone`)
  })

  it('a remote that rclone.conf does not have: one attempt, FAILED, with its words', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const transport = instrument.transport.map((line) =>
      line.replace('rclone_remote: nas', 'rclone_remote: gone'),
    )
    lab.configure([{ ...instrument, transport }])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastError: { kind: 'auth', reason: 'remote_not_configured' },
    })
    expect(job.lastError?.stderr).toContain("didn't find section in config file")
  })

  it('something in the way on the NAS: backs off five times, is FAILED, and a click sends it once that is mended', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const flag = join(lab.dir, 'obstructed')
    const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run'), flag))
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    const delays: number[] = []
    for (let now = job; now.state === 'queued'; now = await get(core, job.id)) {
      delays.push(((now.dueAt ?? 0) - lab.now()) / 1_000)
      lab.pass((now.dueAt ?? 0) - lab.now())
      await core.idle()
    }
    expect(delays).toEqual([30, 120, 480, 1_800])
    expect(await get(core, job.id)).toMatchObject({ state: 'failed', failures: 5, attempts: 5 })
    rmSync(flag)
    await act(core, job.id, 'retry')
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', attempts: 7, failures: 0 })
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.filter((row) => row.error !== null)).toHaveLength(5)
  })

  it('a run folder that is gone is never a success', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const job = await work(core, folder)
    rmSync(folder, { recursive: true })
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'failed',
      lastError: { kind: 'local_file_vanished', reason: 'run_folder_missing' },
    })
  })

  it('an empty run folder is not proven by having nothing to prove', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', {}))
    expect(job.state).not.toBe('verified')
    expect(job.lastError).not.toBeNull()
  })

  it.skipIf(process.getuid?.() === 0)(
    'a file that may not be read: the others are proven',
    async () => {
      const lab = makeLab()
      const { instrument } = localNas(lab)
      lab.configure([instrument])
      const folder = lab.run('SCOPE_01', 'Run', FILES)
      chmodSync(join(folder, 'b.tif'), 0o000)
      const core = await lab.open()
      const job = await work(core, folder)
      expect(job).toMatchObject({
        state: 'failed',
        lastError: { reason: 'local_permission_denied' },
      })
      expect(job.files.byState.verified).toBe(2)
    },
  )
})

describe('a data folder that cannot be written', () => {
  // a limit of the file size stands in for a full disk; SIGXFSZ is ignored, so that writes fail instead
  const limited = (lab: Lab, blocks: number, ...args: string[]) =>
    spawnSync(
      'sh',
      [
        '-c',
        `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
        'sh',
        NODE,
        CLI,
        '--data-dir',
        lab.dataDir,
        ...args,
      ],
      { encoding: 'utf8' },
    )

  it(
    'is said, nothing is called done, and the run goes on once there is room',
    { timeout: 600_000 },
    async () => {
      const lab = makeLab()
      const { instrument } = localNas(lab)
      lab.configure([instrument])
      const files = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, i) => [`a rather long name of a file ${i}.tif`, `${i}`]),
      )
      const folder = lab.run('SCOPE_01', 'Run', files)
      expect(limited(lab, 10_000, 'add', folder).status).toBe(0)
      const full = limited(lab, 500, 'run', '--until-idle')
      expect(full.stderr).toContain("can't be written")
      expect(full.stderr).not.toContain('    at ')
      expect(full.status).toBe(2)
      const core = await lab.open()
      await core.idle()
      expect(await get(core, 1)).toMatchObject({
        state: 'verified',
        failures: 0,
        files: { byState: { verified: 3_000 } },
      })
    },
  )
})
