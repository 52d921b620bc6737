// Originals that vanish before their proof or change after it: proven copies are never overwritten, and a person decides.
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { act, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

/** A modification time that every file system can store exactly. */
const SECOND = 1_700_000_000

const activityOf = async (core: Core, jobId: number): Promise<string[]> => {
  const page = { level: 'info', jobId, search: '', offset: 0, limit: 200 } as const
  return (await core.handlers['activity.page'](page)).rows.map((row) => row.text)
}

describe('an original that is gone', () => {
  it('its NAS copy is accepted by somebody with a reason, and is never called Verified', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'gone.tif': 'ggg' })
    const rclone = lab.wrap(
      'rclone',
      `if [ "$1" = copy ]; then /usr/bin/rclone "$@"; code=$?; rm -f "${join(folder, 'gone.tif')}"; exit $code; fi`,
    )
    // the file is deleted between push and verification
    const conf = readFileSync(lab.configFile, 'utf8')
    writeFileSync(lab.configFile, `${conf}tools:\n  rclone: ${rclone}\n`)
    await core.handlers['config.reload']({})
    const job = await work(core, folder)
    lab.pass(60_000)
    await core.idle()
    const failed = await get(core, job.id)
    expect(failed).toMatchObject({
      state: 'failed',
      lastError: { kind: 'local_file_vanished' },
      files: { byState: { vanished: 1 } },
    })
    const note = 'moved to tape by K. Ono, ticket 12'
    await core.handlers['files.accept']({ jobId: job.id, files: 'all', by: 'J. Lee', note })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'verified',
      files: { total: 1, byState: { verified: 1, excluded: 1 } },
    })
    expect(existsSync(join(nas, 'Run/gone.tif'))).toBe(true)
    expect(readFileSync(join(folder, '.exlab-wizard/checksums.sha256'), 'utf8')).not.toContain(
      'gone.tif',
    )
    expect(await activityOf(core, job.id)).toContain(
      `Accepted the NAS copy of 1 file without proof by J. Lee: ${note}`,
    )
    const receipt = [...(await core.receiptOf(job.id, 'text'))].join('')
    expect(receipt).toContain(`NAS copy accepted without proof by J. Lee: 1 file`)
    expect(receipt).toMatch(/(?:-{64}|\w{64}) {2}None {2}Excluded {2}3 {2}gone\.tif/)
    // its original is gone, so a deletion leaves nothing out
    expect(await core.handlers['cleanup.decision']({ jobId: job.id })).toMatchObject({
      leftOut: 0,
    })
    // once the acceptance is undone, the run waits for a person again
    await core.handlers['files.include']({ jobId: job.id, files: 'all', by: 'J. Lee' })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'source_vanished' },
    })
  })
})

describe('originals that changed after the proof', () => {
  const drifted = async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', {
      'a.tif': 'aaa',
      'b.tif': 'bbb',
      '.exlab-wizard/creation.json': '{"sync_status": "pending"}',
    })
    utimesSync(join(folder, 'a.tif'), SECOND, SECOND)
    const { id } = await work(core, folder)
    writeFileSync(join(folder, 'a.tif'), 'another')
    await act(core, id, 'verify')
    await core.idle()
    return { lab, nas, core, folder, id, remote: join(nas, 'Run/a.tif') }
  }
  const status = (folder: string): unknown =>
    JSON.parse(readFileSync(join(folder, '.exlab-wizard/creation.json'), 'utf8'))

  it('are a state of their own: nothing is sent, creation.json stays synced, a person decides', async () => {
    const { core, folder, id, remote } = await drifted()
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      needsPerson: true,
      lastError: { reason: 'changed_since_verified', message: expect.stringContaining('a.tif') },
      actions: ['verify', 'archive'],
    })
    expect(core.overview()).toMatchObject({
      failed: 0,
      counts: { needs_you: 1 },
      unacknowledged: 1,
    })
    expect(await core.handlers['cleanup.decision']({ jobId: id })).toMatchObject({
      verdict: 'do_not',
    })
    expect(status(folder)).toEqual({ sync_status: 'synced' })
    // neither a retry of all failed runs nor one of this run overwrites proven copies
    await core.handlers['jobs.act']({ jobs: 'all_failed', action: 'retry' })
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'changed_since_verified' } })
    expect(readFileSync(remote, 'utf8')).toBe('aaa')
    expect(status(folder)).toEqual({ sync_status: 'synced' })
    expect(await activityOf(core, id)).toContain(
      'Changed since verified: Changed on this computer since it was verified: a.tif.',
    )
  })

  it('are sent as they are now where a person chose them', async () => {
    const { core, folder, id, remote } = await drifted()
    await core.handlers['files.retry']({ jobId: id, files: 'attention' })
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(remote, 'utf8')).toBe('another')
    expect(status(folder)).toEqual({ sync_status: 'synced' })
  })

  it('put back as they were, the run is Verified again without sending anything', async () => {
    const { core, folder, id } = await drifted()
    writeFileSync(join(folder, 'a.tif'), 'aaa')
    utimesSync(join(folder, 'a.tif'), SECOND, SECOND)
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(await logOf(core, id)).not.toContain('a.tif: Copied (replaced')
  })

  it('stay as proven while other files of the run are sent again', async () => {
    const { nas, core, id, remote } = await drifted()
    rmSync(join(nas, 'Run/b.tif'))
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'remote_changed' } })
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'changed_since_verified' } })
    expect(readFileSync(join(nas, 'Run/b.tif'), 'utf8')).toBe('bbb')
    expect(readFileSync(remote, 'utf8')).toBe('aaa')
  })

  it('excluded, the run is Verified without them', async () => {
    const { core, id, remote } = await drifted()
    await core.handlers['files.exclude']({
      jobId: id,
      files: { pattern: 'a.tif' },
      by: 'J. Lee',
      note: '',
    })
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', files: { total: 1 } })
    expect(readFileSync(remote, 'utf8')).toBe('aaa')
  })
})
