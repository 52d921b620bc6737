// Answers of cards, and the places of causes: nothing moves while a card answers or the pointer is over the list (docs/ux.md D6).
import { describe, expect, it, vi } from 'vitest'
import type { Cause } from '../../../../../shared/model/list-rows.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { answerOf } = await import('../../../../../renderer/features/problem/answers-store.ts')
const { mergeCauses, causeKeyText } =
  await import('../../../../../renderer/features/problem/causes-store.ts')

describe('the answer of a card', () => {
  const trying = { since: 1_000, jobs: [1, 2, 3] }
  const none = { proven: 0, same: 0, other: 0, gone: 0, open: 0, failedAt: null }
  it('is not known while runs are open, and one failure is an answer', () => {
    expect(answerOf({ ...none, open: 3 }, trying, 9_000)).toBeNull()
    expect(answerOf({ ...none, proven: 2, open: 1 }, trying, 9_000)).toBeNull()
    expect(
      answerOf({ ...none, proven: 1, same: 1, open: 1, failedAt: 8_000 }, trying, 9_000),
    ).toEqual({ kind: 'same', at: 8_000, proven: 1 })
    expect(answerOf({ ...none, other: 1, open: 2, failedAt: 8_000 }, trying, 9_000)).toMatchObject({
      kind: 'other',
    })
  })
  it('is solved when every run is verified, and says how long it took', () => {
    expect(answerOf({ ...none, proven: 3 }, trying, 40_000)).toEqual({
      kind: 'solved',
      at: 40_000,
      ms: 39_000,
      jobs: [1, 2, 3],
      proven: 3,
    })
    // runs that were cancelled are no success, and no longer a problem
    expect(answerOf({ ...none, gone: 3 }, trying, 40_000)).toMatchObject({
      kind: 'solved',
      proven: 0,
    })
  })
})

describe('the places of causes', () => {
  // only the key matters here
  const cause = (reason: string): Cause => ({ key: { destination: 'd', reason } }) as Cause
  const reasons = (causes: readonly Cause[]): string[] => causes.map(({ key }) => key.reason)
  const shown = ['a', 'b', 'c'].map(cause)
  it('follow the order of the answer where nothing is pinned', () => {
    expect(reasons(mergeCauses(shown, ['c', 'd', 'a'].map(cause), () => false))).toEqual([
      'c',
      'd',
      'a',
    ])
  })
  it('of a cause that answers stays, also when it is gone, and so do all under the pointer', () => {
    const b = causeKeyText(cause('b').key)
    expect(reasons(mergeCauses(shown, ['c', 'd', 'a'].map(cause), (key) => key === b))).toEqual([
      'c',
      'b',
      'd',
      'a',
    ])
    expect(reasons(mergeCauses(shown, ['d', 'c'].map(cause), () => true))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ])
  })
})
