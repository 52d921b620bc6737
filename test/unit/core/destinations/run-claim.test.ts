// A claim on the NAS may be anybody's text: what is none, or too long to stand in a message, says nothing.
import { describe, expect, it } from 'vitest'
import {
  claimOf,
  formatClaim,
  parseClaim,
  sharesPlace,
} from '../../../../electron/core/destinations/run-claim.ts'

const CLAIM = {
  format: 1,
  run: '11111111-1111-4111-8111-111111111111',
  station: 'confocal-pc',
  instance: '22222222-2222-4222-8222-222222222222',
  instrument: 'CONFOCAL_01',
  source: '/data/CONFOCAL_01/Run',
  since: '2026-11-23T10:00:00.000Z',
} as const

describe('a claim', () => {
  it('is read as it was written', () => expect(parseClaim(formatClaim(CLAIM))).toEqual(CLAIM))

  it.each([
    ['cut off', formatClaim(CLAIM).slice(0, 100)],
    ['no JSON', 'theirs'],
    ['with a name that is a text', JSON.stringify({ ...CLAIM, station: 'x'.repeat(60_000) })],
    ['with a path that is a text', JSON.stringify({ ...CLAIM, source: '/'.repeat(60_000) })],
    ['with a time that is none', JSON.stringify({ ...CLAIM, since: 'yesterday' })],
    ['of a job that is none', JSON.stringify({ ...CLAIM, run: '../..' })],
  ])('%s is none', (_, text) => expect(parseClaim(text)).toBeNull())
})

describe('claims at the place of a job of a run with several destinations', () => {
  const [first, second] = [
    { id: 1, uuid: 'a' },
    { id: 2, uuid: 'b' },
  ]
  it.each([
    ['its own alone', first, ['a'], null],
    ['none, as of a run that was sent before there were claims', first, [], null],
    ['that of another run', first, ['x'], null],
    ['that of a later job beside its own', first, ['a', 'b'], second],
    ['that of a later job alone', first, ['b'], second],
    ['that of an earlier job alone', second, ['a'], first],
    [
      'that of an earlier job beside its own, as a copy of that destination has',
      second,
      ['a', 'b'],
      null,
    ],
  ] as const)('%s', (_what, job, claims, same) => {
    const others = [first, second].filter((one) => one !== job)
    expect(sharesPlace(job, new Set(claims), others)).toBe(same)
  })

  it('stand right in the records of the run', () => {
    const name = `exlab-sync-${CLAIM.run}.json`
    expect(claimOf(`.exlab-wizard/${name}`)).toBe(CLAIM.run)
    for (const path of [name, `sub/.exlab-wizard/${name}`, `.exlab-wizard/sub/${name}`])
      expect(claimOf(path)).toBeNull()
  })
})
