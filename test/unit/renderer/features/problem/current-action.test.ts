// Tests what a card says of what happens next: "by itself" stands only where it is true.
import { describe, expect, it } from 'vitest'
import {
  currentActionText,
  goesOnByItself,
} from '../../../../../renderer/features/problem/current-action.ts'
import { CURRENT_ACTION_MESSAGES } from '../../../../../shared/messages/problem.ts'
import { timeOfDay } from '../../../../../shared/format.ts'
import type { Cause } from '../../../../../shared/model/list-rows.ts'
import type { DestinationHold, JobSummary } from '../../../../../shared/model/model.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

// the texts read only these members
const causeOf = (reason: string): Cause =>
  ({ key: { destination: 'ssh nas:22', reason }, instruments: ['A'] }) as Partial<Cause> as Cause
const jobOf = (more: Partial<JobSummary>): JobSummary =>
  ({
    state: 'failed',
    held: false,
    dueAt: null,
    failures: 5,
    maxAttempts: 5,
    livePhase: null,
    lastError: null,
    ...more,
  }) as Partial<JobSummary> as JobSummary
const hold = (dueAt: number | null, instruments: string[]): DestinationHold => ({
  key: 'ssh nas:22 as a in /vol',
  connection: 'ssh nas:22',
  destination: 'a@nas:/vol',
  reason: 'connection_refused',
  message: 'no',
  stderr: '',
  since: NOW,
  dueAt,
  instruments,
})

describe('a run that failed for its destination', () => {
  it.each([
    ['that is asked again', [hold(NOW + 60_000, ['A'])], true],
    ['that waits for a person', [hold(null, ['A'])], false],
    ['that is not held any more', [], false],
    ['while another one is held', [hold(NOW + 60_000, ['B'])], false],
  ])('%s', (_what, holds, goesOn) => {
    const cause = causeOf('connection_refused')
    expect(goesOnByItself(cause, jobOf({}), holds)).toBe(goesOn)
    expect(currentActionText(cause, jobOf({}), holds, NOW)).toBe(
      goesOn
        ? CURRENT_ACTION_MESSAGES.goesOn(timeOfDay(NOW + 60_000))
        : CURRENT_ACTION_MESSAGES.gaveUp('5'),
    )
    const many = currentActionText(cause, null, holds, NOW)
    expect(many.includes('by themselves')).toBe(goesOn)
  })

  it('or for a fault of its own waits for a person, whatever is held', () => {
    const holds = [hold(NOW + 60_000, ['A'])]
    const cause = causeOf('file_rejected')
    expect(goesOnByItself(cause, jobOf({ failures: 1 }), holds)).toBe(false)
    expect(currentActionText(cause, jobOf({ failures: 1 }), holds, NOW)).toBe(
      CURRENT_ACTION_MESSAGES.stopped,
    )
  })

  it('and has attempts left goes on by itself, unless a person holds it', () => {
    const waiting = { state: 'queued', failures: 2, dueAt: NOW + 30_000 } as const
    const cause = causeOf('connection_lost')
    expect(goesOnByItself(cause, jobOf(waiting), [])).toBe(true)
    expect(goesOnByItself(cause, jobOf({ ...waiting, held: true }), [])).toBe(false)
  })
})
