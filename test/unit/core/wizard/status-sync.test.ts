// A status that was written into ExLab-Wizard's records is looked at again, and written again only where that is still right.
import { expect, it } from 'vitest'
import { createChangeHub } from '../../../../electron/core/changes.ts'
import type { Job } from '../../../../electron/core/queue/job-row.ts'
import type { JobStore } from '../../../../electron/core/queue/job-store.ts'
import type { ReportResult } from '../../../../electron/core/wizard/report-status.ts'
import { createStatusSync } from '../../../../electron/core/wizard/status-sync.ts'

const JOB = {
  id: 1,
  lead: 1,
  slot: '',
  instrument: 'A',
  state: 'verified',
  folderReusedAt: null,
  folder: '/r',
  lastError: null,
} as Job

const setUp = (results: readonly ReportResult[]) => {
  const time = { now: 1_000_000 }
  const queue = { job: JOB, isReported: false }
  const log: string[] = []
  let reports = 0
  const sync = createStatusSync({
    jobs: { get: () => queue.job } as unknown as JobStore,
    folders: { jobsOfRun: () => [1] },
    settings: () => null,
    lacks: () => 0,
    copyStatuses: { want: () => undefined },
    reportedStates: {
      unreported: (except) => (queue.isReported || except.length > 0 ? [] : [queue.job]),
      blockedByWizard: () => [],
      set: () => void (queue.isReported = true),
    },
    changes: createChangeHub(),
    clock: { now: () => time.now },
    activity: { noticed: (_job, text) => void log.push(text) },
    wizard: () => Promise.resolve({ blockedBy: null, revokedAt: null, unclear: null }),
    reportToWizard(_job, status) {
      log.push(status)
      return Promise.resolve(results[reports++] ?? 'written')
    },
    keepsReport: () => Promise.resolve(false),
    wake: () => undefined,
    reportError: () => false,
  })
  return {
    log,
    queue,
    /** Lets time pass, and the sweep that is due then end. */
    async after(ms: number) {
      time.now += ms
      sync.sweep()
      while (sync.working()) await Promise.resolve()
    },
  }
}

it('is written again where the file lost it, and not before its time', async () => {
  const { log, after } = setUp(['written'])
  await after(0)
  await after(4_000)
  expect(log).toEqual(['synced'])
  await after(1_000)
  expect(log).toEqual(['synced', 'synced'])
})

it('is written again three times at most: a program that keeps another one means it', async () => {
  const { log, after } = setUp([])
  for (let round = 0; round < 10; round += 1) await after(6_000)
  expect(log).toHaveLength(4)
})

it.each([
  ['the state is another one now', { state: 'failed' }],
  ['the folder is another run now', { folderReusedAt: 5 }],
] as const)('is left alone where %s', async (_, change) => {
  const { log, queue, after } = setUp(['written'])
  await after(0)
  queue.job = { ...JOB, ...change }
  await after(6_000)
  expect(log).toEqual(['synced'])
})

it('is not looked at where nothing was written, and tried later where nothing could be', async () => {
  const kept = setUp(['kept'])
  await kept.after(0)
  await kept.after(6_000)
  expect(kept.log).toEqual(['synced'])
  const later = setUp(['later', 'kept'])
  await later.after(0)
  await later.after(6_000)
  expect(later.log).toEqual(['synced'])
  await later.after(30_000)
  expect(later.log).toEqual(['synced', 'synced'])
})

it('of an unknown schema is told once', async () => {
  const { log, queue, after } = setUp(['unknown_schema', 'unknown_schema'])
  await after(0)
  queue.isReported = false
  await after(1_000)
  expect(log).toEqual(['synced', expect.stringContaining('does not know'), 'synced'])
})
