// One notification per cause, several as one, repeated only while nobody has acknowledged the problem (docs/ux.md D13).
import { describe, expect, it } from 'vitest'
import {
  type NotificationFacts,
  type AppNotification,
  createNotifications,
} from '../../../../electron/shell/tray/notifications.ts'
import {
  EMPTY_HISTORY,
  type NotificationHistory,
  historySchema,
} from '../../../../electron/shell/tray/notification-history.ts'
import type { Cause } from '../../../../shared/model/list-rows.ts'
import type { DestinationHold } from '../../../../shared/model/hold.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import type { Forecast } from '../../../../shared/model/reports.ts'
import { NO_OVERVIEW } from '../../../../shared/constants.ts'

const MIN = 60_000
const HOUR = 60 * MIN

const WORK = { days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1_080 }
const WANTS = { problems: true, finished: false, workingHours: WORK }
const fresh = (
  history: NotificationHistory = EMPTY_HISTORY,
  save: (history: NotificationHistory) => void = () => undefined,
) => createNotifications(history, save)

const hold = (reason: string, more: Partial<DestinationHold> = {}): DestinationHold => ({
  key: 'k',
  connection: 'k',
  destination: 'nas:raw',
  reason,
  message: "Can't find nas:raw by its name",
  stderr: '',
  since: 0,
  dueAt: null,
  instruments: ['A'],
  ...more,
})
/** A destination is held, `waiting` runs of its instrument wait, and those of others. */
const away = (held: DestinationHold, waiting: number, others = 0): Overview => ({
  ...NO_OVERVIEW,
  holds: [held],
  counts: { ...NO_OVERVIEW.counts, waiting: waiting + others },
  routes: [
    { id: 'A', needsYou: 0, known: 0, active: 0, waiting },
    { id: 'B', needsYou: 0, known: 0, active: 0, waiting: others },
  ],
})
const ahead = (more: Partial<Forecast>): Forecast => ({
  instrument: 'A',
  runway: null,
  silence: null,
  freeBytes: 1,
  freePast: [],
  lastRunAt: null,
  words: null,
  ...more,
})
const fullAt = (at: number | null): Forecast =>
  ahead({
    runway: { bytesPerHour: 1, fullAt: at, freeBytes: 1, waitingBytes: 0, sendMs: null },
  })
const titles = (shown: readonly AppNotification[]): string[] => shown.map((one) => one.title)

const cause = (reason: string, runs = 1, unacknowledged = runs): Cause => ({
  key: { destination: 'rclone nas', reason },
  kind: 'network',
  destination: 'nas:raw',
  instruments: ['A'],
  runs,
  unacknowledged,
  files: 5_000,
  bytes: 1,
  newest: { jobId: 7, run: 'Run 7' },
  error: { kind: 'network', reason, message: 'm', exitCode: 1, stderr: '', attempt: 1, at: 0 },
  since: 0,
  lastAt: 0,
  waiting: 0,
  ack: null,
  standing: {
    proven: 0,
    runs,
    busy: 0,
    held: 0,
    retrying: 0,
    blocked: 0,
    unproven: 0,
    tries: 1,
    maxAttempts: 5,
    nextAt: null,
    hold: null,
  },
  phrase: '',
  paths: [],
  view: 'open',
})

const facts = (
  now: number,
  causes: Cause[],
  more: Partial<NotificationFacts> = {},
): NotificationFacts => ({
  now,
  overview: NO_OVERVIEW,
  causes,
  forecast: [],
  focused: false,
  wants: WANTS,
  ...more,
})

describe('notifications', () => {
  it('one for a cause with thousands of files, and a click leads to the run', () => {
    const { due } = fresh()
    expect(due(facts(0, [cause('remote_disk_full')]))).toEqual([
      { title: 'nas:raw is full', body: 'Run 7 needs you.', jobId: 7 },
    ])
    expect(due(facts(5_000, [cause('remote_disk_full', 4)]))).toEqual([])
  })
  it('failures within two minutes after it are shown as one', () => {
    const { due } = fresh()
    due(facts(0, [cause('remote_disk_full')]))
    const all = [cause('remote_disk_full'), cause('dns_failure', 3), cause('tls_failure')]
    expect(due(facts(MIN, all))).toEqual([])
    expect(due(facts(2 * MIN, all)).map((one) => one.title)).toEqual(['4 runs need you'])
  })
  it('again after four hours, then daily, and never once somebody has acknowledged it', () => {
    const { due } = fresh()
    const bad = [cause('remote_disk_full')]
    expect(due(facts(0, bad))).toHaveLength(1)
    expect(due(facts(4 * HOUR - 1, bad))).toHaveLength(0)
    expect(due(facts(4 * HOUR, bad))).toHaveLength(1)
    expect(due(facts(9 * HOUR, bad))).toHaveLength(0)
    expect(due(facts(28 * HOUR, bad))).toHaveLength(1)
    expect(due(facts(60 * HOUR, [cause('remote_disk_full', 1, 0)]))).toHaveLength(0)
  })
  it('folders that need somebody, which are no runs in the queue', () => {
    const overview = { ...NO_OVERVIEW, findings: 2 }
    expect(titles(fresh().due(facts(0, [], { overview })))).toEqual(['2 folders need you'])
  })
  it('none while somebody looks at the window, or where they are switched off', () => {
    expect(fresh().due(facts(0, [cause('tls_failure')], { focused: true }))).toEqual([])
    const off = { wants: { ...WANTS, problems: false } }
    expect(fresh().due(facts(0, [cause('tls_failure')], off))).toEqual([])
  })
  it('a destination that is unreachable for a quarter of an hour, where runs wait for it, and that it is back', () => {
    const { due } = fresh()
    const overview = away(hold('dns_failure'), 2)
    expect(due(facts(14 * MIN, [], { overview }))).toEqual([])
    expect(due(facts(15 * MIN, [], { overview }))).toMatchObject([
      { title: "Can't find nas:raw by its name", body: expect.stringMatching(/^2 runs waiting/) },
    ])
    expect(due(facts(16 * MIN, [], { overview }))).toEqual([])
    expect(titles(due(facts(17 * MIN, [])))).toEqual(['nas:raw takes runs again'])
    expect(due(facts(18 * MIN, []))).toEqual([])
  })
  it('runs that wait for another destination are no reason, and what was not reported is not taken back', () => {
    const { due } = fresh()
    const overview = away(hold('dns_failure'), 0, 5)
    expect(due(facts(20 * MIN, [], { overview }))).toEqual([])
    expect(due(facts(21 * MIN, []))).toEqual([])
  })
  it.each(['ssh_host_key_changed', 'credentials_rejected', 'remote_disk_full', 'binary_missing'])(
    '%s at a destination is shown at once, once, also where its run fails for it',
    (reason) => {
      const { due } = fresh()
      const overview = away(
        hold(reason, { key: 'rclone nas account', connection: 'rclone nas' }),
        1,
      )
      expect(due(facts(0, [], { overview }))).toHaveLength(1)
      expect(due(facts(3 * MIN, [cause(reason)], { overview }))).toEqual([])
      expect(due(facts(20 * MIN, [cause(reason)], { overview }))).toEqual([])
    },
  )
  it('a destination whose problem is acknowledged shows nothing', () => {
    const { due } = fresh()
    const overview = away(
      hold('credentials_rejected', { key: 'rclone nas account', connection: 'rclone nas' }),
      3,
    )
    expect(due(facts(0, [cause('credentials_rejected', 1, 0)], { overview }))).toEqual([])
  })
  it('a disk that fills: at four hours, at one, at a quarter of one', () => {
    const { due } = fresh()
    const at = (now: number) => due(facts(now, [], { forecast: [fullAt(10 * HOUR)] })).length
    expect([0, 6 * HOUR, 7 * HOUR, 9 * HOUR, 9.5 * HOUR, 9.8 * HOUR].map(at)).toEqual([
      0, 1, 0, 1, 0, 1,
    ])
  })
  it('a disk that fills says what helps, and a click leads to its instrument', () => {
    const helps = [{ kind: 'free' as const, runs: 23, bytes: 412 * 1024 ** 3 }]
    const [found] = fresh().due(facts(0, [], { forecast: [{ ...fullAt(2 * HOUR), helps }] }))
    expect(found).toMatchObject({ jobId: null, instrument: 'A' })
    expect(found?.body).toBe(
      'At this rate it is full in about 2 h. 412 GB of 23 runs can be freed now.',
    )
  })
  it('a disk whose estimate fluctuates about a limit is reported once; one that got free space, again', () => {
    const { due } = fresh()
    const left = (hours: number | null) =>
      due(facts(0, [], { forecast: [fullAt(hours === null ? null : hours * HOUR)] })).length
    expect([3.9, 4.1, 3.9, null, 3.8, 0.9, 1.2, 0.9].map(left)).toEqual([1, 0, 0, 0, 0, 1, 0, 0])
    expect([3, 0.9, 9, 3.9].map(left)).toEqual([0, 1, 0, 1])
  })
  it('silence only in working hours, and daily', () => {
    const { due } = fresh()
    const forecast = [ahead({ words: 'No new run from A for 26 h' })]
    // a Monday
    const at = (day: number, hour: number) =>
      due(facts(new Date(2026, 0, 5 + day, hour).getTime(), [], { forecast })).length
    expect([at(0, 7), at(0, 8), at(0, 17), at(1, 7), at(1, 9), at(2, 18)]).toEqual([
      0, 1, 0, 0, 1, 0,
    ])
    expect([at(5, 10), at(6, 10), at(7, 10)]).toEqual([0, 0, 1])
    const night = { ...WANTS, workingHours: { days: [6], fromMinute: 1_320, toMinute: 360 } }
    const sunday = new Date(2026, 0, 11, 5).getTime()
    expect(fresh().due(facts(sunday, [], { forecast, wants: night }))).toHaveLength(1)
  })
  it('a start repeats nothing that was shown before', () => {
    let saved: NotificationHistory = EMPTY_HISTORY
    const more = {
      overview: away(hold('dns_failure'), 2),
      forecast: [{ ...fullAt(HOUR / 2), words: 'No new run from A for 26 h' }],
    }
    const now = new Date(2026, 0, 5, 12).getTime()
    const first = fresh(saved, (history) => {
      saved = history
    })
    expect(first.due(facts(now, [cause('tls_failure')], more))).toHaveLength(4)
    // as it comes back from the file
    const again = fresh(historySchema.parse(JSON.parse(JSON.stringify(saved))))
    expect(again.due(facts(now + 5 * MIN, [cause('tls_failure')], more))).toEqual([])
    expect(titles(again.due(facts(now + 6 * MIN, [])))).toEqual(['nas:raw takes runs again'])
  })
  it('the history is bounded', () => {
    let saved: NotificationHistory = EMPTY_HISTORY
    const { due } = fresh(saved, (history) => {
      saved = history
    })
    due(
      facts(
        0,
        Array.from({ length: 500 }, (_, i) => cause(`reason_${i}`)),
      ),
    )
    expect(Object.keys(saved.problems)).toHaveLength(200)
  })
  it('that the last run is verified, only where the settings ask for it and one was', () => {
    const wants = { ...WANTS, finished: true }
    const busy = { ...NO_OVERVIEW, counts: { ...NO_OVERVIEW.counts, active: 1 }, proven: 4 }
    const done = { ...NO_OVERVIEW, proven: 6 }
    const { due } = fresh()
    due(facts(0, [], { overview: busy, wants }))
    expect(due(facts(1, [], { overview: done, wants }))).toMatchObject([
      { title: 'The last run is verified', body: '2 runs verified since sending began.' },
    ])
    expect(due(facts(2, [], { overview: done, wants }))).toEqual([])
    due(facts(3, [], { overview: { ...busy, proven: 6 }, wants }))
    expect(due(facts(4, [], { overview: done, wants }))).toEqual([])
    const unwished = fresh()
    unwished.due(facts(0, [], { overview: busy }))
    expect(unwished.due(facts(1, [], { overview: done }))).toEqual([])
  })
})
