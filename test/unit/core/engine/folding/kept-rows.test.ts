// A run keeps its file rows wherever a fold would lose something that they know, or where something else goes first.
import { appendFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REST_MS } from '../../../../../electron/core/engine/folding/folding.ts'
import { DAY, NOW, foldedWorld } from '../../../../helpers/folded-world.ts'

type World = ReturnType<typeof foldedWorld>

const KEEPS: readonly (readonly [string, (world: World) => void])[] = [
  [
    'that is not at rest for 90 days',
    ({ db }) => db.exec(`UPDATE jobs SET updated_at = ${NOW - REST_MS + 1}`),
  ],
  [
    'that was verified within 90 days',
    ({ db }) => db.exec(`UPDATE jobs SET verified_at = ${NOW - REST_MS + 1}`),
  ],
  ['that a person holds', ({ db }) => db.exec('UPDATE jobs SET held = 1')],
  ['that is due', ({ db }) => db.exec('UPDATE jobs SET due_at = 1')],
  [
    'with a check within 90 days',
    ({ db }) =>
      db.exec(
        `INSERT INTO attempts (job_id, number, phase, started_at, ended_at) VALUES (1, 1, 'verify', 1, ${NOW - DAY})`,
      ),
  ],
  [
    'with an attempt that was cut off',
    ({ db }) =>
      db.exec(
        `INSERT INTO attempts (job_id, number, phase, started_at) VALUES (1, 1, 'verify', 1)`,
      ),
  ],
  ['that a restore of the queue put back', ({ db }) => db.exec('UPDATE jobs SET restored_at = 1')],
  ['whose last check could not look', ({ db }) => db.exec(`UPDATE jobs SET last_error = '{}'`)],
  [
    'that is sent to a further destination too',
    ({ db, folder }) =>
      db
        .prepare(
          `INSERT INTO jobs (folder, run, instrument, slot, lead, run_path, target, state, created_at, updated_at)
           VALUES (?, 'Run', 'A', 'archive', 1, 'Run', 'archive:Run', 'queued', 1, 1)`,
        )
        .run(folder),
  ],
  [
    'that is the copy at a further destination',
    ({ db }) => db.exec(`UPDATE jobs SET slot = 'archive', lead = 7`),
  ],
  ['whose folder is another run', ({ db }) => db.exec('UPDATE jobs SET folder_reused_at = 1')],
  [
    'that was cleaned up',
    ({ db }) =>
      db.exec(
        `UPDATE files SET state = 'cleaned'; UPDATE jobs SET state = 'cleanup_eligible'; UPDATE jobs SET state = 'cleaned'`,
      ),
  ],
  [
    'with an excluded file',
    ({ db }) => db.exec(`UPDATE files SET state = 'excluded' WHERE seq = 1`),
  ],
  [
    'with an exclusion that met nothing',
    ({ db }) =>
      db.exec(
        `INSERT INTO exclusions (job_id, kind, pattern, by, note, at) VALUES (1, 'pattern', '*.tmp', 'x', '', 1)`,
      ),
  ],
  ['with a name on the NAS', ({ db }) => db.exec(`UPDATE files SET nas_name = 'b' WHERE seq = 1`)],
  [
    'with a digest that the NAS gave',
    ({ db }) => db.exec('UPDATE files SET remote_sha256 = zeroblob(32) WHERE seq = 1'),
  ],
  ['with a size on the NAS', ({ db }) => db.exec('UPDATE files SET remote_size = 5 WHERE seq = 1')],
  ['with a note on a file', ({ db }) => db.exec(`UPDATE files SET last_error = 'x' WHERE seq = 1`)],
  [
    'with a digest of an unknown state of a file',
    ({ db }) => db.exec('UPDATE files SET ctime_us = NULL WHERE seq = 1'),
  ],
  [
    'with a time that no number holds',
    ({ db }) => db.exec('UPDATE files SET mtime_us = -5 WHERE seq = 1'),
  ],
  ['without a manifest', ({ manifest }) => rmSync(manifest)],
  [
    'with another manifest',
    ({ manifest }) => appendFileSync(manifest, `${'0'.repeat(64)}  more.tif\n`),
  ],
  [
    'with a link in the place of the manifest',
    ({ manifest, dir }) => {
      rmSync(manifest)
      symlinkSync(join(dir, 'queue.db'), manifest)
    },
  ],
  ['with a file that is gone', ({ folder }) => rmSync(join(folder, 'a.tif'))],
  ['with a late file', ({ folder }) => writeFileSync(join(folder, 'late.tif'), 'x')],
  ['whose folder is gone', ({ folder }) => rmSync(folder, { recursive: true })],
]

describe('a run keeps its rows', () => {
  it.each(KEEPS)('%s', async (_what, change) => {
    const world = foldedWorld()
    change(world)
    const before = world.rows()
    await world.fold()
    expect(world.rows()).toEqual(before)
    expect(world.folds.isFolded(1)).toBe(false)
  })

  it('while something runs, and where the program is ending', async () => {
    const world = foldedWorld()
    world.setBusy(true)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.setBusy(false)
    await world.fold(AbortSignal.abort())
    expect(world.rows()).toHaveLength(3)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('while somebody reads them', async () => {
    const world = foldedWorld()
    const read = await world.folding.withRows(world.job, async () => {
      await world.fold()
      return world.rows().length
    })
    expect(read).toEqual({ result: 3 })
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })

  it('and is not walked again within a day', async () => {
    const world = foldedWorld()
    const path = join(world.folder, 'late.tif')
    writeFileSync(path, 'x')
    await world.fold()
    rmSync(path)
    await world.fold()
    expect(world.rows()).toHaveLength(3)
    world.pass(DAY)
    await world.fold()
    expect(world.rows()).toEqual([])
  })
})
