// Local hashing beside a push: it reads ahead of the tool where the source is fast, follows it where the source is slow, and takes
// one reader where other programs need the processors.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import type { HashPool } from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import { createHashScheduler } from '../../../../../electron/core/engine/hashing/hash-scheduler.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createFolderStore } from '../../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'

const COUNT = 300
const PATHS = Array.from({ length: COUNT }, (_, at) => `f${at}`)
const FOLDER = '/acq/run'

/** One job, and a source that is slow or not; `log` has each request to it as soon as it begins. */
const setUp = ({ isSlow = false, isBusy = (): boolean => false } = {}) => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const files = createFileStore(db)
  const { id } = createJobStore(db, { now: () => 1 }).add({
    folder: FOLDER,
    run: 'run',
    instrument: 'A',
    runPath: 'run',
    target: 'nas:',
    folderIdentity: null,
    about: { label: '', operator: '' },
  }).job
  PATHS.forEach((path, at) => files.append(id, at, { path, size: 5, mtimeUs: 6, skipped: null }))
  const log: string[][] = []
  let reading = 0
  let most = 0
  const hashed = (path: string) => ({
    sha256: new Uint8Array(32).fill(path.length),
    size: 5,
    mtimeUs: 6,
    ctimeUs: 7,
    inode: 8,
    settled: true,
  })
  const read = async (paths: readonly string[]): Promise<void> => {
    log.push(paths.map((path) => path.slice(FOLDER.length + 1)))
    reading += 1
    most = Math.max(most, reading)
    await new Promise((resolve) => setImmediate(resolve))
    reading -= 1
  }
  const pool: Pick<HashPool, 'hash' | 'hashAhead' | 'width' | 'warm'> = {
    width: 4,
    warm: () => undefined,
    async hash(paths, signal) {
      await read(paths)
      return signal.aborted ? [] : paths.map(hashed)
    },
    async hashAhead(paths, signal) {
      await read(paths)
      // a slow source shows itself after some files
      const done = signal.aborted ? [] : paths.slice(0, isSlow ? 3 : paths.length)
      return { files: done.map(hashed), isSlow }
    },
  }
  const scheduler = createHashScheduler({
    db,
    files,
    folders: createFolderStore(db),
    pool: pool as HashPool,
    isBusy,
  })
  const lacking = (): number => files.unhashed(id, -1, COUNT).length
  return {
    id,
    log,
    scheduler,
    lacking,
    readers: () => most,
    follow: () => scheduler.follow({ id, folder: FOLDER }, () => undefined),
    join: () => scheduler.join({ id, folder: FOLDER }, () => undefined),
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

it('a fast source is read ahead of the tool, by all readers', async () => {
  const { follow, lacking, readers } = setUp()
  follow()
  await settled()
  expect(lacking()).toBe(0)
  expect(readers()).toBe(4)
})

it('of a slow source only what has been sent is read, by one reader, and the rest once the proof waits for it', async () => {
  const { id, follow, join, log, lacking, readers, scheduler } = setUp({ isSlow: true })
  follow()
  await settled()
  expect(log).toHaveLength(1)
  expect(lacking()).toBe(COUNT - 3)
  for (const path of ['f250', 'f100', 'f0']) scheduler.sent(id, path)
  await settled()
  expect(log.slice(1)).toEqual([['f250'], ['f100']])
  expect(await join()).toEqual({ complete: true, fault: null })
  expect(lacking()).toBe(0)
  expect(readers()).toBe(1)
  expect(log.flat().filter((path) => path === 'f250')).toHaveLength(1)
})

it('a run that nobody sends is read by all readers, however slow its source is', async () => {
  const { join, lacking, readers } = setUp({ isSlow: true })
  expect(await join()).toEqual({ complete: true, fault: null })
  expect(lacking()).toBe(0)
  expect(readers()).toBe(4)
})

it('one reader goes on where other programs need the processors', async () => {
  const { follow, lacking, readers } = setUp({ isBusy: () => true })
  follow()
  await settled()
  expect(lacking()).toBe(0)
  expect(readers()).toBe(1)
})

it('hashing that follows a push ends with it', async () => {
  const { id, follow, log, scheduler, lacking } = setUp({ isSlow: true })
  follow()
  await settled()
  await scheduler.stop(id)
  scheduler.sent(id, 'f9')
  await settled()
  expect(log).toHaveLength(1)
  expect(lacking()).toBe(COUNT - 3)
})
