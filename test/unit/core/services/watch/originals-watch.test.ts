// Tests which proven runs are checked in a round: a bounded number in turn, those first in which something moved.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import type { FileStore } from '../../../../../electron/core/files/file-store.ts'
import { createOriginalsWatch } from '../../../../../electron/core/services/watch/originals-watch.ts'

/** Runs of that many files each; `checked`: the ids in the order of their checks. */
const setUp = (runs: number, filesOfEach: number) => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-originals-')))
  const proven = Array.from({ length: runs }, (_, i) => ({
    id: i + 1,
    folder: join(dir, `run${i + 1}`),
    identity: null,
  }))
  for (const { folder } of proven) mkdirSync(join(folder, 'sub'), { recursive: true })
  const checked: number[] = []
  const files: Partial<FileStore> = {
    total: () => filesOfEach,
    find: () => null,
    from: () => [],
  }
  const watch = createOriginalsWatch({
    folders: { proven: () => proven },
    // a check of a folder without known files asks for nothing else
    files: files as FileStore,
    exclusions: {
      rules(id) {
        checked.push(id)
        return []
      },
    },
    pool: { hash: async () => [] },
    folding: {
      keepRows: async () => null,
      withRows: async (_job, work) => ({ result: await work() }),
      isAsFolded: async () => false,
    },
    jobs: { get: () => null, settle: () => undefined },
    activity: { noticed: () => undefined },
    changes: { jobTouched: () => undefined },
    clock: { now: () => 0 },
    isBusy: () => false,
    settings: () => ({
      ...DEFAULT_SETTINGS,
      watch: { ...DEFAULT_SETTINGS.watch, enabled: false },
    }),
    wake: () => undefined,
    onBug(error) {
      throw error
    },
  })
  onTestFinished(async () => {
    await watch.stop()
    rmSync(dir, { recursive: true })
  })
  const round = async (): Promise<number[]> => {
    checked.length = 0
    await watch.round('some')
    return [...checked]
  }
  return { dir, proven, watch, checked, round }
}

describe('a round', () => {
  it('checks every run of an ordinary list', async () => {
    const { round } = setUp(20, 500)
    expect(await round()).toHaveLength(20)
    expect(await round()).toHaveLength(20)
  })

  it('is bounded by the files of the runs, and the next one goes on with those that waited longest', async () => {
    const { round } = setUp(4, 15_000)
    expect(await round()).toEqual([1, 2])
    // the round before took more than its share
    expect(await round()).toEqual([3])
    expect(await round()).toEqual([4])
    expect(await round()).toEqual([1, 2])
  })

  it('lets the rounds after a very large run pay for it', async () => {
    const { round } = setUp(2, 100_000)
    expect(await round()).toEqual([1])
    for (let i = 0; i < 4; i += 1) expect(await round()).toEqual([])
    expect(await round()).toEqual([2])
  })

  it('checks a run first in which a folder got an entry, however much the last rounds cost', async () => {
    const { round, proven } = setUp(3, 100_000)
    for (let i = 0; i < 11; i += 1) await round()
    writeFileSync(join(proven[1]?.folder ?? '', 'sub/late.tif'), '')
    expect((await round())[0]).toBe(2)
  })

  it('of all runs leaves out none', async () => {
    const { watch, checked } = setUp(3, 100_000)
    await watch.round('all')
    expect(checked).toEqual([1, 2, 3])
  })
})

describe('a check that is asked for', () => {
  it('is of proven runs alone', async () => {
    const { watch, checked } = setUp(3, 10)
    await watch.check([2, 9])
    expect(checked).toEqual([2])
  })
})
