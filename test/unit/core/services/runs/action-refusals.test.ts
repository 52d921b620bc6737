// Refusals of actions on runs: for every state and action a sentence of a person's words, never the codes of the two.
import { expect, it } from 'vitest'
import { actionRefusal } from '../../../../../electron/core/services/runs/action-refusals.ts'
import { jobAction } from '../../../../../shared/model/model.ts'
import { JOB_STATES } from '../../../../../shared/model/states.ts'

const PAIRS = JOB_STATES.flatMap((state) =>
  jobAction.options.map((action) => [state, action] as const),
)

/** Codes that are no English words of the screen; `verified`, `failed`, `blocked` and `cancelled` are both. */
const CODES = /\b(?:queued|running|awaiting_verify|cleanup_eligible|cleaned|unarchive)\b|_/

it.each(PAIRS)('says in words why a run that is %s refuses %s', (state, action) => {
  const text = actionRefusal(
    { run: 'Run 7', state, held: false, lastError: null, dueAt: 0 },
    action,
  )
  expect(text).toMatch(/^(?:Of )?Run 7 .*\. .*\.$/)
  expect(text).not.toMatch(CODES)
})

it('tells a run that is being checked from one that is sent and not proven, and a paused one from both', () => {
  const job = { run: 'Run 7', state: 'awaiting_verify', held: false, lastError: null } as const
  const texts = [
    actionRefusal({ ...job, dueAt: 5 }, 'retry'),
    actionRefusal({ ...job, dueAt: null }, 'retry'),
    actionRefusal({ ...job, dueAt: 5, held: true }, 'pause'),
    // the pause of a run that was given up means nothing
    actionRefusal({ ...job, state: 'cancelled', dueAt: null, held: true }, 'resume'),
  ]
  expect(texts).toEqual([
    'Run 7 is being checked. Nothing of it can be sent again now.',
    'Run 7 is sent, but not proven. Nothing of it can be sent again now.',
    'Run 7 was paused by somebody. There is nothing to pause.',
    'Run 7 was cancelled. There is nothing to resume.',
  ])
})
