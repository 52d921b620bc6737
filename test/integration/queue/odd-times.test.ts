// Files with times that a clock set wrong, a file system or another program made up: they are sent, proven, compared and shown.
import { execFileSync } from 'node:child_process'
import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { act, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const FILES = { 'future.tif': 'f', 'old.tif': 'o', 'now.tif': 'n' }

/** Gives files of a run a time in 2400 and one in 1901, outside of 64-bit nanoseconds and before 1970. */
const setTimes = (folder: string): void => {
  execFileSync('touch', ['-d', '2400-01-01T00:00:00Z', join(folder, 'future.tif')])
  execFileSync('touch', ['-d', '1901-12-20T00:00:00Z', join(folder, 'old.tif')])
  expect(statSync(join(folder, 'future.tif')).mtimeMs).toBe(Date.UTC(2400, 0, 1))
}

const LABS = {
  rclone: async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    return { lab, id: 'SCOPE_01' }
  },
  rsync: async () => {
    const { lab, configure } = await makeSshLab()
    configure()
    return { lab, id: 'FLOW_01' }
  },
}

it.each(['rclone', 'rsync'] as const)(
  '%s: is verified, and checked again without a change',
  async (transport) => {
    const { lab, id } = await LABS[transport]()
    const folder = lab.run(id, 'Run', FILES)
    setTimes(folder)
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', attempts: 3 })
    const times = Object.fromEntries(
      (await filesOf(core, job.id)).map((file) => [file.path, file.modifiedAt]),
    )
    expect(times['future.tif']).toBe(Date.UTC(2400, 0, 1))
    expect(times['old.tif']).toBe(Date.UTC(1901, 11, 20))
    for (const form of ['text', 'json', 'html'] as const)
      expect([...(await core.receiptOf(job.id, form))].join('')).toContain('future.tif')
    // a change of such a file is noticed
    utimesSync(join(folder, 'old.tif'), -100, -100)
    await core.handlers['files.page']({
      jobId: job.id,
      view: 'all',
      search: 'old',
      offset: 0,
      limit: 9,
    })
    await act(core, job.id, 'verify')
    await core.idle()
    expect((await get(core, job.id)).attempts).toBe(4)
  },
)
