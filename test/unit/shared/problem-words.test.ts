// The words of a problem over every reason and every state of its runs: none contradicts another, and none promises what does
// not happen (docs/ux.md D6).
import { describe, expect, it } from 'vitest'
import type { Cause } from '../../../shared/model/list-rows.ts'
import { type Course, courseOf, problemWords } from '../../../shared/problem-words.ts'
import { REASONS, type ReasonText } from '../../../shared/reasons.ts'

type Standing = Cause['standing']
const NONE: Standing = {
  runs: 3,
  busy: 0,
  held: 0,
  retrying: 0,
  blocked: 0,
  unproven: 0,
  proven: 0,
  tries: 5,
  maxAttempts: 5,
  nextAt: null,
  hold: null,
}
const AT = new Date(2026, 0, 5, 14, 2).getTime()

/** Each course with a state of runs and destination that leads to it. */
const STATES: readonly (readonly [Course, Partial<Standing>, boolean])[] = [
  ['trying', { busy: 1 }, false],
  ['trying', { busy: 1, hold: { dueAt: AT } }, true],
  ['held', { held: 3 }, false],
  ['held', { held: 3, hold: { dueAt: AT } }, true],
  ['retry', { retrying: 3, nextAt: AT, tries: 2 }, false],
  ['paused', { retrying: 3, nextAt: AT, tries: 2 }, true],
  // one of three has stopped: it does not go on by itself
  ['stopped', { retrying: 2, nextAt: AT }, false],
  ['stopped', {}, false],
  ['stopped', {}, true],
  ['stopped', { blocked: 3 }, false],
  ['stopped', { unproven: 3 }, false],
  ['recheck', { proven: 3, nextAt: AT, tries: 0 }, false],
  ['paused', { proven: 3, nextAt: AT, tries: 0 }, true],
  ['kept', { proven: 3, tries: 0 }, false],
  ['kept', { proven: 3, tries: 0 }, true],
  // one of three is not proven
  ['stopped', { proven: 2, nextAt: AT }, false],
  ['click', { proven: 3, hold: { dueAt: null } }, false],
  ['probe', { hold: { dueAt: AT } }, false],
  ['probe', { retrying: 1, hold: { dueAt: AT } }, false],
  ['paused', { hold: { dueAt: AT } }, true],
  ['click', { hold: { dueAt: null } }, false],
  ['click', { retrying: 3, hold: { dueAt: null } }, true],
]

/** Promises that something goes on without a person. */
const BY_ITSELF = /by itself|by themselves|automatically|tried again (now|when)|Next try|resumes/
const STUCK: ReadonlySet<Course> = new Set(['stopped', 'click', 'held', 'kept'])

describe('the words of a problem', () => {
  it.each(STATES)('%s: %o, paused %s', (course, some, paused) => {
    const standing = { ...NONE, ...some }
    expect(courseOf(standing, paused)).toBe(course)
    for (const [reason, text] of Object.entries<ReasonText>(REASONS)) {
      const { tag, now, remedy } = problemWords(reason, standing, paused)
      const all = `${tag} ${now} ${remedy}`
      if (STUCK.has(course)) expect(all, reason).not.toMatch(BY_ITSELF)
      if (course === 'retry' || course === 'probe') {
        expect(all, reason).toMatch(BY_ITSELF)
        // what goes on by itself has not stopped, and needs no button
        expect(all, reason).not.toMatch(/stopped until|Then press/)
      }
      if (course === 'recheck' || course === 'kept') {
        // nothing of a proven run is sent, so nothing has stopped
        expect(now, reason).toContain('Its proof stands')
        expect(all, reason).not.toMatch(/has stopped|Sending/)
      }
      if (course === 'paused') expect(now, reason).toContain('paused')
      if (tag === 'It will retry by itself')
        expect(['trying', 'retry', 'probe', 'paused', 'recheck']).toContain(course)
      if (text.who === 'wait' && ['stopped', 'click', 'kept'].includes(course))
        expect(tag, reason).toBe('It waits for a retry')
    }
  })

  it('the table of reasons promises nothing by itself: that depends on the state', () => {
    for (const [reason, { remedy, explanation }] of Object.entries<ReasonText>(REASONS))
      expect(`${remedy} ${explanation}`, reason).not.toMatch(
        /goes on by itself|resumes by itself|tried again|automatically|started again/,
      )
  })

  it('the table of reasons names no button to press: that is the first one of the card', () => {
    for (const [reason, { remedy, explanation, meaning }] of Object.entries<ReasonText>(REASONS))
      expect(`${remedy} ${explanation} ${meaning}`, reason).not.toMatch(/\bpress\b/i)
  })

  it('says the button that is to be pressed, and the tries that are used up', () => {
    expect(problemWords('remote_disk_full', NONE, false)).toMatchObject({
      tag: 'Ask IT',
      now: 'Tried 5 times; sending has stopped. Trying again starts a new series.',
      remedy: 'Free space on the NAS or ask for a larger quota. Then press Retry.',
    })
    expect(problemWords('remote_disk_full', { ...NONE, hold: { dueAt: AT } }, false).remedy).toBe(
      'Free space on the NAS or ask for a larger quota. It then goes on by itself.',
    )
    expect(problemWords('connection_timeout', NONE, false).remedy).toContain('Then press Try now.')
    // a card whose first button sends single files again has no Retry
    expect(problemWords('checksum_mismatch', NONE, false, 'Re-send 2 files').remedy).toContain(
      'Then press Re-send 2 files.',
    )
    expect(problemWords('blocked_by_validation', { ...NONE, blocked: 3 }, false)).toEqual({
      tag: null,
      now: 'Nothing is sent until this is put right.',
      remedy: null,
    })
  })
})
