// Tests what the copies at other destinations mean for a deletion: the run is safe only where every required one holds it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CleanupFacts } from '../../../../../electron/core/engine/cleanup/decision-facts.ts'
import { decideCleanup } from '../../../../../electron/core/engine/cleanup/interlocks.ts'
import { HOUR_MS } from '../../../../../shared/duration.ts'
import { NOW, finding, good, lookAt } from '../../../../helpers/cleanup-facts.ts'

describe('the copies at other destinations', () => {
  const copy = (
    facts: CleanupFacts | null,
    change: Partial<CleanupFacts['copies'][number]> = {},
  ) => ({ slot: 'archive', isRequired: true, isBusy: false, facts, ...change })
  const decide = (...copies: CleanupFacts['copies']) => decideCleanup({ ...good, copies })
  const wordsOf = (decision: ReturnType<typeof decide>) =>
    decision.conditions.find(({ id }) => id === 'copies')?.words

  it('are no condition of an instrument with one destination', () => {
    expect(wordsOf(decide())).toBeUndefined()
  })

  it('that are required and hold the run leave it safe, each named', () => {
    const decision = decide(copy(good), copy(good, { slot: '' }))
    expect(decision.verdict).toBe('safe')
    expect(wordsOf(decision)).toBe('Proven on archive, the first destination too')
  })

  const lacking: [string, CleanupFacts | null, string][] = [
    ['was never sent there', null, 'It was never sent to archive, which is required'],
    ['waits', { ...good, state: 'queued', byState: { pending: 3 } }, '0 of 3 files verified'],
    ['failed', { ...good, state: 'failed', byState: { failed: 3 } }, '0 of 3 files verified'],
    ['was given up', { ...good, state: 'cancelled' }, 'the run is not verified now'],
    ['is too weakly proven', { ...good, proof: 'size_only' }, 'Not proven by SHA-256'],
    ['has one pass', { ...good, passes: good.passes.slice(1) }, '1 of 2 verify passes'],
    [
      'was checked too short a time ago',
      { ...good, passes: [...good.passes, { at: NOW - HOUR_MS, verified: true, files: 3 }] },
      '1 h since the last pass, 24 h needed',
    ],
    ['is held', { ...good, unreachable: 'The archive is away' }, 'The archive is away'],
    ['could not be checked', { ...good, unchecked: 'No answer' }, 'No answer'],
    [
      'is damaged there',
      { ...good, look: lookAt(NOW, { remote: finding('bad') }) },
      'On archive: bad',
    ],
    [
      'is the same place',
      { ...good, look: lookAt(NOW, { destination: finding('bad') }) },
      'On archive: bad',
    ],
    [
      'left out a file that would be deleted',
      { ...good, lacks: 1 },
      '1 file of the first destination is not there',
    ],
    ['goes elsewhere by now', { ...good, moved: true }, 'The destination in config.yaml'],
  ]
  it.each(lacking)('of a run that %s: not safe', (_what, facts, words) => {
    const decision = decide(copy(facts))
    expect(decision.verdict).toBe('not_yet')
    expect(wordsOf(decision)).toContain(words)
  })

  it('that were not looked at need a look, and nothing but that', () => {
    const decision = decide(copy({ ...good, look: null }))
    expect(decision).toMatchObject({ verdict: 'not_yet', needsLook: true })
    expect(decision.headline).toMatch(/^Was safe at|check now/)
  })

  it('that are optional stop nothing, and are told; one that is being sent now is waited for', () => {
    const optional = { isRequired: false }
    const lacks = decide(copy(null, optional), copy(good, { slot: 'nas2' }))
    expect(lacks.verdict).toBe('safe')
    expect(wordsOf(lacks)).toBe(
      "Proven on nas2 too; not proven on archive, which is optional: after the deletion it can't be sent there any more",
    )
    const changes = [
      { lacks: 1 },
      { moved: true },
      { unchecked: 'No answer' },
      { state: 'failed' as const },
    ]
    for (const change of changes)
      expect(wordsOf(decide(copy({ ...good, ...change }, optional)))).toContain(
        'Not proven on archive',
      )
    expect(wordsOf(decide(copy(good, optional)))).toBe('Proven on every other destination too')
    const sent = decide(copy({ ...good, state: 'running' as const }, { ...optional, isBusy: true }))
    expect(sent.verdict).toBe('not_yet')
    expect(wordsOf(sent)).toBe('It is being sent to archive now')
  })

  it('are required in any number: the run is safe exactly where all that are required hold it', () => {
    const one = fc.record({ isRequired: fc.boolean(), holds: fc.boolean() })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), (all) => {
        const copies = all.map(({ isRequired, holds }, at) =>
          copy(holds ? good : null, { slot: `d${at}`, isRequired }),
        )
        const safe = all.every(({ isRequired, holds }) => holds || !isRequired)
        expect(decide(...copies).verdict === 'safe').toBe(safe)
      }),
    )
  })
})
