// One notice per cause, collected, repeated only while nobody has taken note (UX D13).
import { describe, expect, it } from 'vitest'
import { type Facts, createNotices } from '../../../electron/shell/notices.ts'
import type { Cause } from '../../../shared/lists.ts'
import { NO_OVERVIEW } from '../../../shared/model.ts'

const MIN = 60_000
const HOUR = 60 * MIN

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
  phrase: '',
  paths: [],
  view: 'open',
})

const facts = (now: number, causes: Cause[], more: Partial<Facts> = {}): Facts => ({
  now,
  overview: NO_OVERVIEW,
  causes,
  foresight: [],
  focused: false,
  wants: { problems: true, finished: false },
  ...more,
})

describe('notices', () => {
  it('one for a cause with thousands of files, and a click leads to the run', () => {
    const { look } = createNotices()
    expect(look(facts(0, [cause('remote_disk_full')]))).toEqual([
      { title: 'nas:raw is full', body: 'Run 7 needs you.', jobId: 7 },
    ])
    expect(look(facts(5_000, [cause('remote_disk_full', 4)]))).toEqual([])
  })
  it('what fails within two minutes after it is told together', () => {
    const { look } = createNotices()
    look(facts(0, [cause('remote_disk_full')]))
    const all = [cause('remote_disk_full'), cause('dns_failure', 3), cause('tls_failure')]
    expect(look(facts(MIN, all))).toEqual([])
    expect(look(facts(2 * MIN, all)).map((note) => note.title)).toEqual(['4 runs need you'])
  })
  it('again after four hours, then daily, and never once somebody has taken note', () => {
    const { look } = createNotices()
    const bad = [cause('remote_disk_full')]
    expect(look(facts(0, bad))).toHaveLength(1)
    expect(look(facts(4 * HOUR - 1, bad))).toHaveLength(0)
    expect(look(facts(4 * HOUR, bad))).toHaveLength(1)
    expect(look(facts(9 * HOUR, bad))).toHaveLength(0)
    expect(look(facts(28 * HOUR, bad))).toHaveLength(1)
    expect(look(facts(60 * HOUR, [cause('remote_disk_full', 1, 0)]))).toHaveLength(0)
  })
  it('none while somebody looks at the window, or where they are switched off', () => {
    expect(createNotices().look(facts(0, [cause('tls_failure')], { focused: true }))).toEqual([])
    const off = { wants: { problems: false, finished: false } }
    expect(createNotices().look(facts(0, [cause('tls_failure')], off))).toEqual([])
  })
  it('a destination that is away for a quarter of an hour, and that it is back', () => {
    const { look } = createNotices()
    const hold = {
      key: 'k',
      destination: 'nas:raw',
      reason: 'dns_failure',
      message: "Can't find nas:raw by its name",
      stderr: '',
      since: 0,
      dueAt: null,
      instruments: [],
    }
    const away = { ...NO_OVERVIEW, holds: [hold], counts: { ...NO_OVERVIEW.counts, waiting: 2 } }
    expect(look(facts(14 * MIN, [], { overview: away }))).toEqual([])
    expect(look(facts(15 * MIN, [], { overview: away }))).toHaveLength(1)
    expect(look(facts(16 * MIN, [], { overview: away }))).toEqual([])
    expect(look(facts(17 * MIN, []))).toMatchObject([{ title: 'A destination takes runs again' }])
  })
  it('a disk that fills: at four hours, at one, at a quarter of one', () => {
    const { look } = createNotices()
    const at = (now: number) =>
      look(
        facts(now, [], {
          foresight: [
            {
              instrument: 'A',
              runway: {
                bytesPerHour: 1,
                fullAt: 10 * HOUR,
                freeBytes: 1,
                waitingBytes: 0,
                sendMs: null,
              },
              silence: null,
              freeBytes: 1,
              lastRunAt: null,
              words: null,
            },
          ],
        }),
      ).length
    expect([0, 6 * HOUR, 7 * HOUR, 9 * HOUR, 9.5 * HOUR, 9.8 * HOUR].map(at)).toEqual([
      0, 1, 0, 1, 0, 1,
    ])
  })
  it('that the last run is verified, only where it is wished for', () => {
    const { look } = createNotices()
    const wants = { problems: true, finished: true }
    const busy = { ...NO_OVERVIEW, counts: { ...NO_OVERVIEW.counts, active: 1 } }
    look(facts(0, [], { overview: busy, wants }))
    expect(look(facts(1, [], { wants }))).toHaveLength(1)
    expect(look(facts(2, [], { wants }))).toHaveLength(0)
  })
})
