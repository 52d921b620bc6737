// Columns that have nothing to show are folded, so that the names of the runs get the space.
import { describe, expect, it } from 'vitest'
import { foldColumns } from '../../../../../renderer/features/runs/folded-columns.ts'
import type { RunColumn } from '../../../../../shared/model/list-rows.ts'

const ALL: readonly RunColumn[] = ['run', 'instrument', 'size', 'problems', 'left', 'speed']
const LIST = {
  view: 'all',
  instrument: null,
  instruments: 2,
  sort: null,
  widths: {},
  hasProblems: false,
  hasTimes: true,
  hasProof: true,
  room: Number.POSITIVE_INFINITY,
  leastOf: (column: RunColumn): number => (column === 'run' ? 200 : 100),
} as const
const NONE = { all: 9, needs_you: 0, active: 0, waiting: 0, done: 9 }
const fold = (list: object, counts: object = {}) =>
  foldColumns(ALL, { ...LIST, ...list }, { ...NONE, ...counts }).join(' ')

describe('folded columns', () => {
  it('leaves out time, speed and problems where nothing moves and nothing is wrong', () => {
    expect(fold({})).toBe('run instrument size')
    expect(fold({}, { active: 1 })).toBe('run instrument size left speed')
    expect(fold({ hasProblems: true }, { active: 1 })).toBe(
      'run instrument size problems left speed',
    )
    expect(fold({ view: 'active' }, { active: 1 })).toContain('speed')
  })

  it('shows in each list what its runs have', () => {
    const busy = { active: 2, waiting: 3, needs_you: 1 }
    const bad = { hasProblems: true }
    expect(fold({ view: 'done', ...bad }, busy)).toBe('run instrument size')
    expect(fold({ view: 'needs_you', ...bad }, busy)).toBe('run instrument size problems')
    expect(fold({ view: 'waiting', ...bad }, busy)).toBe('run instrument size problems left')
  })

  it('leaves out the time where runs wait of which nobody knows when they go on', () => {
    expect(fold({ view: 'waiting', hasTimes: false }, { waiting: 3 })).toBe('run instrument size')
    expect(fold({ hasTimes: false }, { active: 1 })).toBe('run instrument size speed')
  })

  it('leaves out the proof where no run of the list has one', () => {
    const columns = (hasProof: boolean) =>
      foldColumns(['run', 'proof'], { ...LIST, hasProof }, NONE).join(' ')
    expect(columns(true)).toBe('run proof')
    expect(columns(false)).toBe('run')
  })

  it('leaves out the instrument where there is one', () => {
    expect(fold({ instrument: 'A' })).toBe('run size')
    expect(fold({ instruments: 1 })).toBe('run size')
  })

  it('gives the room of a narrow table to the names, first that of what other places say too', () => {
    const busy = { active: 1 }
    const at = (room: number, more: object = {}) => fold({ hasProblems: true, room, ...more }, busy)
    expect(at(700)).toBe('run instrument size problems left speed')
    expect(at(699)).toBe('run instrument size problems left')
    expect(at(599)).toBe('run size problems left')
    expect(at(0)).toBe('run size problems')
    expect(at(0, { widths: { left: 120 }, sort: { by: 'speed' } })).toBe(
      'run size problems left speed',
    )
  })

  it('keeps a column that is sorted by or that got a width', () => {
    expect(fold({ sort: { by: 'speed' } })).toContain('speed')
    expect(fold({ widths: { left: 120 } })).toContain('left')
  })
})
