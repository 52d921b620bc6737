// The facts of a decision about a run with several destinations: which of them must hold it, and what each of them lacks.
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../../electron/core/domain/config.ts'
import {
  type FactsDeps,
  gatherFacts,
} from '../../../../../electron/core/engine/cleanup/cleanup-facts.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import type { FileState } from '../../../../../shared/model/model.ts'

type Counts = Partial<Record<FileState, number>>

const destination = (path: string) => ({ type: 'folder' as const, path, bandwidth: null })
const settings = {
  ...DEFAULT_SETTINGS,
  instruments: [
    {
      id: 'A',
      label: 'A',
      localRoot: '/acq',
      nasRoot: null,
      completeness: { signal: 'button' as const },
      runFolders: [],
      exclude: [],
      ignoreBefore: null,
      onlyAfter: null,
      guardPrograms: [],
      destination: destination('/nas'),
      also: [
        { name: 'archive', isRequired: true, destination: destination('/archive') },
        { name: 'tape', isRequired: false, destination: destination('/tape') },
      ],
    },
  ],
}

// these members alone are asked for
const job = (id: number, slot: string, root: string): Job =>
  ({
    id,
    slot,
    lead: 1,
    instrument: 'A',
    route: slot === '' ? 'A' : `A/${slot}`,
    folder: '/acq/Run',
    runPath: 'Run',
    target: `${root}/Run`,
    state: 'verified',
    lastError: null,
  }) as Partial<Job> as Job
const first = job(1, '', '/nas')
const archive = job(2, 'archive', '/archive')
const removed = job(3, 'removed', '/removed')

const gather = (asked: Job, jobs: readonly Job[], counts: Record<number, Counts>, left = 0) =>
  gatherFacts(asked, {
    jobs: { get: (id: number) => jobs.find((one) => one.id === id) ?? null },
    folders: { sharing: () => [], jobsOfRun: () => jobs.map(({ id }) => id) },
    looks: { latest: () => null },
    files: { counts: (id: number) => ({ byState: counts[id] ?? {}, bytes: {} }) },
    exclusions: { accepted: () => 0, provenBy: () => left },
    passStore: { passes: () => [] },
    clock: { now: () => 0, uptime: () => 0, boot: 'x', steadyFor: () => 0 },
    isUnmarkedCopy: false,
    settings: () => settings,
    heldBecause: () => null,
    wizard: async () => ({ blockedBy: null, revokedAt: null, unclear: null }),
    transportFor: ({ path }: { path: string }) => ({ target: (run: string) => `${path}/${run}` }),
  } as unknown as FactsDeps)

it('each destination of the settings is one, and a removed one is required no more', async () => {
  const { copies, lacks, moved } = await gather(first, [first, archive, removed], {})
  expect([lacks, moved]).toEqual([0, false])
  const seen = copies.map(({ slot, isRequired, facts }) => [slot, isRequired, facts?.moved ?? null])
  expect(seen).toEqual([
    ['archive', true, false],
    ['tape', false, null],
    ['removed', false, true],
  ])
})

it.each<[string, Counts, number, number]>([
  ['has every file', { verified: 3 }, 0, 0],
  ['has more, which the first one left out', { verified: 5 }, 0, 0],
  ['has them on the NAS alone', { cleaned: 3 }, 0, 0],
  ['did not get a late file yet', { verified: 2 }, 0, 1],
  ['left one out', { verified: 2, excluded: 1 }, 1, 1],
  ['left one out, and has one that the first one left out', { verified: 3, excluded: 1 }, 1, 1],
  ['left one out that the first one leaves out too', { verified: 3, excluded: 1 }, 0, 0],
])('a further job that %s', async (_what, own, left, lacks) => {
  const jobs = [first, archive]
  const counts = { 1: { verified: 3 }, 2: own }
  const asked = await gather(first, jobs, counts, left)
  expect(asked.lacks).toBe(0)
  expect(asked.copies[0]?.facts?.lacks).toBe(lacks)
  // asked for at its own row it is the same
  expect((await gather(archive, jobs, counts, left)).lacks).toBe(lacks)
})
