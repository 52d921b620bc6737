// A run folder is never taken for its own copy, however the destination came to be the same storage (docs/spec.md 8).
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, add, get, localNas, makeLab } from '../../helpers/lab.ts'
import { canMount, mountFolder, mountTmpfs } from '../../helpers/mounts.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const CLEANUP = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'
const FILES = { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' }

/** Adds a run and lets it go as far as it goes, with a cleanup that may delete at once. */
const tryAll = async (core: Core, lab: Lab, folder: string): Promise<void> => {
  const jobId = await add(core, folder).catch(() => null)
  if (jobId === null) return
  await core.idle()
  await core.handlers['cleanup.run']({ jobs: [jobId] }).catch(() => undefined)
  lab.pass(3_600_000)
  await core.idle()
  expect(await get(core, jobId)).not.toMatchObject({ state: 'verified' })
  expect(await get(core, jobId)).not.toMatchObject({ state: 'cleaned' })
}

const expectOriginals = (folder: string): void => {
  for (const [path, content] of Object.entries(FILES))
    expect(readFileSync(join(folder, path), 'utf8'), path).toBe(content)
}

/** A lab whose remote is a folder of this computer. */
const labWithRemote = (path: (lab: Lab) => string): Lab => {
  const lab = makeLab()
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${path(lab)}\n`)
  const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
  lab.configure([{ id: 'SCOPE_01', transport }], CLEANUP)
  return lab
}

describe('a run whose destination is its own storage keeps its originals', () => {
  it('where the remote is the folder of the instrument', async () => {
    const lab = labWithRemote(({ dir }) => join(dir, 'acquisition/SCOPE_01'))
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    await tryAll(await lab.open(), lab, folder)
    expectOriginals(folder)
  })

  it('where the remote is a link to the folder of the instrument', async () => {
    const lab = labWithRemote(({ dir }) => join(dir, 'nas'))
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    symlinkSync(dirname(folder), join(lab.dir, 'nas'))
    await tryAll(await lab.open(), lab, folder)
    expectOriginals(folder)
  })

  it('where the ssh server is this computer and its folder is that of the instrument', async () => {
    const { lab, configure } = await makeSshLab()
    configure({ path: join(lab.dir, 'acquisition/FLOW_01') }, CLEANUP)
    const folder = lab.run('FLOW_01', 'Run', FILES)
    await tryAll(await lab.open(), lab, folder)
    expectOriginals(folder)
  })

  it('where the destination lies inside the run', async () => {
    const lab = labWithRemote(({ dir }) => join(dir, 'acquisition/SCOPE_01/Run/nas'))
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    mkdirSync(join(folder, 'nas'))
    await tryAll(await lab.open(), lab, folder)
    expectOriginals(folder)
    expect(existsSync(join(folder, 'nas/Run'))).toBe(false)
  })

  it.skipIf(!canMount())('where the share is mounted over its folder (needs root)', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    mkdirSync(nas, { recursive: true })
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    const core = await lab.open()
    const jobId = await add(core, folder)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
    mountFolder(nas, dirname(folder))
    lab.configure([instrument], CLEANUP)
    await core.handlers['config.reload']({})
    await core.handlers['cleanup.run']({ jobs: [jobId] }).catch(() => undefined)
    lab.pass(3_600_000)
    await core.idle()
    expectOriginals(join(nas, 'Run'))
  })

  it.skipIf(!canMount())(
    'and gets no copy where the volume is not mounted (needs root)',
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      const volume = mountTmpfs(dirname(nas))
      mkdirSync(nas)
      lab.configure([instrument], CLEANUP.replace('true', 'false'))
      const core = await lab.open()
      const jobId = await add(core, lab.run('SCOPE_01', 'Run 1', FILES))
      await core.idle()
      expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
      volume.unmount()
      // the folder under the mount point, as a careless set-up may have made it
      mkdirSync(nas, { recursive: true })
      const second = await add(core, lab.run('SCOPE_01', 'Run 2', FILES))
      await core.idle()
      expect(existsSync(join(nas, 'Run 2'))).toBe(false)
      expect(await get(core, second)).not.toMatchObject({ state: 'verified' })
      const { verdict } = await core.handlers['cleanup.decision']({ jobId })
      expect(verdict).not.toBe('safe')
    },
  )
})
