// Overall status: the worst state comes first (docs/ux.md D2).
import { describe, expect, it } from 'vitest'
import { NO_OVERVIEW } from '../../../shared/constants.ts'
import type { DestinationHold } from '../../../shared/model/hold.ts'
import type { Overview } from '../../../shared/model/overview.ts'
import type { LiveProgress } from '../../../shared/model/progress.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import {
  type OverallStatus,
  type OverallStatusFacts,
  besideStatus,
  overallStatusesOf,
} from '../../../shared/overall-status.ts'

const HOUR = 3_600_000
const overallStatusOf = (facts: OverallStatusFacts): OverallStatus => overallStatusesOf(facts)[0]
const hold = (reason: string, instruments: string[]): DestinationHold => ({
  key: reason,
  connection: reason,
  destination: 'nas:raw',
  reason,
  message: reason,
  stderr: '',
  since: 0,
  dueAt: null,
  instruments,
})
const outlook = (instrument: string, hours: number | null, words: string | null): Forecast => ({
  instrument,
  runway: {
    bytesPerHour: 1,
    fullAt: hours === null ? null : hours * HOUR,
    freeBytes: 1,
    waitingBytes: 5,
    sendMs: 7,
  },
  silence: null,
  freeBytes: 1,
  freePast: [],
  lastRunAt: null,
  words,
})
const fault = { line: 3, key: 'sync', message: 'must be a map' }
const base: OverallStatusFacts = {
  now: 0,
  overview: NO_OVERVIEW,
  forecasts: [],
  live: [],
  blocking: null,
  fault: null,
  instruments: 2,
  runwayMs: 12 * HOUR,
}

/** A transfer that moved nothing for two minutes. */
const still: LiveProgress = {
  jobId: 1,
  phase: 'sending',
  bytes: 1,
  bytesTotal: 2,
  rate: 1,
  etaSeconds: null,
  movedAt: 0,
  active: [],
}

/** Everything that can be wrong at once; each row of the table mends one more thing. */
const wrong: OverallStatusFacts = {
  ...base,
  blocking: 'The queue is damaged.',
  fault,
  forecasts: [outlook('A', 20, null), outlook('B', 11, 'No new run from B')],
  live: [still],
  now: 120_000,
  overview: {
    ...NO_OVERVIEW,
    trouble: 'The disk is full.',
    warning: 'Something went wrong.',
    holds: [hold('binary_missing', ['A', 'B'])],
    paused: true,
    counts: { all: 9, needs_you: 3, active: 3, waiting: 2, done: 2 },
    unacknowledged: 2,
    proven: 2,
  },
}
const without = (
  from: OverallStatusFacts,
  facts: Partial<OverallStatusFacts>,
  overview: Partial<Overview> = {},
): OverallStatusFacts => ({ ...from, ...facts, overview: { ...from.overview, ...overview } })

const steps: [OverallStatus['kind'], (from: OverallStatusFacts) => OverallStatusFacts][] = [
  ['stopped', (from) => without(from, { blocking: null })],
  ['stopped', (from) => without(from, {}, { trouble: null })],
  ['no_tool', (from) => without(from, {}, { holds: [hold('binary_missing', ['A'])] })],
  ['needs_you', (from) => without(from, {}, { unacknowledged: 0 })],
  ['fault', (from) => without(from, { fault: null })],
  ['warned', (from) => without(from, {}, { warning: null })],
  ['away', (from) => without(from, {}, { holds: [] })],
  ['disk', (from) => without(from, { forecasts: [outlook('B', null, 'No new run from B')] })],
  ['paused', (from) => without(from, {}, { paused: false })],
  ['silent', (from) => without(from, { forecasts: [] })],
  ['stalled', (from) => without(from, { live: [] })],
  ['active', (from) => without(from, {}, { counts: { ...from.overview.counts, active: 0 } })],
  ['waiting', (from) => without(from, {}, { counts: { ...from.overview.counts, waiting: 0 } })],
  ['known', (from) => without(from, {}, { counts: { ...from.overview.counts, needs_you: 0 } })],
  ['verified', (from) => without(from, {}, { proven: 0 })],
  ['nothing', (from) => without(from, {}, { counts: NO_OVERVIEW.counts })],
  ['no_runs', (from) => from],
]

describe('the overall status', () => {
  it('the worst comes first; once it is mended, the next one follows', () => {
    const seen: string[] = []
    let facts = wrong
    for (const [, mend] of steps) {
      seen.push(overallStatusOf(facts).kind)
      facts = mend(facts)
    }
    expect(seen).toEqual(steps.map(([kind]) => kind))
  })
  it.each([
    [null, 0, 'not_set_up'],
    [{ ...fault, line: null }, 0, 'not_set_up'],
    [fault, 0, 'unusable'],
    [{ ...fault, line: null }, 4, 'unusable'],
  ] as const)('without an instrument, fault %o and %d runs: %s', (found, all, kind) => {
    const counts = { ...NO_OVERVIEW.counts, all }
    const facts = without(base, { instruments: 0, fault: found }, { counts })
    expect(overallStatusOf(facts).kind).toBe(kind)
  })
  it('names beside the worst everything else that is so, each destination and disk for itself', () => {
    const away = [hold('dns_failure', ['A']), hold('remote_disk_full', ['B'])]
    const facts = without(wrong, { blocking: null }, { trouble: null, holds: away })
    expect(besideStatus(overallStatusesOf(facts)).map(({ kind }) => kind)).toEqual([
      'fault',
      'warned',
      'away',
      'away',
      'disk',
      'paused',
      'silent',
      'stalled',
      'active',
      'known',
    ])
  })
  it('a stall is a warning of its own where other transfers move', () => {
    const moving = { ...still, jobId: 2, movedAt: 119_000 }
    const facts = { ...base, now: 120_000, live: [still, moving] }
    expect(overallStatusOf(facts)).toMatchObject({ kind: 'stalled', runs: 1, all: false })
    expect(overallStatusOf({ ...facts, live: [still] })).toMatchObject({ all: true, ms: 120_000 })
  })
  it('of several disks the one that is full first, within the time that is asked for', () => {
    const foresight = [outlook('A', 11, null), outlook('B', 3, null)]
    expect(overallStatusOf({ ...base, forecasts: foresight })).toMatchObject({
      kind: 'disk',
      instrument: 'B',
    })
    expect(overallStatusOf({ ...base, forecasts: foresight, runwayMs: 2 * HOUR }).kind).toBe(
      'no_runs',
    )
  })
  it('counts the runs that wait for a destination, not those for others', () => {
    const routes = [
      { id: 'A', needsYou: 0, known: 0, active: 0, waiting: 3 },
      { id: 'B', needsYou: 0, known: 0, active: 0, waiting: 4 },
    ]
    const overview = { ...NO_OVERVIEW, holds: [hold('dns_failure', ['B'])], routes }
    expect(overallStatusOf({ ...base, overview })).toMatchObject({ kind: 'away', waiting: 4 })
  })
})
