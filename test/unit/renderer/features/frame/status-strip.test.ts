// Status strip: one sentence for the worst, with at most one action, and a chip for each other thing (docs/ux.md D2, D12).
import { describe, expect, it, vi } from 'vitest'
import { NO_OVERVIEW } from '../../../../../shared/constants.ts'
import type { DestinationHold } from '../../../../../shared/model/hold.ts'
import type { Overview } from '../../../../../shared/model/overview.ts'
import type { StripFacts } from '../../../../../renderer/features/frame/status-strip-content.ts'
import type { LiveRun } from '../../../../../renderer/features/runs/live-progress-store.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { statusStripOf } =
  await import('../../../../../renderer/features/frame/status-strip-content.ts')

const NOW = new Date(2026, 0, 5, 12).getTime()
const counts = (some: Partial<Overview['counts']>) => ({ ...NO_OVERVIEW.counts, all: 9, ...some })
const facts = (
  overview: Partial<Overview>,
  more: Partial<Omit<StripFacts, 'overview'>> = {},
): StripFacts => ({
  now: NOW,
  forecasts: [],
  live: [],
  queueSeconds: null,
  blocking: null,
  fault: null,
  instruments: 1,
  runwayMs: 12 * 3_600_000,
  ...more,
  overview: { ...NO_OVERVIEW, counts: counts({}), ...overview },
})
const hold: DestinationHold = {
  key: 'k',
  connection: 'k',
  destination: 'nas:raw',
  reason: 'dns_failure',
  message: "Can't find nas:raw by its name",
  stderr: '',
  since: 0,
  dueAt: null,
  instruments: ['A'],
}
const live = (more: Partial<LiveRun>): LiveRun => ({
  jobId: 1,
  phase: 'sending',
  bytes: 1,
  bytesTotal: 9,
  rate: 1,
  etaSeconds: 1_080,
  active: [],
  phaseStartedAt: NOW - 60_000,
  movedAt: NOW,
  receivedAt: NOW,
  ...more,
})

describe('the status strip', () => {
  it.each([
    [facts({}, { blocking: 'The queue is damaged.' }), 'The queue is damaged.', null],
    [
      facts({ counts: counts({ all: 0 }) }, { instruments: 0 }),
      'No instrument is set up yet.',
      'Set up instrument',
    ],
    [facts({ warning: 'Something went wrong.' }), 'Something went wrong.', 'Open logs'],
    [
      facts({ counts: counts({ needs_you: 3 }), unacknowledged: 3 }),
      '3 runs need you.',
      'Show them',
    ],
    [
      facts({ counts: counts({ needs_you: 1 }), unacknowledged: 1 }),
      '1 run needs you.',
      'Show them',
    ],
    [
      facts({}, { fault: { line: 2, key: '', message: 'm' } }),
      'config.yaml has a fault. The last good settings stay in force.',
      'Open config file',
    ],
    [facts({ holds: [hold] }), "Can't find nas:raw by its name.", 'Try now'],
    [facts({ paused: true }), 'Paused by you.', 'Resume all'],
    [
      facts({ counts: counts({ needs_you: 2 }), proven: 4 }),
      '2 runs need somebody, and that is known.',
      'Show them',
    ],
    [facts({ counts: counts({ active: 2 }) }), '2 runs in progress.', null],
    [facts({ counts: counts({ waiting: 1 }) }), '1 run waiting.', 'Show them'],
    [facts({ proven: 4, counts: counts({ done: 4 }) }), '4 runs are verified.', null],
    [facts({ counts: counts({ done: 4 }) }), 'Nothing to send.', null],
    [facts({ counts: NO_OVERVIEW.counts }), 'No runs yet.', null],
  ])('%#: %s', (state, text, action) => {
    const content = statusStripOf(state)
    expect([content.text, content.action?.label ?? null]).toEqual([text, action])
  })
  it('is green only where everything is proven', () => {
    expect(statusStripOf(facts({ proven: 4 })).tone).toBe('success')
    const wrong = [facts({ holds: [hold], proven: 4 }), facts({ paused: true, proven: 4 })]
    for (const state of wrong) expect(statusStripOf(state).tone).toBe('warning')
  })
  it('shows the time left of what is sent, or of the queue while others wait, and why there is none', () => {
    const overview = { counts: counts({ active: 1 }), bytesLeft: 2 * 1024 ** 3 }
    const detail = (more: Partial<StripFacts>, waiting = 0): string =>
      statusStripOf({
        ...facts({ ...overview, counts: counts({ active: 1, waiting }) }),
        ...more,
      }).detail
    expect(detail({ live: [live({})] })).toBe('2.0 GB left, about 18 min.')
    // an estimate is shown once it is steady
    expect(detail({ live: [live({ phaseStartedAt: NOW - 9_000 })] })).toBe('2.0 GB left.')
    expect(detail({ live: [live({})], queueSeconds: 7_200 }, 3)).toBe(
      '3 runs waiting. 2.0 GB left, about 2 h.',
    )
    expect(detail({ live: [live({})] }, 3)).toBe(
      '3 runs waiting. 2.0 GB left, no estimate before something was sent there.',
    )
  })
  it('shows the speed limit and its end', () => {
    const limitUntil = new Date(2026, 0, 5, 18).getTime()
    const state = facts({ counts: counts({ active: 1 }), limitMbps: 50, limitUntil })
    expect(statusStripOf(state).detail).toMatch(/^Limited to 50 Mb\/s until 0?6:00\sPM\.$/)
  })
  it('says that a transfer has stalled, and nothing of a speed or of a log line', () => {
    const still = live({ movedAt: NOW - 66_000 })
    const state = facts({ counts: counts({ active: 1 }), bytesLeft: 1024 }, { live: [still] })
    expect(statusStripOf(state)).toMatchObject({
      tone: 'warning',
      text: '1 run has been stalled for 1 min.',
      detail: '',
    })
  })
  it('names each of several holds once: of destinations with one short name by their instruments', () => {
    const at = (key: string, path: string, ...instruments: string[]): DestinationHold => ({
      ...hold,
      key,
      destination: `lab@nas01:${path}`,
      instruments,
    })
    const holds = [at('a', '/a', 'A'), at('b', '/b', 'B', 'C', 'D'), at('c', '/a', 'A'), hold]
    const { chips } = statusStripOf(
      facts({ counts: counts({ needs_you: 1 }), unacknowledged: 1, holds }),
    )
    expect(chips.map(({ text }) => text)).toEqual([
      'nas01 (A) unreachable',
      'nas01 (B, C…) unreachable',
      'nas unreachable',
    ])
  })
  it.each([
    [undefined, 'Show it'],
    [[], 'Show it'],
    [[{ kind: 'free' as const, runs: 23, bytes: 412 * 1024 ** 3 }], 'Free 412 GB of 23 runs'],
    [[{ kind: 'delete' as const, runs: 1, bytes: 1024 }], 'Show 1.0 KB of 1 run'],
    [[{ kind: 'check' as const, runs: 2, bytes: 1024 }], 'Check 2 runs with 1.0 KB'],
    [[{ kind: 'unlimit' as const, mbps: 8 }], 'No limit for 1 h'],
    [[{ kind: 'resume' as const }, { kind: 'unlimit' as const, mbps: 8 }], 'Resume all'],
  ])('of a disk that fills offers what helps best: %j', (helps, label) => {
    const fullAt = NOW + 4 * 3_600_000
    const runway = { bytesPerHour: 1, fullAt, freeBytes: 1, waitingBytes: 0, sendMs: null }
    const forecast = {
      instrument: 'A',
      runway,
      silence: null,
      freeBytes: 1,
      freePast: [],
      lastRunAt: null,
      words: null,
      ...(helps === undefined ? {} : { helps }),
    }
    expect(statusStripOf(facts({}, { forecasts: [forecast] })).action?.label).toBe(label)
  })
  it('says which rehearsal failed, at which step and why, below the disks and above a pause', () => {
    const failed = {
      route: 'A',
      connection: 'rclone nas',
      destination: 'nas:raw',
      at: NOW,
      step: 'Its folder is there',
      message: 'The folder nas:raw is not there.',
    }
    const first = statusStripOf(facts({ unrehearsed: [failed], paused: true, proven: 4 }))
    expect(first).toMatchObject({
      tone: 'warning',
      text: 'The rehearsal of nas failed.',
      detail: 'The folder nas:raw is not there.',
      action: { label: 'Show it' },
      chips: [{ text: 'Paused by you' }],
    })
    const beside = statusStripOf(facts({ unrehearsed: [failed], holds: [hold] }))
    expect(beside.chips).toMatchObject([
      { text: 'nas: rehearsal failed', title: first.detail, tone: 'warning' },
    ])
  })
  it('tells an instrument whose run is never finished from one that is silent', () => {
    const words = 'Run 7 of Confocal has waited for its sentinel file done.txt for 3 days'
    const forecast = {
      instrument: 'SEQ',
      runway: null,
      silence: null,
      freeBytes: 1,
      freePast: [],
      lastRunAt: null,
      words,
      overdue: true,
    }
    const state = facts({ paused: true }, { forecasts: [forecast] })
    expect(statusStripOf(state).chips).toMatchObject([
      { text: 'SEQ: a run is not finished', title: words },
    ])
  })
  it('names pause, hold, disk, silence and fault beside 45 runs that need somebody, each with a link', () => {
    const state = facts(
      {
        counts: counts({ needs_you: 47, waiting: 39 }),
        unacknowledged: 45,
        holds: [hold],
        paused: true,
        pausedSince: NOW - 60_000,
        pausedUntil: NOW + 3_600_000,
        routes: [{ id: 'A', needsYou: 45, known: 0, active: 0, waiting: 39 }],
      },
      {
        fault: { line: 12, key: '', message: 'must be a number' },
        forecasts: [
          {
            instrument: 'SEQ',
            runway: {
              bytesPerHour: 1,
              fullAt: NOW + 4 * 3_600_000,
              freeBytes: 1,
              waitingBytes: 0,
              sendMs: null,
            },
            silence: null,
            freeBytes: 1,
            freePast: [],
            lastRunAt: null,
            words: 'No new run from Confocal for 5 h, usual 1 h',
          },
        ],
      },
    )
    const { text, chips } = statusStripOf(state)
    expect(text).toBe('45 runs need you.')
    expect(chips.map((chip) => chip.text)).toEqual([
      'config.yaml line 12',
      'nas unreachable, 39 wait',
      expect.stringMatching(/^Disk of SEQ full at 0?4:00\sPM$/),
      expect.stringMatching(/^Paused by you since 11:59\sAM, until 0?1:00\sPM$/),
      'SEQ silent',
      '2 known',
    ])
    for (const chip of chips) expect(chip.run).toBeInstanceOf(Function)
  })
})
