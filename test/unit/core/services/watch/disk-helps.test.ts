// A filling data disk is offered only what helps it: runs that may be deleted, else a check, a pause that a person can end, a limit
// that slows its own runs.
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../../../electron/core/domain/config.ts'
import {
  type DiskHelpsDeps,
  createDiskHelps,
} from '../../../../../electron/core/services/watch/disk-helps.ts'
import { HOUR_MS } from '../../../../../shared/duration.ts'
import type { SpaceReport } from '../../../../../shared/model/reports.ts'
import { instrument, rclone } from '../../../../helpers/hold-lab.ts'

const NONE = { runs: 0, bytes: 0 }
const sums = (some: Partial<SpaceReport['sums']> = {}): SpaceReport['sums'] => ({
  safe: NONE,
  to_check: NONE,
  not_yet: NONE,
  do_not: NONE,
  ...some,
})
const limited = (mbps: number | null) =>
  instrument('A', {
    ...rclone,
    bandwidth: mbps === null ? null : { uploadMbps: mbps, windows: [] },
  })

/** `runs`: the routes of the runs that are due; `more`: what is so beside that. */
const lab = (
  runs: readonly string[],
  more: {
    readonly mbps?: number
    readonly lifted?: boolean
    readonly paused?: boolean
    readonly pausedIn?: string
    readonly heldBy?: string
    readonly space?: Partial<SpaceReport['sums']>
    readonly enabled?: boolean
  } = {},
) => {
  let now = 0
  let reports = 0
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    instruments: [limited(more.mbps ?? null), instrument('B', rclone)],
    pausedIn: more.pausedIn ?? null,
  }
  const deps = {
    clock: { now: () => now },
    waiting: {
      unsent: () => runs.map((route, at) => ({ id: at + 1, route, ready: true, bytes: 1 })),
    },
    changes: { live: () => new Map() },
    controls: {
      paused: () => more.paused === true || more.pausedIn !== undefined,
      applied: () =>
        more.lifted === true ? { ...settings, instruments: [limited(null)] } : settings,
    },
    heldBy: () => more.heldBy ?? null,
    settings: () => settings,
    async space() {
      reports += 1
      const all = sums(more.space)
      return {
        at: 0,
        enabled: more.enabled !== false,
        sums: all,
        instruments: [{ id: 'A', sums: all }],
        rows: [],
        total: 1,
        left: 0,
      }
    },
  } as unknown as DiskHelpsDeps // no more of them is used
  const find = createDiskHelps(deps)
  return {
    find: (hours: number | null, id = 'A') =>
      find(
        settings.instruments.find((one) => one.id === id) ?? limited(null),
        hours === null ? null : now + hours * HOUR_MS,
      ),
    reports: () => reports,
    pass: (ms: number) => void (now += ms),
  }
}
const kinds = async (made: ReturnType<typeof lab>) => (await made.find(3))?.map(({ kind }) => kind)

describe('what helps a filling disk', () => {
  it('runs that are safe to delete come first, with what a cleanup frees', async () => {
    const { find } = lab(['A'], { space: { safe: { runs: 23, bytes: 412 } }, mbps: 50 })
    expect(await find(3)).toEqual([
      { kind: 'free', runs: 23, bytes: 412 },
      { kind: 'unlimit', mbps: 50 },
    ])
  })
  it('where cleanup is switched off a person deletes them', async () => {
    const made = lab([], { space: { safe: { runs: 1, bytes: 4 } }, enabled: false })
    expect(await kinds(made)).toEqual(['delete'])
  })
  it('where nothing is safe, a check that may find some', async () => {
    expect(await kinds(lab([], { space: { to_check: { runs: 2, bytes: 4 } } }))).toEqual(['check'])
  })
  it('what is not safe, and what is empty, is not offered', async () => {
    const space = {
      do_not: { runs: 2, bytes: 4 },
      not_yet: { runs: 1, bytes: 9 },
      safe: { runs: 1, bytes: 0 },
    }
    expect(await kinds(lab([], { space }))).toEqual([])
  })
  it.each([
    ['no limit', ['A'], {}],
    ['a limit that is lifted already', ['A'], { mbps: 50, lifted: true }],
    ['a limit while nothing of the instrument waits', ['B'], { mbps: 50 }],
    ['a limit while its destination is on hold', ['A'], { mbps: 50, heldBy: 'nas is away' }],
    ['a pause that a setting makes', ['A'], { pausedIn: 'config.yaml' }],
    ['a pause while nothing waits', [], { paused: true }],
  ])('%s is no way out', async (_what, runs, more) => {
    expect(await kinds(lab(runs, more))).toEqual([])
  })
  it('a pause is ended first; only then a limit slows anything', async () => {
    expect(await kinds(lab(['A'], { paused: true, mbps: 50 }))).toEqual(['resume'])
    expect(await kinds(lab(['A'], { mbps: 50 }))).toEqual(['unlimit'])
  })
  it('a disk that is not full within a day costs nothing', async () => {
    const made = lab(['A'])
    expect(await made.find(24)).toBeUndefined()
    expect(await made.find(null)).toBeUndefined()
    expect(made.reports()).toBe(0)
  })
  it('all disks share one report, which is made again after half a minute', async () => {
    const made = lab([])
    await Promise.all([made.find(1), made.find(1, 'B')])
    made.pass(29_000)
    await made.find(1)
    expect(made.reports()).toBe(1)
    made.pass(1_000)
    await made.find(1)
    expect(made.reports()).toBe(2)
  })
})
