// Overall status: the worst state comes first (docs/ux.md D2).
import { describe, expect, it } from 'vitest'
import { NO_OVERVIEW } from '../../../shared/constants.ts'
import type { DestinationHold, Overview } from '../../../shared/model/model.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import {
  type OverallStatus,
  type OverallStatusFacts,
  overallStatusOf,
} from '../../../shared/overall-status.ts'

const HOUR = 3_600_000
const hold = (reason: string, instruments: string[]): DestinationHold => ({
  key: reason,
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
  lastRunAt: null,
  words,
})
const fault = { line: 3, key: 'sync', message: 'must be a map' }
const base: OverallStatusFacts = {
  now: 0,
  overview: NO_OVERVIEW,
  forecasts: [],
  blocking: null,
  fault: null,
  instruments: 2,
  runwayMs: 12 * HOUR,
}

/** Everything that can be wrong at once; each row of the table mends one more thing. */
const wrong: OverallStatusFacts = {
  ...base,
  blocking: 'The queue is damaged.',
  fault,
  forecasts: [outlook('A', 20, null), outlook('B', 11, 'No new run from B')],
  overview: {
    ...NO_OVERVIEW,
    trouble: 'The disk is full.',
    warning: 'Something went wrong.',
    holds: [hold('binary_missing', ['A', 'B'])],
    paused: true,
    counts: { all: 9, needs_you: 2, active: 3, waiting: 2, done: 2 },
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
  ['needs_you', (from) => without(from, {}, { counts: { ...from.overview.counts, needs_you: 0 } })],
  ['fault', (from) => without(from, { fault: null })],
  ['warned', (from) => without(from, {}, { warning: null })],
  ['away', (from) => without(from, {}, { holds: [] })],
  ['disk', (from) => without(from, { forecasts: [outlook('B', null, 'No new run from B')] })],
  ['held', (from) => without(from, {}, { paused: false })],
  ['silent', (from) => without(from, { forecasts: [] })],
  ['active', (from) => without(from, {}, { counts: { ...from.overview.counts, active: 0 } })],
  ['waiting', (from) => without(from, {}, { counts: { ...from.overview.counts, waiting: 0 } })],
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
    const instruments = [
      { id: 'A', needsYou: 0, active: 0, waiting: 3 },
      { id: 'B', needsYou: 0, active: 0, waiting: 4 },
    ]
    const overview = { ...NO_OVERVIEW, holds: [hold('dns_failure', ['B'])], instruments }
    expect(overallStatusOf({ ...base, overview })).toMatchObject({ kind: 'away', waiting: 4 })
  })
})
