// Which jobs lie at a destination, by its target and identity.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createDestinationStore } from '../../../../electron/core/queue/destination-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 5 })
  const store = createDestinationStore(db)
  /** Adds a job at a target; `further`: its destination, and the first job of its run. */
  const add = (
    target: string,
    runPath: string,
    further?: { readonly slot: string; readonly lead: number },
    instrument = 'A',
  ): number =>
    jobs.add({
      folder: `/acq/${runPath}`,
      run: runPath,
      instrument,
      runPath,
      target,
      folderIdentity: null,
      about: { label: '', operator: '' },
      ...(further === undefined ? {} : { further }),
    }).job.id
  const verified = (id: number): void =>
    void db.prepare('UPDATE jobs SET verified_at = 1 WHERE id = ?').run(id)
  return { store, add, verified }
}

it('an earlier job of the run at a place with that identity is a twin; one of another run, elsewhere, or later is none', () => {
  const { store, add } = setUp()
  const lead = add('nas:raw/P/Run', 'P/Run')
  const far = add('second:P/Run', 'P/Run', { slot: 'far', lead })
  const other = add('nas:raw/Other', 'Other')
  store.remember('nas:raw', 'one', 1)
  expect(store.twinOf(far, 'one')).toBe('nas:raw/P/Run')
  expect(store.twinOf(far, 'two')).toBeNull()
  expect(store.twinOf(lead, 'one')).toBeNull()
  expect(store.twinOf(other, 'one')).toBeNull()
  // of the other one nothing is known yet
  store.remember('second:', 'one', 1)
  expect(store.twinOf(lead, 'one')).toBeNull()
  store.forget('nas:raw')
  expect(store.twinOf(far, 'one')).toBeNull()
})

it('knows what was proven there, and nothing of a place whose name only begins alike', () => {
  const { store, add, verified } = setUp()
  const [here, waiting, alike, root] = [
    add('nas:raw/Run', 'Run'),
    add('nas:raw/Run 2', 'Run 2'),
    add('nas:raw2/Run 3', 'Run 3'),
    add('host:/srv/Run 4/', 'Run 4'),
  ]
  for (const id of [here, alike, root]) verified(id)
  expect(waiting).toBeGreaterThan(here)
  expect(store.provenAt('nas:raw')).toEqual([here])
  expect(store.provenAt('host:/srv/')).toEqual([root])
})
