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
