// A limit is real, and a window that opens in mid-transfer takes hold without sending finished files again (docs/spec.md 7).
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { add, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const MIB = 1024 * 1024

describe('bandwidth', () => {
  it('rclone is held to its limit', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([
      { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 16 }'] },
    ])
    const core = await lab.open()
    const from = performance.now()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.bin': Buffer.alloc(10 * MIB, 1) }))
    // 16 Mbit/s are 2 MiB/s: ten MiB take five seconds at the least. A slow machine only takes longer, so nothing here
    // is compared with what it would take without the limit.
    expect(performance.now() - from).toBeGreaterThan(4_500)
    expect(job).toMatchObject({ state: 'verified' })
    expect(await logOf(core, job.id)).toContain('Starting bandwidth limiter at 2Mi Byte/s')
  })

  it('rsync starts anew when a window closes, and goes on where it was', async () => {
    const lab = makeLab()
    const sshd = await startSshd(join(lab.dir, 'sshd'))
    onTestFinished(() => sshd.stop())
    const nas = join(lab.dir, 'nas')
    mkdirSync(nas)
    // the clock of the lab stands at 12:00 UTC on a Monday; the window is told in local time
    const at = new Date(lab.now())
    const minute = at.getHours() * 60 + at.getMinutes()
    const time = (m: number): string =>
      `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
    const days = '[sun, mon, tue, wed, thu, fri, sat]'
    lab.configure([
      {
        id: 'FLOW_01',
        transport: [
          'type: rsync_ssh',
          `ssh_target: ${sshd.user}@127.0.0.1`,
          `ssh_port: ${sshd.port}`,
          `ssh_key_path: ${sshd.key}`,
          `ssh_known_hosts_file: ${sshd.knownHosts}`,
          `remote_path: ${nas}`,
          `bandwidth: { upload_mbps: 8, windows: [{ days: ${days}, from: "${time(minute)}", to: "${time((minute + 10) % 1_440)}" }] }`,
        ],
      },
    ])
    const folder = lab.run('FLOW_01', 'Run', {
      'a first.bin': Buffer.alloc(MIB, 1),
      'b.bin': Buffer.alloc(40 * MIB, 2),
    })
    const core = await lab.open()
    const jobId = await add(core, folder)
    // the far side has put the first file in its place
    await vi.waitFor(() => expect(statSync(join(nas, 'Run', 'a first.bin')).size).toBe(MIB), {
      timeout: 120_000,
    })
    lab.pass(10 * 60_000)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', failures: 0 })
    const { rows } = await core.handlers['attempts.list']({ jobId })
    const pushes = rows.filter((row) => row.phase === 'push')
    expect(pushes.map((row) => row.outcome)).toEqual(['done', 'interrupted'])
    expect(pushes[1]?.command).toContain('--bwlimit=1024')
    expect(pushes[0]?.command).not.toContain('--bwlimit')
    expect((await logOf(core, jobId)).match(/sent a first\.bin/g)).toHaveLength(1)
  })
})
