// Status strip: one sentence about everything, with at most one action (docs/ux.md D2, D12).
import { describe, expect, it, vi } from 'vitest'
import { NO_OVERVIEW } from '../../../../../shared/constants.ts'
import type { DestinationHold, Overview } from '../../../../../shared/model/model.ts'
import type { OverallStatusFacts } from '../../../../../shared/overall-status.ts'
import type { LiveRun } from '../../../../../renderer/features/runs/live-progress-store.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { statusStripOf } = await import('../../../../../renderer/features/frame/status-strip.tsx')

const NOW = new Date(2026, 0, 5, 12).getTime()
const counts = (some: Partial<Overview['counts']>) => ({ ...NO_OVERVIEW.counts, all: 9, ...some })
const facts = (
  overview: Partial<Overview>,
  more: Partial<Omit<OverallStatusFacts, 'overview'>> = {},
): OverallStatusFacts => ({
  now: NOW,
  forecasts: [],
  blocking: null,
  fault: null,
  instruments: 1,
  runwayMs: 12 * 3_600_000,
  ...more,
  overview: { ...NO_OVERVIEW, counts: counts({}), ...overview },
})
const hold: DestinationHold = {
  key: 'k',
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
  lastProgressAt: NOW,
  receivedAt: NOW,
  lastLogLine: '',
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
    [facts({ counts: counts({ needs_you: 3 }) }), '3 runs need you.', 'Show them'],
    [facts({ counts: counts({ needs_you: 1 }) }), '1 run needs you.', 'Show them'],
    [
      facts({}, { fault: { line: 2, key: '', message: 'm' } }),
      'config.yaml has a fault. The last good settings stay in force.',
      'Open config file',
    ],
    [facts({ holds: [hold] }), "Can't find nas:raw by its name.", 'Try now'],
    [facts({ paused: true }), 'Held by you: nothing is being sent.', 'Resume all'],
    [facts({ counts: counts({ active: 2 }) }), '2 runs in progress.', null],
    [facts({ counts: counts({ waiting: 1 }) }), '1 run waiting.', 'Show them'],
    [facts({ proven: 4, counts: counts({ done: 4 }) }), '4 runs are verified.', null],
    [facts({ counts: counts({ done: 4 }) }), 'Nothing to send.', null],
    [facts({ counts: NO_OVERVIEW.counts }), 'No runs yet.', null],
  ])('%#: %s', (state, text, action) => {
    const content = statusStripOf(state, [])
    expect([content.text, content.action?.label ?? null]).toEqual([text, action])
  })
  it('is green only where everything is proven', () => {
    expect(statusStripOf(facts({ proven: 4 }), []).tone).toBe('success')
    const wrong = [facts({ holds: [hold], proven: 4 }), facts({ paused: true, proven: 4 })]
    for (const state of wrong) expect(statusStripOf(state, []).tone).toBe('warning')
  })
  it('shows the time left once the estimate is steady, and not while other runs wait', () => {
    const state = facts({ counts: counts({ active: 1 }), bytesLeft: 2 * 1024 ** 3 })
    expect(statusStripOf(state, [live({})]).detail).toBe('2.0 GB left, about 18 min.')
    expect(statusStripOf(state, [live({ phaseStartedAt: NOW - 9_000 })]).detail).toBe(
      '2.0 GB left.',
    )
    const more = facts({ ...state.overview, counts: counts({ active: 1, waiting: 1 }) })
    expect(statusStripOf(more, [live({})]).detail).toBe('2.0 GB left.')
  })
  it('shows the speed limit and its end', () => {
    const limitUntil = new Date(2026, 0, 5, 18).getTime()
    const state = facts({ counts: counts({ active: 1 }), limitMbps: 50, limitUntil })
    expect(statusStripOf(state, []).detail).toMatch(/^Limited to 50 Mb\/s until 0?6:00\sPM\.$/)
  })
  it('shows the last log line of a stalled transfer, where every transfer is stalled', () => {
    const state = facts({ counts: counts({ active: 1 }), bytesLeft: 1024 })
    const still = live({ lastProgressAt: NOW - 60_000, lastLogLine: 'waiting for the lock' })
    expect(statusStripOf(state, [still]).detail).toBe('No progress for 1 min: waiting for the lock')
    expect(statusStripOf(state, [still, live({ jobId: 2 })]).detail).toContain('left')
  })
})
