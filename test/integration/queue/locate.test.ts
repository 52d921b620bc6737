// Locating a moved run folder: a person chooses the new place and the run goes on; another run's folder is refused by name.
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { act, add, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'deep/c.tif': 'cccc' }

const setUp = (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], more)
  return { lab, nas, instrument }
}

/** Moves a folder to a place that is not watched. */
const away = (dir: string, folder: string, name: string): string => {
  mkdirSync(join(dir, 'archive'), { recursive: true })
  const to = join(dir, 'archive', name)
  renameSync(folder, to)
  return to
}

const locate = (core: Core, jobId: number, folder: string) =>
  core.handlers['jobs.locate']({ jobId, folder })

const copies = async (core: Core, jobId: number, path: string): Promise<number> =>
  (await logOf(core, jobId)).split(`${path}: Copied`).length - 1

describe('a run folder that was moved away', () => {
  it('is located: the run goes on to Verified in its place, and what is proven is not sent again', async () => {
    const { lab, nas, instrument } = setUp()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const late = join(lab.dir, 'late.tif')
    // a file is deleted between push and verification
    const rclone = lab.wrap(
      'rclone',
      `if [ "$1" = copy ] && [ ! -e '${late}' ]; then\n/usr/bin/rclone "$@"; code=$?\nmv '${folder}/b.tif' '${late}'; exit $code\nfi`,
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const { id, target } = await work(core, folder)
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'source_vanished' },
      files: { byState: { verified: 2, vanished: 1 } },
    })
    renameSync(late, join(folder, 'b.tif'))
    const moved = away(lab.dir, folder, 'Run of Monday')
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      lastError: {
        kind: 'local_file_vanished',
        reason: 'run_folder_missing',
        message: `${folder} is no longer on this computer.`,
      },
      files: { byState: { verified: 2 } },
    })
    await locate(core, id, moved)
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'verified',
      folder: moved,
      run: 'Run of Monday',
      target,
      failures: 0,
      files: { total: 3, byState: { verified: 3 } },
    })
    expect(await copies(core, id, 'a.tif')).toBe(1)
    expect(await copies(core, id, 'c.tif')).toBe(1)
    expect(existsSync(join(nas, 'Run of Monday'))).toBe(false)
    const page = { level: 'info', jobId: id, search: '', offset: 0, limit: 200 } as const
    const { rows } = await core.handlers['activity.page'](page)
    expect(rows.filter((row) => row.source === 'person').map((row) => row.text)).toContain(
      `Located: ${moved}`,
    )
  })

  it('after it was verified: only what the NAS lost is sent again from the new place', async () => {
    const { lab, nas } = setUp()
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const { id } = await work(core, folder)
    const moved = away(lab.dir, folder, 'Run')
    rmSync(join(nas, 'Run/b.tif'))
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'remote_changed' } })
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'run_folder_missing' } })
    await locate(core, id, moved)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect(existsSync(join(nas, 'Run/b.tif'))).toBe(true)
    expect(await copies(core, id, 'a.tif')).toBe(1)
  })

  it('that comes back under another name is known by itself, and the run goes on', async () => {
    const { lab } = setUp()
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    await core.handlers['engine.pause']({ paused: true })
    const id = await add(core, folder)
    const moved = away(lab.dir, folder, 'Run')
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(await get(core, id)).toMatchObject({ lastError: { reason: 'run_folder_missing' } })
    renameSync(moved, `${folder} renamed`)
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', run: 'Run renamed' })
  })
})

describe('a folder that is not the one of the run', () => {
  const missing = async () => {
    const { lab, nas, instrument } = setUp()
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const { id } = await work(core, folder)
    const other = lab.run('SCOPE_01', 'Other', FILES)
    await work(core, other)
    const moved = away(lab.dir, folder, 'Run')
    rmSync(join(nas, 'Run/b.tif'))
    await act(core, id, 'verify')
    await core.idle()
    const refused = async (path: string, words: string | RegExp): Promise<void> => {
      await expect(locate(core, id, path), path).rejects.toThrow(words)
      expect(await get(core, id)).toMatchObject({ state: 'failed', folder, run: 'Run' })
    }
    return { lab, nas, instrument, core, folder, id, other, moved, refused }
  }

  it('is refused, naming folder and rule', async () => {
    const { lab, other, moved, folder, refused } = await missing()
    await refused(other, `${other} is in the list already`)
    await refused(join(other, 'deep'), `the run ${other} is in the queue`)
    await refused('/', '/ is a whole disk')
    await refused(folder, 'there is no such folder')
    await refused(join(moved, 'a.tif'), 'is a file')
    const alike = join(lab.dir, 'alike')
    mkdirSync(alike)
    // the same name and size with another modification time
    writeFileSync(join(alike, 'a.tif'), 'xxxx')
    await refused(alike, /alike does not hold Run: none of its first 3 files .* holds a\.tif\./)
  })

  it('is refused where it is the copy on the NAS, and where the run is not gone', async () => {
    const { lab, nas, instrument, core, folder, id, moved, refused } = await missing()
    lab.configure([{ ...instrument, more: [`nas_root: ${nas}`] }])
    await core.handlers['config.reload']({})
    await core.idle()
    await refused(join(nas, 'Run'), 'is on the NAS, where runs are sent to')
    // by another name for the same place, as a mapped drive is one of a share
    const mounted = join(lab.dir, 'mounted')
    symlinkSync(nas, mounted)
    lab.configure([{ ...instrument, more: [`nas_root: ${mounted}`] }])
    await core.handlers['config.reload']({})
    await core.idle()
    await refused(join(nas, 'Run'), 'is on the NAS, where runs are sent to')
    renameSync(moved, folder)
    await act(core, id, 'retry')
    await core.idle()
    await expect(locate(core, id, lab.dir)).rejects.toThrow(`Run is still in ${folder}`)
  })

  it('waits until the run is not being worked on', async () => {
    const { lab, instrument } = setUp()
    const [begun, go] = [join(lab.dir, 'begun'), join(lab.dir, 'go')]
    const rclone = lab.wrap(
      'rclone',
      `if [ "$1" = copy ]; then touch '${begun}'; while [ ! -e '${go}' ]; do sleep 0.05; done; fi`,
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const id = await add(core, folder)
    await vi.waitFor(() => expect(existsSync(begun)).toBe(true), 30_000)
    await expect(locate(core, id, folder)).rejects.toThrow('is being worked on')
    writeFileSync(go, '')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified' })
  })
})

it('what was located outside of the folder of its instrument is never deleted', async () => {
  const { lab } = setUp('nas_cleanup:\n  enabled: true\n')
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', FILES)
  const { id } = await work(core, folder)
  const moved = away(lab.dir, folder, 'Run')
  await locate(core, id, moved)
  for (const hours of [2, 25, 25]) {
    lab.pass(hours * 3_600_000)
    await core.idle()
  }
  expect(await core.handlers['cleanup.decision']({ jobId: id })).toMatchObject({
    verdict: 'do_not',
    conditions: expect.arrayContaining([expect.objectContaining({ id: 'place', holds: false })]),
  })
  expect(existsSync(join(moved, 'a.tif'))).toBe(true)
  // moved back to its own folder it is like any other run
  const back = join(folder, '..', 'Back')
  renameSync(moved, back)
  await core.idle()
  expect((await get(core, id)).folder).toBe(back)
  lab.pass(25 * 3_600_000)
  await core.idle()
  expect(await get(core, id)).toMatchObject({ state: 'cleaned' })
  expect(existsSync(join(back, 'a.tif'))).toBe(false)
})
