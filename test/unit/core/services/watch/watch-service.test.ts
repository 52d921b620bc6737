// Runs that are over are looked at again within a budget of each sweep, and each of them has its turn.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createChangeHub } from '../../../../../electron/core/changes.ts'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import { createWatchService } from '../../../../../electron/core/services/watch/watch-service.ts'

const RUNS = ['1', '2', '3', '4', '5']
/** Time that a look takes, ms: two of them spend the budget of a sweep. */
const LOOK_MS = 1_500

it('looks at as many runs as fit, and goes on with the others in the next sweep', async () => {
  const root = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  for (const name of RUNS) mkdirSync(join(root, name))
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => {
    clock.mockRestore()
    rmSync(root, { recursive: true })
  })
  const looked: number[] = []
  const watcher = createWatchService({
    afterSweep: async () => undefined,
    clock: { now: () => 0 },
    changes: createChangeHub(),
    settings: () => ({
      ...DEFAULT_SETTINGS,
      watch: { ...DEFAULT_SETTINGS.watch, enabled: true },
      instruments: [
        {
          id: 'SCOPE_01',
          label: 'SCOPE_01',
          localRoot: root,
          nasRoot: null,
          completeness: { signal: 'button' },
          runFolders: [],
          exclude: [],
          ignoreBefore: null,
          onlyAfter: null,
          guardPrograms: [],
          also: [],
          destination: {
            type: 'rclone',
            remote: 'nas',
            remotePath: '',
            configFile: null,
            bandwidth: null,
          },
        },
      ],
    }),
    findings: { replace: () => false, settled: () => undefined },
    discovery: { dataDir: join(root, 'data'), isQueued: () => true, holdsRuns: () => false },
    add: () => Promise.resolve(null),
    renamed: () => undefined,
    onBug(error) {
      throw error
    },
    recognise: (folder) =>
      Promise.resolve({
        kind: 'known',
        // only the number is read
        job: { id: Number(folder.at(-1)) } as Job,
        isOver: true,
      }),
    lookAgain(id) {
      looked.push(id)
      now += LOOK_MS
      return Promise.resolve(true)
    },
  })
  onTestFinished(() => watcher.stop())
  for (const expected of [[1, 2], [3, 4], [5], [1, 2]]) {
    looked.length = 0
    await watcher.sweep()
    expect(looked).toEqual(expected)
  }
})
