// The run folder is what it was: a link, another folder or a mount in its place ends a push, a proof and a cleanup with words,
// and nothing outside is read, sent or deleted (docs/security.md 1).
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { canMount, mountFolder } from '../../helpers/mounts.ts'

const CLEANUP = 'nas_cleanup: { enabled: true, min_verify_passes: 1, min_age_hours: 0 }\n'
const KEEP = 'nas_cleanup: { enabled: false }\n'
const FILES = { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' }

const setUp = async (more: string) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], more)
  const folder = lab.run('SCOPE_01', 'Run', FILES)
  const outside = join(lab.dir, 'outside')
  /** A folder with the same files, times included. */
  const copyOutside = (): void =>
    cpSync(folder, outside, { recursive: true, preserveTimestamps: true })
  /** Where the folder of the run is meanwhile: a new name beside it would be found. */
  const aside = join(lab.dir, 'aside')
  const linkInPlace = (path: string): void => {
    renameSync(path, aside)
    symlinkSync(outside, path)
  }
  const core = await lab.open()
  return { lab, nas, instrument, folder, outside, aside, copyOutside, linkInPlace, core }
}

describe('a link in the place of the run folder', () => {
  it('ends a push: nothing is sent through it, and a retry sends the folder that was put back', async () => {
    const { lab, nas, instrument, folder, aside, copyOutside, linkInPlace, core } =
      await setUp(KEEP)
    lab.configure([instrument], `${KEEP}sync: { max_attempts: 1 }\n`)
    await core.handlers['engine.pause']({ paused: true })
    const id = await add(core, folder)
    copyOutside()
    linkInPlace(folder)
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    const job = await get(core, id)
    expect(job).toMatchObject({ state: 'failed', lastError: { reason: 'run_folder_link' } })
    expect(job.lastError?.message).toContain(`${folder} is reached through a link now`)
    expect(existsSync(join(nas, 'Run'))).toBe(false)
    rmSync(folder)
    renameSync(aside, folder)
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
  })

  it('keeps the proof of a verified run, is said, and lets nothing be deleted', async () => {
    const { folder, outside, copyOutside, linkInPlace, core } = await setUp(KEEP)
    const { id } = await work(core, folder)
    copyOutside()
    linkInPlace(folder)
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'verified',
      lastError: { reason: 'run_folder_link' },
    })
    const { verdict } = await core.handlers['cleanup.look']({ jobId: id })
    expect(verdict).toBe('do_not')
    expect(readdirSync(outside)).toEqual(['.exlab-wizard', 'a.tif', 'sub'])
  })

  it('may be above it', async () => {
    const { lab, folder, copyOutside, core } = await setUp(KEEP)
    const { id } = await work(core, folder)
    copyOutside()
    const above = join(lab.dir, 'acquisition')
    renameSync(above, join(lab.dir, 'elsewhere'))
    symlinkSync(join(lab.dir, 'elsewhere'), above)
    await act(core, id, 'verify')
    await core.idle()
    expect((await get(core, id)).lastError?.reason).toBe('run_folder_link')
  })

  it('can be answered with Locate', async () => {
    const { lab, folder, core } = await setUp(KEEP)
    const { id } = await work(core, folder)
    const moved = join(lab.dir, 'acquisition/SCOPE_01/Moved')
    renameSync(folder, moved)
    symlinkSync(moved, folder)
    await core.handlers['jobs.locate']({ jobId: id, folder: moved })
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null, folder: moved })
  })
})

describe('a folder in the run that is exchanged', () => {
  it('for a link after the walk is not hashed through it', async () => {
    const { lab, nas, instrument, folder, outside, copyOutside, core } = await setUp(KEEP)
    copyOutside()
    writeFileSync(join(outside, 'b.tif'), 'bbb')
    // the tool exchanges it before it reads the run
    const rclone = lab.wrap(
      'rclone',
      `if [ "$1" = copy ] && [ ! -e '${folder}-sub' ]; then mv '${folder}/sub' '${folder}-sub'; ln -s '${outside}' '${folder}/sub'; fi`,
    )
    lab.configure([instrument], `${KEEP}sync: { max_attempts: 1 }\ntools: { rclone: ${rclone} }\n`)
    await core.handlers['config.reload']({})
    const job = await work(core, folder)
    expect(job.state).not.toBe('verified')
    expect((await filesOf(core, job.id)).find(({ path }) => path === 'sub/b.tif')?.state).not.toBe(
      'verified',
    )
    expect(existsSync(join(nas, 'Run/sub/b.tif'))).toBe(false)
  })

  it.runIf(canMount())('for a mount loses no file of that mount', async () => {
    const { folder, outside, copyOutside, core } = await setUp(CLEANUP)
    copyOutside()
    const { unmount } = mountFolder(join(outside, 'sub'), join(folder, 'sub'))
    const job = await work(core, folder)
    const log = await logOf(core, job.id)
    expect(log).toContain('deleted: a.tif')
    expect(log).toContain('stays: sub/b.tif: its folder is another disk or folder')
    unmount()
    expect(readFileSync(join(outside, 'sub/b.tif'), 'utf8')).toBe('bbb')
  })
})
