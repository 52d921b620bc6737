// Holds: runs for a destination that cannot take them wait without spending attempts (docs/spec.md 3).
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { act, add, get, work } from '../../helpers/lab.ts'
import { canMount, mountTmpfs, setInodes } from '../../helpers/mounts.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const states = async (core: Core, ids: readonly number[]) => {
  const jobs = await Promise.all(ids.map((id) => get(core, id)))
  return {
    verified: jobs.filter((job) => job.state === 'verified').length,
    failed: jobs.filter((job) => job.state === 'failed').length,
    attempts: jobs.reduce((sum, job) => sum + job.attempts, 0),
    heldBy: jobs.filter((job) => job.heldBy !== null).length,
  }
}

describe('a destination that cannot take runs', () => {
  it('with twelve runs has one hold, one run tries, and all go on when the NAS is back', async () => {
    const { lab, sshd } = await makeSshLab()
    await sshd.stop()
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const ids: number[] = []
    for (let i = 0; i < 12; i += 1)
      ids.push(await add(core, lab.run('FLOW_01', `Run ${i}`, { 'a.txt': `${i}` })))
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(core.overview().holds).toMatchObject([
      { reason: 'connection_refused', instruments: ['FLOW_01'] },
    ])
    expect(await states(core, ids)).toEqual({ verified: 0, failed: 0, attempts: 1, heldBy: 11 })
    for (const wait of [30_000, 120_000]) {
      lab.pass(wait)
      await core.idle()
    }
    expect(await states(core, ids)).toEqual({ verified: 0, failed: 0, attempts: 3, heldBy: 11 })
    await sshd.start()
    lab.pass(480_000)
    await core.idle()
    expect(core.overview().holds).toEqual([])
    expect(await states(core, ids)).toMatchObject({ verified: 12, failed: 0, heldBy: 0 })
  })

  it('fails the first run after its attempts; all wait for a probe and go on by themselves', async () => {
    const { lab, sshd } = await makeSshLab()
    await sshd.stop()
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const first = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    const second = await add(core, lab.run('FLOW_01', 'Run 2', { a: '2' }))
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    for (const wait of [30_000, 120_000, 480_000, 1_800_000]) {
      lab.pass(wait)
      await core.idle()
    }
    expect(await get(core, first)).toMatchObject({ state: 'failed', attempts: 5 })
    expect(await get(core, second)).toMatchObject({ state: 'queued', attempts: 0 })
    await sshd.start()
    lab.pass(7_200_000)
    await core.idle()
    expect(await get(core, second)).toMatchObject({ state: 'verified', attempts: 2 })
    // it failed for what is mended now
    expect(await get(core, first)).toMatchObject({ state: 'verified', attempts: 7 })
    expect(core.overview().holds).toEqual([])
  })

  it('that refuses the key holds the other runs until a setting changes', async () => {
    const { lab, sshd, configure } = await makeSshLab()
    configure({ key: sshd.strangerKey })
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const ids = [
      await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' })),
      await add(core, lab.run('FLOW_01', 'Run 2', { a: '2' })),
    ]
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    expect(core.overview().holds).toMatchObject([{ reason: 'ssh_key_rejected', dueAt: null }])
    expect(await states(core, ids)).toEqual({ verified: 0, failed: 1, attempts: 1, heldBy: 1 })
    lab.pass(86_400_000)
    await core.idle()
    expect((await states(core, ids)).attempts).toBe(1)
    configure()
    await core.handlers['config.reload']({})
    await core.idle()
    expect(await states(core, ids)).toMatchObject({ verified: 2, failed: 0 })
  })

  it('is tried again by a retry of a failed run, and held again where it still refuses', async () => {
    const { lab, sshd, configure } = await makeSshLab()
    configure({ key: sshd.strangerKey })
    const core = await lab.open()
    const jobId = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    await core.idle()
    await act(core, jobId, 'retry')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'failed', attempts: 2 })
    expect(core.overview().holds).toHaveLength(1)
    sshd.trust()
    await act(core, jobId, 'retry')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
    expect(core.overview().holds).toEqual([])
  })

  it('is still held after a restart, until a person resumes it', async () => {
    const { lab, sshd } = await makeSshLab()
    await sshd.stop()
    const core = await lab.open()
    const jobId = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    await core.idle()
    await core.stop()
    const again = await lab.open()
    const [hold] = again.overview().holds
    expect(hold?.reason).toBe('connection_refused')
    await sshd.start()
    await again.handlers['destinations.resume']({ key: hold?.key ?? '' })
    await again.idle()
    expect(await get(again, jobId)).toMatchObject({ state: 'verified' })
  })

  it('is tried at once after sleep or a change of the network', async () => {
    const { lab, sshd } = await makeSshLab()
    await sshd.stop()
    const core = await lab.open()
    const jobId = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    await core.idle()
    await sshd.start()
    core.tryNow()
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
  })

  it('is not held for a fault of one run', async () => {
    const { lab, nas } = await makeSshLab()
    writeFileSync(join(nas, 'Run 1'), 'a file where the folder belongs')
    const core = await lab.open()
    const bad = await add(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    await core.idle()
    expect(await get(core, bad)).toMatchObject({ state: 'queued', failures: 1 })
    expect(core.overview().holds).toEqual([])
    const good = await add(core, lab.run('FLOW_01', 'Run 2', { a: '2' }))
    await core.idle()
    expect(await get(core, good)).toMatchObject({ state: 'verified' })
    rmSync(join(nas, 'Run 1'))
    lab.pass(30_000)
    await core.idle()
    expect(await get(core, bad)).toMatchObject({ state: 'verified' })
    expect(existsSync(join(nas, 'Run 1', 'a'))).toBe(true)
    expect(readFileSync(join(nas, 'Run 2', 'a'), 'utf8')).toBe('2')
  })
})

describe('a hold', () => {
  it('for a rejected key leaves an instrument alone that has another one', async () => {
    const { lab, sshd, nas, instrument } = await makeSshLab()
    const stranger = {
      id: 'OTHER_01',
      transport: instrument.transport.map((line) => line.replace(sshd.key, sshd.strangerKey)),
    }
    lab.configure([stranger, instrument])
    const core = await lab.open()
    const refused = await work(core, lab.run('OTHER_01', 'Run 1', { a: '1' }))
    expect(refused).toMatchObject({ state: 'failed' })
    expect(core.overview().holds).toMatchObject([{ instruments: ['OTHER_01'] }])
    const sent = await work(core, lab.run('FLOW_01', 'Run 2', { a: '2' }))
    expect(sent).toMatchObject({ state: 'verified', heldBy: null })
    expect(readFileSync(join(nas, 'Run 2', 'a'), 'utf8')).toBe('2')
  })

  it.runIf(canMount())(
    'for a NAS that takes no more files spends no tries, also where there is room by the byte',
    async () => {
      const { lab, nas } = await makeSshLab({
        more: 'sync:\n  retry_delays_s: [1]\n  max_attempts: 2\n',
      })
      mountTmpfs(nas, 40)
      const core = await lab.open()
      await core.handlers['engine.pause']({ paused: true })
      const ids: number[] = []
      for (const name of ['Run 1', 'Run 2', 'Run 3']) {
        const files = Array.from({ length: 40 }, (_, i) => [`f${i}`, `${i}`] as const)
        ids.push(await add(core, lab.run('FLOW_01', name, Object.fromEntries(files))))
      }
      await core.handlers['engine.pause']({ paused: false })
      await core.idle()
      for (let wait = 0; wait < 3; wait += 1) {
        lab.pass(2_000)
        await core.idle()
      }
      expect(core.overview().holds).toMatchObject([{ reason: 'remote_disk_full' }])
      expect(await states(core, ids)).toEqual({ verified: 0, failed: 1, attempts: 2, heldBy: 2 })
      setInodes(nas, 1_000)
      lab.pass(2_000)
      await core.idle()
      expect(core.overview().holds).toEqual([])
      expect(await states(core, ids)).toMatchObject({ verified: 3, failed: 0 })
    },
  )

  it('is lifted by a connection test that passes, and its runs go on', async () => {
    const { lab, sshd, configure } = await makeSshLab()
    configure({ key: sshd.strangerKey })
    const core = await lab.open()
    const failed = await work(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    expect(failed).toMatchObject({ state: 'failed' })
    await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(core.overview().holds).toHaveLength(1)
    sshd.trust()
    const { steps } = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(steps.filter((step) => step.outcome === 'failed')).toEqual([])
    expect(core.overview().holds).toEqual([])
    await core.idle()
    expect(await get(core, failed.id)).toMatchObject({ state: 'verified' })
  })

  it('is not lifted by a change of the settings that has nothing to do with it', async () => {
    const { lab, sshd, configure } = await makeSshLab()
    configure({ key: sshd.strangerKey })
    const core = await lab.open()
    await work(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    sshd.trust()
    configure({ key: sshd.strangerKey }, 'logging:\n  keep_days: 30\n')
    await core.handlers['config.reload']({})
    await core.idle()
    expect(core.overview().holds).toHaveLength(1)
    configure()
    await core.handlers['config.reload']({})
    await core.idle()
    expect(core.overview().holds).toEqual([])
  })

  it('lets the checks of verified runs wait, and counts no attempt', async () => {
    const { lab, sshd } = await makeSshLab({
      more: 'verify:\n  repeat_days: 1\nnas_cleanup:\n  enabled: true\n  min_verify_passes: 2\n  min_age_hours: 0\n',
    })
    const core = await lab.open()
    const done = await work(core, lab.run('FLOW_01', 'Run 1', { a: '1' }))
    expect(done).toMatchObject({ state: 'verified', attempts: 2 })
    await sshd.stop()
    await work(core, lab.run('FLOW_01', 'Run 2', { a: '2' }))
    for (const wait of [30_000, 120_000, 480_000, 1_800_000, 7_200_000]) {
      lab.pass(wait)
      await core.idle()
    }
    expect(await get(core, done.id)).toMatchObject({ state: 'verified', attempts: 2, failures: 0 })
    await sshd.start()
    lab.pass(7_200_000)
    await core.idle()
    expect((await get(core, done.id)).attempts).toBeGreaterThan(2)
  })
})
