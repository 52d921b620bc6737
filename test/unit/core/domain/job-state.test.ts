// Tests the state machine of a job against a second copy of its table, and the actions that each state allows.
import { describe, expect, it } from 'vitest'
import {
  IllegalTransition,
  JOB_EVENTS,
  type JobEvent,
  actionsFor,
  canMove,
  transition,
} from '../../../../electron/core/domain/job-state.ts'
import type { JobState } from '../../../../shared/model/model.ts'
import { JOB_STATES } from '../../../../shared/model/states.ts'

/** The table of docs/spec.md 4, written a second time. */
const ALLOWED: readonly [JobState, JobEvent, JobState][] = [
  ['queued', 'start', 'running'],
  ['queued', 'block', 'blocked'],
  ['queued', 'cancel', 'cancelled'],
  ['blocked', 'retry', 'queued'],
  ['blocked', 'cancel', 'cancelled'],
  ['running', 'pushed', 'awaiting_verify'],
  ['running', 'retry_later', 'queued'],
  ['running', 'interrupted', 'queued'],
  ['running', 'block', 'blocked'],
  ['running', 'fail', 'failed'],
  ['running', 'cancel', 'cancelled'],
  ['awaiting_verify', 'verified', 'verified'],
  ['awaiting_verify', 'unproven', 'awaiting_verify'],
  ['awaiting_verify', 'resend', 'queued'],
  ['awaiting_verify', 'retry_later', 'awaiting_verify'],
  ['awaiting_verify', 'interrupted', 'awaiting_verify'],
  ['awaiting_verify', 'recheck', 'awaiting_verify'],
  ['awaiting_verify', 'retry', 'queued'],
  ['awaiting_verify', 'block', 'blocked'],
  ['awaiting_verify', 'fail', 'failed'],
  ['awaiting_verify', 'cancel', 'cancelled'],
  ['verified', 'recheck', 'awaiting_verify'],
  ['verified', 'eligible', 'cleanup_eligible'],
  // a person put files into it that were left out
  ['verified', 'reopen', 'queued'],
  ['cleanup_eligible', 'reopen', 'queued'],
  ['cleanup_eligible', 'recheck', 'awaiting_verify'],
  ['cleanup_eligible', 'ineligible', 'verified'],
  ['cleanup_eligible', 'cleaned', 'cleaned'],
  // the NAS has the only copy: a check of it never leads to where something is sent
  ['cleaned', 'copy_proven', 'cleaned'],
  ['cleaned', 'copy_unproven', 'failed'],
  ['failed', 'copy_proven', 'cleaned'],
  ['failed', 'copy_unproven', 'failed'],
  ['failed', 'retry', 'queued'],
  // only originals changed: it is looked at again, and nothing is sent
  ['failed', 'recheck', 'awaiting_verify'],
  ['failed', 'cancel', 'cancelled'],
  ['cancelled', 'retry', 'queued'],
]

describe('the life of a job', () => {
  for (const state of JOB_STATES) {
    it(`${state}: every event leads where the table says, or is refused`, () => {
      for (const event of JOB_EVENTS) {
        const row = ALLOWED.find(([from, what]) => from === state && what === event)
        expect(canMove(state, event)).toBe(row !== undefined)
        if (row === undefined)
          expect(() => transition(state, event), `${state} ${event}`).toThrow(IllegalTransition)
        else expect(transition(state, event)).toBe(row[2])
      }
    })
  }

  it('only a proof makes a run verified', () => {
    const ways = ALLOWED.filter(([from, , to]) => to === 'verified' && from !== 'cleanup_eligible')
    expect(ways).toEqual([['awaiting_verify', 'verified', 'verified']])
  })

  it.each<[JobState, boolean, boolean, string[]]>([
    ['queued', false, false, ['retry', 'next', 'earlier', 'later', 'pause', 'cancel']],
    ['queued', true, false, ['retry', 'resume', 'cancel']],
    ['running', false, false, ['pause', 'cancel']],
    ['awaiting_verify', false, true, ['retry', 'verify', 'cancel']],
    ['verified', false, false, ['verify', 'archive']],
    ['failed', false, false, ['retry', 'cancel', 'archive']],
    ['cancelled', false, false, ['retry', 'archive']],
    ['blocked', false, false, ['retry', 'cancel', 'archive']],
    ['cleaned', false, false, ['verify', 'archive']],
  ])(
    '%s (held %s, sent but unproven %s) may be acted on by %j',
    (state, held, sentUnproven, wanted) => {
      const onNasOnly = state === 'cleaned'
      expect(
        actionsFor({ state, held, sentUnproven, changedSince: false, onNasOnly, archived: false }),
      ).toEqual(wanted)
    },
  )

  it('a run whose originals changed since it was verified is never sent again as a whole', () => {
    const facts = {
      state: 'failed',
      held: false,
      sentUnproven: false,
      changedSince: true,
      onNasOnly: false,
      archived: false,
    } as const
    expect(actionsFor(facts)).toEqual(['verify', 'archive'])
  })

  it('a run of which the NAS has the only copy is never sent, also after a check failed', () => {
    const facts = {
      held: false,
      sentUnproven: false,
      changedSince: false,
      onNasOnly: true,
      archived: false,
    }
    expect(actionsFor({ ...facts, state: 'failed' })).toEqual(['verify', 'archive'])
    expect(actionsFor({ ...facts, state: 'failed', archived: true })).toEqual(['unarchive'])
  })
})
