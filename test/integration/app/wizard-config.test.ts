// The instruments of ExLab-Wizard's config.yaml send from here, as that file stands.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { add, get, localNas, makeLab } from '../../helpers/lab.ts'

/** For what a program is to reach: long, since the machine may be busy. */
const WAIT = { timeout: 60_000, interval: 20 }

it('instruments of ExLab-Wizard send from here with what ours adds, pause with it, and keep from what another computer sends', async () => {
  const lab = makeLab()
  const { nas } = localNas(lab)
  const folder = lab.run('SCOPE_01', 'PROJ/Runs/Run_1', { 'a.tif': 'aaa' })
  const staged = lab.run('FLOW_01', 'PROJ/Runs/Run_1', { 'b.fcs': 'bbb' })
  const theirs = join(lab.dir, 'wizard.yaml')
  const root = join(lab.dir, 'acquisition')
  const entry = (id: string, mode: string) => ({
    id,
    label: `The ${id}`,
    local_root: root,
    nas_root: '//nas01/lab',
    completeness_signal: 'sentinel_file',
    sentinel_filename: 'done.flag',
    manifest_filename: null,
    sync_mode: mode,
    transport:
      mode === 'stage'
        ? null
        : {
            type: 'rclone',
            rclone_remote: 'nas',
            rclone_remote_path: 'raw',
            bandwidth: { upload_mbps: null, schedule: [] },
          },
    orchestrator_staging_transport: null,
  })
  const save = (enabled: boolean): void =>
    writeFileSync(
      theirs,
      JSON.stringify({
        equipment: [entry('SCOPE_01', 'nas'), entry('FLOW_01', 'stage')],
        nas_cleanup: { enabled: true },
        sync: { enabled },
      }),
    )
  save(false)
  const hang = join(lab.dir, 'hang')
  const rclone = lab.wrap(
    'rclone',
    `if [ "$1" = copy ] && [ -e '${hang}' ]; then touch '${hang}.reached'; exec sleep 600; fi`,
  )
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(
    lab.configFile,
    `exlab_wizard_config: ${theirs}\nequipment: [{ id: SCOPE_01, transport: { rclone_config: ${conf} } }]\ntools: { rclone: ${rclone} }\n`,
  )
  const core = await lab.open()
  const { instruments, problems, wizard } = await core.handlers['config.get']({})
  expect(problems).toEqual([])
  expect(instruments.map(({ id }) => id)).toEqual(['SCOPE_01'])
  expect(wizard).toEqual({
    file: theirs,
    instruments: ['SCOPE_01'],
    staged: [{ id: 'FLOW_01', label: 'The FLOW_01' }],
  })
  expect(await core.handlers['config.wizardOffer']({})).toBeNull()

  const { refused } = await core.handlers['jobs.add']({ folders: [staged], instrumentId: null })
  expect(refused[0]?.message).toContain('another computer sends the runs of The FLOW_01')
  const jobId = await add(core, folder)
  await core.idle()
  expect((await get(core, jobId)).state).toBe('queued')
  expect(core.overview()).toMatchObject({
    paused: true,
    pausedBy: `sync.enabled: false in ${theirs}`,
  })
  await expect(core.handlers['engine.pause']({ paused: false })).rejects.toThrow(theirs)

  save(true)
  await core.handlers['config.reload']({})
  await core.idle()
  expect((await get(core, jobId)).state).toBe('verified')
  expect(readFileSync(join(nas, 'PROJ', 'Runs', 'Run_1', 'a.tif'), 'utf8')).toBe('aaa')
  expect(core.settings().cleanup.enabled).toBe(false)
  expect(readdirSync(join(nas, 'PROJ', 'Runs'))).toEqual(['Run_1'])

  writeFileSync(hang, '')
  const second = await add(core, lab.run('SCOPE_01', 'PROJ/Runs/Run_2', { 'a.tif': 'aaa' }))
  await vi.waitFor(() => expect(existsSync(`${hang}.reached`)).toBe(true), WAIT)
  save(false)
  await core.handlers['config.reload']({})
  await core.idle()
  expect(await get(core, second)).toMatchObject({ state: 'queued', failures: 0 })
})
