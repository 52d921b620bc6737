// Tests of holds without a NAS: what a failure holds, which answer lifts a hold, and which runs go on then.
import { describe, expect, it } from 'vitest'
import type { Destination, Settings } from '../../../../electron/core/domain/config.ts'
import {
  A,
  A2,
  B,
  C,
  DAY_MS,
  OWN_LIST,
  instrument,
  makeHolds,
  rclone,
} from '../../../helpers/hold-lab.ts'

describe('probes', () => {
  it('without a delay come at once, then once a second', async () => {
    const { holds, answers, fail, probesAt } = makeHolds([instrument('S', rclone)], [0])
    answers.probe = 'connection_refused'
    fail(instrument('S', rclone), 'connection_refused')
    expect(await probesAt(0)).toBe(1)
    expect(holds.nextDueAt(0)).toBe(1_000)
    expect(await probesAt(999)).toBe(1)
    expect(await probesAt(1_000)).toBe(2)
    expect(await probesAt(5_000)).toBe(3)
  })

  it('use a configured delay as it is', async () => {
    const { holds, answers, fail, probesAt } = makeHolds([instrument('S', rclone)])
    answers.probe = 'connection_refused'
    fail(instrument('S', rclone), 'connection_refused')
    expect(await probesAt(0)).toBe(1)
    expect(holds.nextDueAt(0)).toBe(30_000)
    expect(await probesAt(29_999)).toBe(1)
    expect(await probesAt(30_000)).toBe(2)
  })

  it('that are due later than any delay are due now: the clock was wrong', async () => {
    const { answers, fail, probesAt } = makeHolds([A])
    answers.probe = 'connection_refused'
    await probesAt(4_000 * DAY_MS)
    fail(A, 'connection_refused')
    expect(await probesAt(4_000 * DAY_MS)).toBe(1)
    expect(await probesAt(DAY_MS)).toBe(2)
    expect(await probesAt(DAY_MS + 1_000)).toBe(2)
    expect(await probesAt(DAY_MS + 30_000)).toBe(3)
  })
})

describe('a failure holds', () => {
  it.each([
    ['connection_refused', ['A', 'A2', 'B']],
    ['dns_failure', ['A', 'A2', 'B']],
    ['ssh_host_key_changed', ['A', 'A2', 'B']],
    ['ssh_key_rejected', ['A', 'A2']],
    ['credentials_rejected', ['A', 'A2']],
    ['remote_tool_missing', ['A', 'A2']],
    ['remote_disk_full', ['A']],
    ['remote_storage_error', ['A']],
    ['destination_missing', ['A']],
    ['remote_permission_denied', []],
    ['checksum_mismatch', []],
  ] as const)('for %s only whom it concerns', (reason, expected) => {
    const { fail, held } = makeHolds()
    fail(A, reason)
    expect(held()).toEqual(expected)
  })

  it('for an unknown host key only those who looked it up in the same known_hosts', () => {
    for (const reason of ['ssh_host_key_unknown', 'ssh_host_key_changed'] as const) {
      const { holds, fail, held } = makeHolds([A, B, OWN_LIST])
      fail(A, reason)
      expect(held()).toEqual(['A', 'B'])
      // who is let in by that list shows that it knows the key
      holds.worked(OWN_LIST.destination, ['identity'])
      expect(held()).toEqual(['A', 'B'])
      holds.worked(B.destination, ['identity'])
      expect(held()).toEqual([])
    }
  })

  it('one at a time for each cause: a rejected key does not end a full folder of another account', () => {
    const { fail, held } = makeHolds()
    fail(B, 'remote_disk_full', 1)
    fail(A, 'ssh_key_rejected', 2)
    expect(held()).toEqual(['A', 'A2', 'B'])
  })

  it('lets the run go on that met every fault of its destination, and no other', () => {
    const { holds, jobs, fail, failedRun } = makeHolds()
    const first = failedRun(A, 'one', 'connection_refused')
    const second = failedRun(A, 'two', 'remote_disk_full')
    fail(A, 'connection_refused', first)
    expect(holds.exemptJobs()).toEqual([first])
    expect(jobs.get(second)?.state).toBe('failed')
    fail(A, 'connection_refused', first)
    // the host answered: only the folder is held
    fail(A, 'remote_disk_full', second)
    expect(holds.exemptJobs()).toEqual([second])
  })
})

describe('a hold is lifted', () => {
  it('by an answer to what failed, and not by one to something else', async () => {
    const { answers, fail, held, probesAt } = makeHolds()
    answers.write = 'remote_disk_full'
    fail(A2, 'remote_disk_full')
    // the folder can be listed and says that it has room: a file still does not go in
    await probesAt(0)
    await probesAt(30_000)
    expect(held()).toEqual(['A2'])
    answers.write = null
    await probesAt(60_000)
    expect(held()).toEqual([])
  })

  it('not by an answer that cannot tell', async () => {
    const { holds, answers, fail, held, probesAt } = makeHolds()
    fail(A, 'connection_refused')
    answers.probe = 'unrecognised'
    await probesAt(0)
    expect(held()).toEqual(['A', 'A2', 'B'])
    expect(holds.list()).toMatchObject([{ reason: 'connection_refused', probes: 1 }])
  })

  it('in the folder that is full, and asks no other one', async () => {
    const { answers, asked, fail, probesAt } = makeHolds()
    answers.probe = 'remote_disk_full'
    fail(A2, 'remote_disk_full')
    await probesAt(0)
    expect(asked).toEqual(['/full'])
  })

  it('for the host by a refused sign-in, which holds the account alone', async () => {
    const { holds, answers, fail, held, probesAt } = makeHolds()
    fail(A, 'connection_refused')
    answers.probe = 'ssh_key_rejected'
    await probesAt(0)
    expect(held()).toEqual(['A', 'A2'])
    expect(holds.list()).toMatchObject([{ reason: 'ssh_key_rejected', dueAt: null }])
  })

  it('for the network again where the NAS went away while its folder was full', async () => {
    const { holds, answers, fail, held, probesAt } = makeHolds()
    fail(A, 'remote_disk_full')
    answers.probe = 'connection_refused'
    await probesAt(0)
    expect(held()).toEqual(['A', 'A2', 'B'])
    expect(holds.list().map((hold) => hold.reason)).toEqual([
      'remote_disk_full',
      'connection_refused',
    ])
    answers.probe = null
    await probesAt(30_000)
    expect(held()).toEqual([])
  })

  it('by an attempt that got through, as far as it shows', () => {
    const { holds, fail, held } = makeHolds()
    fail(A, 'remote_disk_full', 1)
    fail(B, 'connection_refused', 2)
    holds.worked(A.destination, ['host', 'account'])
    expect(held()).toEqual(['A'])
    holds.worked(A.destination, ['host', 'account', 'place'])
    expect(held()).toEqual([])
  })

  it('not by a fault that was found on this computer', () => {
    const { fail, held } = makeHolds()
    fail(A, 'connection_refused')
    fail(A, 'local_permission_denied')
    fail(A, 'ssh_key_unusable')
    expect(held()).toEqual(['A', 'A2', 'B'])
  })
})

describe('a probe that meets a fault which waits for a person', () => {
  it('has the run tried again that met the first one, so that its card says what stands in the way now', async () => {
    const { holds, jobs, answers, fail, failedRun, probesAt } = makeHolds()
    const first = failedRun(A, 'one', 'connection_refused')
    const other = failedRun(A, 'two', 'connection_refused')
    fail(A, 'connection_refused', first)
    // still a fault that goes by itself
    answers.probe = 'connection_timeout'
    await probesAt(0)
    expect(jobs.get(first)?.state).toBe('failed')
    answers.probe = 'ssh_negotiation_failed'
    await probesAt(30_000)
    expect(jobs.get(first)).toMatchObject({ state: 'queued', failures: 0, dueAt: 30_000 })
    expect(holds.exemptJobs()).toEqual([first])
    expect(jobs.get(other)?.state).toBe('failed')
  })

  it('has the others wait with it where that is a host key that is not known: the network is back', async () => {
    const { holds, jobs, answers, fail, failedRun, held, probesAt } = makeHolds([
      A,
      A2,
      B,
      OWN_LIST,
    ])
    const first = failedRun(A, 'one', 'connection_refused')
    const other = failedRun(A, 'two', 'connection_refused')
    fail(A, 'connection_refused', first)
    expect(held()).toEqual(['A', 'A2', 'B', 'OWN_LIST'])
    answers.probe = 'ssh_host_key_unknown'
    await probesAt(30_000)
    expect(held()).toEqual(['A', 'A2', 'B'])
    expect(holds.exemptJobs()).toEqual([first])
    expect([first, other].map((id) => jobs.get(id)?.state)).toEqual(['queued', 'queued'])
  })
})

describe('after a hold', () => {
  it('runs that failed for its cause since it began go on, others do not', async () => {
    const { jobs, answers, fail, failedRun, probesAt } = makeHolds()
    answers.probe = 'connection_refused'
    await probesAt(DAY_MS)
    const old = failedRun(A, 'old', 'connection_refused', DAY_MS - 1)
    fail(A, 'connection_refused', 0)
    const same = [
      failedRun(A, 'same', 'connection_refused'),
      failedRun(B, 'alike', 'connection_timeout'),
    ]
    const other = [
      failedRun(A, 'mismatch', 'checksum_mismatch'),
      failedRun(A, 'full', 'remote_disk_full'),
      failedRun(C, 'elsewhere', 'connection_refused'),
    ]
    await probesAt(DAY_MS + 30_000)
    answers.probe = null
    await probesAt(DAY_MS + 60_000)
    const states = (ids: number[]) => ids.map((id) => jobs.get(id)?.state)
    expect(states(same)).toEqual(['queued', 'queued'])
    expect(jobs.get(same[0] ?? 0)).toMatchObject({ failures: 0, dueAt: DAY_MS + 60_000 })
    expect(states([old, ...other])).toEqual(['failed', 'failed', 'failed', 'failed'])
  })

  it('that ended at the first look a failed run stays failed: it would only fail again', async () => {
    const { jobs, fail, failedRun, held, probesAt } = makeHolds()
    const run = failedRun(A, 'run', 'connection_lost')
    fail(A, 'connection_lost', run)
    await probesAt(0)
    expect(held()).toEqual([])
    expect(jobs.get(run)?.state).toBe('failed')
  })

  it('a verified run that could not be checked for its cause is checked again', () => {
    const { holds, jobs, fail, verifiedRun } = makeHolds()
    const run = verifiedRun(A, 'run', 'ssh_key_rejected')
    fail(A, 'ssh_key_rejected', run)
    holds.lift(() => true)
    expect(jobs.get(run)).toMatchObject({ state: 'verified', maintenanceAt: 0 })
  })

  it('that a person ended they go on in any case', () => {
    const { holds, jobs, fail, failedRun } = makeHolds()
    const run = failedRun(A, 'run', 'ssh_key_rejected')
    fail(A, 'ssh_key_rejected', run)
    holds.lift(() => true)
    expect(jobs.get(run)?.state).toBe('queued')
  })
})

describe('a change of the settings', () => {
  const changed = (from: Settings, id: string, to: Partial<Destination>): Settings => ({
    ...from,
    instruments: from.instruments.map((i) =>
      // the test changes members that the destination has
      i.id === id ? { ...i, destination: { ...i.destination, ...to } as Destination } : i,
    ),
  })

  it.each([
    ['another key', 'A', { keyPath: '/keys/new' }, true],
    ['another account', 'A', { user: 'carla' }, true],
    ['another speed limit', 'A', { bandwidth: { uploadMbps: 5, windows: [] } }, false],
    ['the key of somebody else', 'B', { keyPath: '/keys/new' }, false],
  ] as const)('to %s', (_what, id, to, lifts) => {
    const { holds, jobs, settings, fail, failedRun } = makeHolds()
    const run = failedRun(A2, 'run', 'ssh_key_rejected')
    fail(A, 'ssh_key_rejected', run)
    holds.settingsChanged(settings, changed(settings, id, to))
    expect(holds.list()).toHaveLength(lifts ? 0 : 1)
    expect(jobs.get(run)?.state).toBe(lifts ? 'queued' : 'failed')
  })

  it('that has nothing to do with it lifts no hold; the path of a program that of a missing program', () => {
    const { holds, settings, fail } = makeHolds()
    fail(A, 'binary_missing')
    fail(C, 'ssh_key_rejected')
    holds.settingsChanged(settings, { ...settings, logging: { keepDays: 1, maxBytes: 1 } })
    expect(holds.list()).toHaveLength(2)
    const tools = { ...settings.tools, rsync: '/opt/rsync' }
    holds.settingsChanged(settings, { ...settings, tools })
    expect(holds.list()).toMatchObject([{ reason: 'ssh_key_rejected' }])
  })
})
