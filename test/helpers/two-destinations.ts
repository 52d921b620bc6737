// A lab whose instrument sends to two destinations, and what its runs are asked.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Core } from '../../electron/core/core.ts'
import type { JobSummary } from '../../shared/model/model.ts'
import { localNas, makeLab } from './lab.ts'
import type { Instrument } from './lab-files.ts'

/** Settings by which a run is deleted after one pass. */
export const DELETE = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'

/** A lab whose instrument goes to `nas` and, by `also`, to a second remote. */
export const setUpTwo = (required = true) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const archive = join(lab.dir, 'archive')
  mkdirSync(archive)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `${readFileSync(conf, 'utf8')}[second]\ntype = alias\nremote = ${archive}\n`)
  const also = (remote: string, path: string): Instrument => ({
    ...instrument,
    more: [
      'also:',
      '  - name: archive',
      `    required: ${required}`,
      `    transport: { type: rclone, rclone_remote: ${remote}, rclone_remote_path: ${path}, rclone_config: ${JSON.stringify(conf)} }`,
    ],
  })
  return { lab, nas, archive, instrument, also }
}

/** All jobs, the oldest first. */
export const jobsOf = async (core: Core): Promise<JobSummary[]> =>
  (
    await core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 50 })
  ).rows.toSorted((a, b) => a.id - b.id)

/** The decision after a look, and what speaks against the deletion. */
export const openOf = async (core: Core, jobId: number) => {
  const { verdict, conditions } = await core.handlers['cleanup.look']({ jobId })
  return { verdict, open: conditions.filter(({ holds }) => !holds) }
}
