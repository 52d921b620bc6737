// Which verify passes count: those that were made where the place of the run is now.
import { expect, it, onTestFinished } from 'vitest'
import { openQueue } from '../../../../electron/core/db/backups.ts'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createDestinationStore } from '../../../../electron/core/queue/destination-store.ts'
import { createPlaceStore } from '../../../../electron/core/queue/place-store.ts'
import { createVerifyPassStore } from '../../../../electron/core/queue/verify-pass-store.ts'
import { createOldQueue } from '../../../helpers/old-queue.ts'

/** Adds a verified run at `nas:raw/Run`. */
const ADD = `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
  VALUES (1, '/data/Run', 'Run', 'A', 'Run', 'nas:raw/Run', 'verified', 1, 1);`

it('a pass of another volume or another path does not count; it does again when that is the place once more', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  db.exec(ADD)
  const [destinations, places, store] = [
    createDestinationStore(db),
    createPlaceStore(db),
    createVerifyPassStore(db),
  ]
  const pass = (attempt: number): void =>
    store.addPass(1, {
      attempt,
      at: attempt,
      verified: true,
      proof: 'sha256',
      files: 1,
      bytes: 1,
      tools: '',
      extras: { count: 0, names: [] },
    })
  const counting = (): number[] => store.passes(1).map(({ attempt }) => attempt)
  destinations.remember('nas:raw', 'one', 1)
  destinations.remember('other:raw', 'another', 1)
  pass(1)
  expect(counting()).toEqual([1])
  destinations.forget('nas:raw')
  expect(counting()).toEqual([])
  destinations.remember('nas:raw', 'two', 2)
  pass(2)
  expect(counting()).toEqual([2])
  places.move(1, 'Run (2)', 'nas:raw/Run (2)')
  expect(counting()).toEqual([])
  pass(3)
  expect(counting()).toEqual([3])
  places.move(1, 'Run', 'nas:raw/Run')
  destinations.forget('nas:raw')
  destinations.remember('nas:raw', 'one', 4)
  expect(counting()).toEqual([1])
})

it('of an older queue those count that were made since the destination is known', () => {
  const { file, db: old } = createOldQueue(21)
  old.exec(`${ADD}
    INSERT INTO destinations (target, uuid, since) VALUES ('nas:raw', 'one', 10);
    INSERT INTO verify_passes (job_id, attempt, at, verified, proof, files, bytes, tools)
      VALUES (1, 1, 9, 1, 'sha256', 1, 1, ''), (1, 2, 10, 1, 'sha256', 1, 1, '');
    INSERT INTO flags (name, value) VALUES ('planned_by', 7)`)
  old.close()
  const { db } = openQueue(file, 0)
  onTestFinished(() => db.close())
  expect(
    createVerifyPassStore(db)
      .passes(1)
      .map(({ attempt }) => attempt),
  ).toEqual([2])
  // a run that lacks passes now gets its next one planned
  expect(db.prepare('SELECT value FROM flags').all()).toEqual([])
})
