// A folder that goes to two destinations is deleted only when both have it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { add, localNas, makeLab } from '../../helpers/lab.ts'

const MINUTE = 60_000
const DELETE = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'

describe('a folder that goes to two destinations', () => {
  it('is safe to delete only when both have it, and says which one does not', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(
      conf,
      `${readFileSync(conf, 'utf8')}[far]\ntype = sftp\nhost = 127.0.0.1\nport = 9\nuser = x\n`,
    )
    const far = instrument.transport.map((line) =>
      line.replace('rclone_remote: nas', 'rclone_remote: far'),
    )
    lab.configure(
      [instrument, { id: 'FAR', transport: far }],
      `${DELETE}sync:\n  max_attempts: 1\n`,
    )
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
    await core.handlers['engine.pause']({ paused: true })
    const near = await add(core, folder)
    await core.handlers['jobs.add']({ folders: [folder], instrumentId: 'FAR' })
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    lab.pass(MINUTE)
    await core.idle()
    const decision = await core.handlers['cleanup.look']({ jobId: near })
    expect(decision.verdict).toBe('not_yet')
    const open = decision.conditions.filter((one) => !one.holds)
    expect(open.map((one) => one.id)).toEqual(['other_jobs'])
    expect(open[0]?.words).toContain('Run (FAR)')
    await core.handlers['cleanup.run']({ jobs: [near] })
    await core.idle()
    expect(readFileSync(join(folder, 'a.tif'), 'utf8')).toBe('aaa')
  })
})
