// Actions of an operator on runs: pause, resume, cancel, retry of chosen files, verify again, remove; and which process may.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createCore } from '../../../electron/core/create-core.ts'
import {
  afterPush,
  act,
  add,
  filesOf,
  get,
  localNas,
  logOf,
  makeLab,
  obstructPush,
  processesWith,
  work,
} from '../../helpers/lab.ts'

const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'c.tif': 'cccc' }

/** A lab with a low speed limit, so that a run is still being sent when the test acts on it. */
const slowLab = () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const transport = [...instrument.transport, 'bandwidth: { upload_mbps: 8 }']
  lab.configure([{ ...instrument, transport }])
  const folder = lab.run('SCOPE_01', 'Run', {
    'first.txt': 'x',
    'large.bin': Buffer.alloc(60_000_000, 3),
  })
  return { lab, nas, folder }
}

const untilSending = async (core: Parameters<typeof get>[0], jobId: number): Promise<void> => {
  await vi.waitFor(async () => expect((await get(core, jobId)).livePhase).toBe('sending'), {
    timeout: 120_000,
  })
  await vi.waitFor(async () => expect(await logOf(core, jobId)).toContain('started'), {
    timeout: 120_000,
  })
}

describe('a run that is being sent', () => {
  it('is cancelled: the tool ends with it, and nothing here is touched', async () => {
    const { lab, folder } = slowLab()
    const core = await lab.open()
    const jobId = await add(core, folder)
    await untilSending(core, jobId)
    // the program is looked at before it is started
    await expect.poll(() => processesWith(folder)).not.toEqual([])
    await act(core, jobId, 'cancel')
    await act(core, jobId, 'cancel')
    expect(processesWith(folder)).toEqual([])
    expect(await get(core, jobId)).toMatchObject({ state: 'cancelled', dueAt: null })
    expect(existsSync(join(folder, 'large.bin'))).toBe(true)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'cancelled', attempts: 1 })
  })

  it('is paused and resumed: no failure is counted', async () => {
    const { lab, folder } = slowLab()
    const core = await lab.open()
    const jobId = await add(core, folder)
    await untilSending(core, jobId)
    await act(core, jobId, 'pause')
    expect(processesWith(folder)).toEqual([])
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({
      state: 'queued',
      held: true,
      failures: 0,
      lastError: null,
    })
    writeFileSync(
      lab.configFile,
      readFileSync(lab.configFile, 'utf8').replace('upload_mbps: 8', 'upload_mbps: 8000'),
    )
    await core.handlers['config.reload']({})
    await act(core, jobId, 'resume')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', held: false })
  })

  it('everything is paused and stays so over a restart', async () => {
    const { lab, folder } = slowLab()
    const core = await lab.open()
    const jobId = await add(core, folder)
    await untilSending(core, jobId)
    await core.handlers['engine.pause']({ paused: true })
    expect(processesWith(folder)).toEqual([])
    await core.stop()
    const again = await lab.open()
    await again.idle()
    expect(again.overview()).toMatchObject({ paused: true, counts: { waiting: 1 } })
    expect(await get(again, jobId)).toMatchObject({ state: 'queued', attempts: 1 })
  })

  it('a session that ends has it settled at once, and Activity says why', async () => {
    const { lab, folder } = slowLab()
    const core = await lab.open()
    const jobId = await add(core, folder)
    await untilSending(core, jobId)
    core.endSession('Stopped: the session ended.')
    // the system may end the process here
    expect(core.summaries([jobId])).toMatchObject([{ state: 'queued', failures: 0, attempts: 1 }])
    const { rows } = await core.handlers['attempts.list']({ jobId })
    expect(rows).toMatchObject([{ outcome: 'interrupted' }])
    const { rows: lines } = await core.handlers['activity.page']({
      level: 'info',
      search: '',
      jobId,
      offset: 0,
      limit: 10,
    })
    expect(lines.map(({ text }) => text)).toContain('Stopped: the session ended.')
    await core.stop()
    expect(processesWith(folder)).toEqual([])
    const again = await lab.open()
    expect(await get(again, jobId)).toMatchObject({ failures: 0, lastError: null })
  })

  it('stopping the program stops the tool; the next start goes on', async () => {
    const { lab, folder } = slowLab()
    const core = await lab.open()
    const jobId = await add(core, folder)
    await untilSending(core, jobId)
    await core.stop()
    expect(processesWith(folder)).toEqual([])
    writeFileSync(
      lab.configFile,
      readFileSync(lab.configFile, 'utf8').replace('upload_mbps: 8', 'upload_mbps: 8000'),
    )
    const again = await lab.open()
    await again.idle()
    expect(await get(again, jobId)).toMatchObject({ state: 'verified', failures: 0 })
  })
})

describe('a run that is done', () => {
  it('is verified again; a copy that was damaged since is found, and mended when a person asks for it', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', attempts: 3 })
    writeFileSync(join(nas, 'Run', 'a.tif'), 'XXXX')
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'failed' })
    expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('XXXX')
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('aaaa')
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    const found = rows.find((row) => row.error !== null)
    expect(found?.error).toMatchObject({ kind: 'hash_mismatch', reason: 'remote_changed' })
    expect(found?.error?.message).toContain('a.tif')
  })

  it('is taken off the list without touching any data', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const core = await lab.open()
    const job = await work(core, folder)
    await act(core, job.id, 'archive')
    expect(core.overview().counts.all).toBe(0)
    expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('aaaa')
    expect(readFileSync(join(folder, 'a.tif'), 'utf8')).toBe('aaaa')
  })

  it('a run at work is not taken off the list', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const jobId = await add(core, lab.run('SCOPE_01', 'Run', FILES))
    expect((await act(core, jobId, 'archive')).refused[0]?.message).toBe(
      'Run waits to be sent. It can be removed from the list only when nothing is under way any more.',
    )
    expect(await get(core, jobId)).toMatchObject({ state: 'queued' })
  })
})

describe('a problem that somebody took note of', () => {
  it('stays, leaves the badge, is logged with name and note, and is new again when it fails again', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run'), join(lab.dir, 'obstructed')))
    lab.configure([instrument], `sync:\n  max_attempts: 1\ntools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { a: 'a' }))
    expect(core.overview()).toMatchObject({ unacknowledged: 1, counts: { needs_you: 1 } })
    await core.handlers['jobs.acknowledge']({
      jobs: [job.id],
      by: 'J. Lee',
      note: 'IT ticket 4521',
    })
    expect(core.overview()).toMatchObject({ unacknowledged: 0, counts: { needs_you: 1 } })
    expect((await get(core, job.id)).ack).toMatchObject({ by: 'J. Lee', note: 'IT ticket 4521' })
    const log = readFileSync(join(lab.dataDir, 'logs', 'people.log'), 'utf8')
    expect(log).toMatch(/acknowledged Run \(\w+\) by J\. Lee: IT ticket 4521/)
    await act(core, job.id, 'retry')
    await core.idle()
    expect(core.overview().unacknowledged).toBe(1)
  })
})

describe('chosen files', () => {
  it('retry names exactly them to the tool', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const rclone = lab.wrap(
      'rclone',
      afterPush(`printf X | tee '${nas}/Run/a.tif' > '${nas}/Run/b.tif'`),
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({ state: 'failed', attention: 2 })
    lab.configure([instrument])
    await core.handlers['config.reload']({})
    const chosen = (await filesOf(core, job.id))
      .filter((file) => file.path === 'a.tif')
      .map((file) => file.seq)
    expect(await core.handlers['files.retry']({ jobId: job.id, files: chosen })).toEqual({
      files: 1,
    })
    await core.idle()
    expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('aaaa')
    expect(readFileSync(join(nas, 'Run', 'b.tif'), 'utf8')).toBe('X')
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.command?.includes('--files-from-raw=-'))).toBe(true)
    // the other file still differs, so the run has not succeeded
    expect((await get(core, job.id)).state).not.toBe('verified')
    await core.handlers['files.retry']({ jobId: job.id, files: 'attention' })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', attention: 0 })
  })
})

describe('one queue, one engine', () => {
  it('a second engine is refused in words, and a reader sees the same numbers', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'Run', FILES))
    const options = {
      dataDir: lab.dataDir,
      configFile: lab.configFile,
      version: '0.0.0',
      env: process.env,
      bundledTools: null,
    }
    await expect(createCore({ ...options, role: 'engine' })).rejects.toMatchObject({
      code: 'locked',
    })
    const reader = await createCore({ ...options, role: 'reader' })
    expect(reader.overview().counts).toEqual(core.overview().counts)
    await expect(reader.handlers['engine.pause']({ paused: true })).rejects.toThrow(/look only/)
    await reader.stop()
  })

  it('a config with a fault keeps the last good one in force, and says where', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    writeFileSync(lab.configFile, 'equipment:\n  - id: "../x"\n')
    const { problems } = await core.handlers['config.reload']({})
    expect(problems[0]).toMatchObject({ line: 2, key: 'equipment[0].id' })
    expect(await work(core, lab.run('SCOPE_01', 'Run', FILES))).toMatchObject({ state: 'verified' })
    rmSync(lab.configFile)
  })
})
