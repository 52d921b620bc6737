// Speed limits: they are kept, and a limit that ends during a transfer takes effect without sending finished files again
// (docs/spec.md 7).
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { add, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

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
    // 16 Mbit/s are 2 MiB/s, so ten MiB take at least five seconds, and longer on a slow machine
    expect(performance.now() - from).toBeGreaterThan(4_500)
    expect(job).toMatchObject({ state: 'verified' })
    expect(await logOf(core, job.id)).toContain('Starting bandwidth limiter at 2Mi Byte/s')
  })

  it('rsync is restarted when the hours of a limit end, and continues where it was', async () => {
    const { lab, nas, configure } = await makeSshLab()
    // the clock of the lab stands at 12:00 UTC on a Monday; hours of a limit are in local time
    const at = new Date(lab.now())
    const minute = at.getHours() * 60 + at.getMinutes()
    const time = (m: number): string =>
      `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
    const days = '[sun, mon, tue, wed, thu, fri, sat]'
    const window = `{ days: ${days}, from: "${time(minute)}", to: "${time((minute + 10) % 1_440)}" }`
    configure({ transport: [`bandwidth: { upload_mbps: 8, windows: [${window}] }`] })
    const folder = lab.run('FLOW_01', 'Run', {
      'a first.bin': Buffer.alloc(MIB, 1),
      'b.bin': Buffer.alloc(40 * MIB, 2),
    })
    const core = await lab.open()
    const jobId = await add(core, folder)
    // the first file has arrived
    await vi.waitFor(() => expect(statSync(join(nas, 'Run', 'a first.bin')).size).toBe(MIB), {
      timeout: 120_000,
    })
    const { ino } = statSync(join(nas, 'Run', 'a first.bin'))
    lab.pass(10 * 60_000)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', failures: 0 })
    const { rows } = await core.handlers['attempts.list']({ jobId })
    const pushes = rows.filter((row) => row.phase === 'push')
    expect(pushes.map((row) => row.outcome)).toEqual(['done', 'interrupted'])
    expect(pushes[1]?.command).toContain('--bwlimit=1024')
    expect(pushes[0]?.command).not.toContain('--bwlimit')
    // the first push ended before it could say that the file had arrived, and rsync writes a file that it sends anew
    expect(await logOf(core, jobId)).not.toContain('sent a first.bin')
    expect(statSync(join(nas, 'Run', 'a first.bin')).ino).toBe(ino)
    expect((await logOf(core, jobId)).match(/sent b\.bin/g)).toHaveLength(1)
  })
})
