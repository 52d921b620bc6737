// Tests that the originals of a run are read once for all of its destinations.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../../electron/core/db/database.ts'
import type { HashPool } from '../../../../../electron/core/engine/hashing/hash-pool.ts'
import { createHashScheduler } from '../../../../../electron/core/engine/hashing/hash-scheduler.ts'
import { createFileStore } from '../../../../../electron/core/files/file-store.ts'
import { createFolderStore } from '../../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../../electron/core/queue/job-store.ts'

const PATHS = Array.from({ length: 200 }, (_, at) => `f${at}`)

/** Two jobs of one run, and a pool that says which files it read. `open` lets it answer. */
const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 1 })
  const files = createFileStore(db)
  const folders = createFolderStore(db)
  const add = (slot: string, lead: number | null): number => {
    const { id } = jobs.add({
      folder: '/acq/run',
      run: 'run',
      instrument: 'A',
      runPath: 'run',
      target: `nas:${slot}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
      ...(lead === null ? {} : { further: { slot, lead } }),
    }).job
    PATHS.forEach((path, at) => files.append(id, at, { path, size: 5, mtimeUs: 6, skipped: null }))
    return id
  }
  const first = add('', null)
  const second = add('archive', first)
  const read: string[] = []
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  const hash: HashPool['hash'] = async (paths, signal, known = new Map()) => {
    await opened
    if (signal.aborted) return []
    return paths.map((path) => {
      const digest = known.get(path)
      if (digest !== undefined) return { ...digest, settled: true }
      read.push(path)
      const sha256 = new Uint8Array(32).fill(read.length)
      return { sha256, size: 5, mtimeUs: 6, ctimeUs: 7, inode: 8, settled: true }
    })
  }
  // a source that is slow: hashing beside a tool stops soon
  const hashAhead: HashPool['hashAhead'] = async (paths, signal, known) => ({
    files: await hash(paths.slice(0, 3), signal, known),
    isSlow: true,
  })
  const scheduler = createHashScheduler({
    db,
    files,
    folders,
    pool: { hash, hashAhead, width: 4 } as unknown as HashPool,
    isBusy: () => false,
  })
  const join = (id: number) => scheduler.join({ id, folder: '/acq/run' }, () => undefined)
  const digestsOf = (id: number) => [...files.all(id)].map(({ sha256 }) => sha256)
  return { scheduler, first, second, read, open, join, digestsOf }
}

it('two jobs that start at once read each file once, and have the same digests', async () => {
  const { first, second, read, open, join, digestsOf } = setUp()
  const both = [join(first), join(second)]
  open()
  expect(await Promise.all(both)).toEqual([
    { complete: true, fault: null },
    { complete: true, fault: null },
  ])
  expect(read).toHaveLength(PATHS.length)
  expect(new Set(read).size).toBe(PATHS.length)
  expect(digestsOf(second)).toEqual(digestsOf(first))
})

it('a job that is stopped waits for nobody, and the other one reads what is left', async () => {
  const { scheduler, first, second, read, open, join, digestsOf } = setUp()
  const one = join(first)
  void join(second)
  // the first one still reads: the second one is stopped all the same
  await scheduler.stop(second)
  const again = join(second)
  const stopped = scheduler.stop(first)
  open()
  await stopped
  expect(await again).toEqual({ complete: true, fault: null })
  expect((await one).complete).toBe(false)
  expect(read).toHaveLength(PATHS.length)
  expect(digestsOf(second).every((sha256) => sha256 !== null)).toBe(true)
})

it('a job whose proof needs the digests does not wait until another one has sent its files', async () => {
  const { scheduler, first, second, read, open, join, digestsOf } = setUp()
  scheduler.follow({ id: first, folder: '/acq/run' }, () => undefined)
  open()
  expect(await join(second)).toEqual({ complete: true, fault: null })
  expect(read).toHaveLength(PATHS.length)
  expect(digestsOf(second)).toEqual(digestsOf(first))
})
