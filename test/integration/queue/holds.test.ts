// Holds: runs for a destination that cannot take them wait without spending attempts (docs/spec.md 3).
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { act, add, get } from '../../helpers/lab.ts'
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

  it('fails the first run after its attempts; the others wait for a probe and go on by themselves', async () => {
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
    expect(await states(core, ids)).toMatchObject({ verified: 1, failed: 1 })
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
