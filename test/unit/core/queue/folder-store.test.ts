// Tests which jobs share the files of a run: those of its folder, of one above it and of one below it.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createFolderStore } from '../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'

it('a run shares its files with every job of its folder, by any path, of one above it and of one below it', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 1 })
  const folders = createFolderStore(db)
  const add = (folder: string, instrument: string, inode: string | null = null): number =>
    jobs.add({
      folder,
      run: 'r',
      instrument,
      runPath: 'r',
      target: `nas:${instrument}${folder}`,
      folderIdentity: inode === null ? null : { device: '1', inode, birth: '3' },
      about: { label: '', operator: '' },
    }).job.id
  const id = add('/acq/p/run1', 'A', '2')
  const related = [
    add('/acq/p/run1', 'B'),
    add('/acq/p', 'C'),
    add('/acq/p/run1/sub', 'D'),
    add('/mnt/bound/run1', 'E', '2'),
  ]
  add('/acq/p/run10', 'A')
  add('/acq/p/run', 'A', '4')
  add('/acq/q', 'B')
  expect(folders.sharing({ id, folder: '/acq/p/run1' }, '/').toSorted((a, b) => a - b)).toEqual(
    related,
  )
})

it('the jobs of one run have one folder: moved, located and made anew together, and only theirs', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 1 })
  const folders = createFolderStore(db)
  const add = (folder: string, further?: { slot: string; lead: number }): number =>
    jobs.add({
      folder,
      run: 'r',
      instrument: 'A',
      runPath: 'r',
      target: `${further?.slot ?? 'nas'}:${folder}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
      ...(further === undefined ? {} : { further }),
    }).job.id
  const lead = add('/acq/run1')
  const second = add('/acq/run1', { slot: 'archive', lead })
  const other = add('/acq/run2')
  expect(folders.jobsOfRun(second)).toEqual([lead, second])
  expect(folders.jobsOfRun(other)).toEqual([other])
  // the first one stands for the run; adding twice is harmless
  expect(folders.at('/acq/run1', 'A')?.id).toBe(lead)
  expect(add('/acq/run1', { slot: 'archive', lead })).toBe(second)
  expect(folders.lacking('A', 'archive')).toEqual([other])
  folders.moved(second, '/acq/run3', 'run3', { device: '1', inode: '2', birth: '3' })
  folders.located(second)
  for (const id of [lead, second])
    expect(jobs.get(id)).toMatchObject({ folder: '/acq/run3', run: 'run3', located: true })
  expect(folders.withIdentity({ device: '1', inode: '2', birth: '3' }, 'A')?.id).toBe(lead)
  folders.reused(lead, 7)
  expect([lead, second].map((id) => jobs.get(id)?.folderReusedAt)).toEqual([7, 7])
  expect(jobs.get(other)).toMatchObject({ folder: '/acq/run2', folderReusedAt: null })
  // the folder is free for a run of its own, with jobs of its own
  const next = add('/acq/run3')
  expect(folders.jobsOfRun(add('/acq/run3', { slot: 'archive', lead: next }))).toHaveLength(2)
})

it('asks for the runs around a folder by indexes: a report of all runs asks for each of them', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const asked: string[] = []
  const watched = {
    prepare(sql: string) {
      asked.push(sql)
      return db.prepare(sql)
    },
  } as unknown as typeof db
  const folders = createFolderStore(watched)
  folders.sharing({ id: 1, folder: '/acq/p/run1' }, '/')
  folders.jobsOfRun(1)
  const prepared = asked.length
  folders.sharing({ id: 2, folder: '/acq/p/run2' }, '/')
  expect(asked).toHaveLength(prepared)
  const ofRuns = asked.filter((sql) => /FROM jobs one|folder IN|coalesce\(lead/.test(sql))
  expect(ofRuns.length).toBeGreaterThanOrEqual(3)
  const plans = ofRuns.flatMap((sql) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail'])),
  )
  expect(plans.filter((step) => /^SCAN (?:jobs|one|other)/.test(step))).toEqual([])
})
