// A run whose destination has another path in the settings goes there: what is known of its files is of the former place.
import { expect, it, onTestFinished } from 'vitest'
import { createChangeHub } from '../../../../electron/core/changes.ts'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import type { Route } from '../../../../electron/core/domain/routes.ts'
import { preflight } from '../../../../electron/core/engine/preflight.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import type { Job } from '../../../../electron/core/queue/job-row.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createPlaceStore } from '../../../../electron/core/queue/place-store.ts'
import type { Transport } from '../../../../electron/core/transports/transport.ts'

/** A run at `nas:raw/Run` with one file, whose destination is `nas:new` now. */
const setUp = (state: string, fileState: string, verifiedAt: number | null = null) => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const clock = { now: () => 9 }
  const jobs = createJobStore(db, clock)
  const places = createPlaceStore(db)
  const { id } = jobs.add({
    folder: '/acq/Run',
    run: 'Run',
    instrument: 'A',
    runPath: 'Run',
    target: 'nas:raw/Run',
    folderIdentity: null,
    about: { label: '', operator: '' },
  }).job
  places.set(id, 'own', null)
  db.prepare('UPDATE jobs SET state = ?, verified_at = ? WHERE id = ?').run(state, verifiedAt, id)
  db.prepare(
    `INSERT INTO files (job_id, seq, path, size, mtime_us, state) VALUES (?, 0, 'a', 1, 1, ?), (?, 1, 'b', 1, 1, 'excluded')`,
  ).run(id, fileState, id)
  const job = (): Job => {
    const now = jobs.get(id)
    if (now === null) throw new Error('the job is there')
    return now
  }
  const check = () =>
    preflight(job(), { destination: {} } as Route, DEFAULT_SETTINGS, {
      jobs,
      places,
      files: createFileStore(db),
      changes: createChangeHub(),
      clock,
      transportFor: () => ({ target: (path) => `nas:new/${path}` }) as Transport,
    })
  const states = (): unknown[] =>
    db
      .prepare('SELECT state FROM files ORDER BY seq')
      .all()
      .map((row) => row['state'])
  return { check, job, states }
}

it('a run that was sent and not proven is sent to the new place, and not looked for there', () => {
  const { check, job, states } = setUp('awaiting_verify', 'sent')
  expect(check()).toBeNull()
  expect(job()).toMatchObject({ state: 'queued', target: 'nas:new/Run', place: 'none', dueAt: 9 })
  expect(states()).toEqual(['pending', 'excluded'])
})

it('a run that is due to be sent starts at once, with nothing that the former place has', () => {
  const { check, job, states } = setUp('queued', 'verified')
  expect(check()?.job).toMatchObject({ target: 'nas:new/Run', place: 'none', state: 'queued' })
  expect(job().target).toBe('nas:new/Run')
  expect(states()).toEqual(['pending', 'excluded'])
})

it('a proven run is checked at the new place against what was proven', () => {
  const { check, states } = setUp('awaiting_verify', 'verified', 5)
  expect(check()?.job).toMatchObject({ target: 'nas:new/Run', place: 'own' })
  expect(states()).toEqual(['verified', 'excluded'])
})
