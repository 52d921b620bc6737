// Structural sharing: rows that are read again unchanged stay the same objects.
import { describe, expect, it } from 'vitest'
import { shareUnchangedRows } from '../../../../../renderer/ui/grid/structural-sharing.ts'

describe('rows that are read again', () => {
  const row = (id: number, state: string) => ({
    id,
    state,
    files: { total: 3, byState: { sent: 1 } },
  })
  const window = (start: number, rows: readonly ReturnType<typeof row>[]) => ({
    start,
    rows,
    total: 9,
    loaded: true,
  })
  it('are the same objects where they are equal, wherever the page begins', () => {
    const held = window(2, [row(2, 'queued'), row(3, 'queued'), row(4, 'queued')])
    const next = window(3, [row(3, 'queued'), row(4, 'running'), row(5, 'queued')])
    const kept = shareUnchangedRows(held, next)
    expect(kept).toEqual(next)
    expect(kept.rows[0]).toBe(held.rows[1])
    expect(kept.rows[1]).toBe(next.rows[1])
    expect(kept.rows[2]).toBe(next.rows[2])
  })
  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: null }, { a: {} }],
    [{ a: [1, 2] }, { a: [1, 2, 3] }],
    [{ a: { b: { c: 'x' } } }, { a: { b: { c: 'y' } } }],
  ])('%j is not %j', (before, now) => {
    const kept = shareUnchangedRows(
      { start: 0, rows: [before as unknown], total: 1, loaded: true },
      { start: 0, rows: [now as unknown], total: 1, loaded: true },
    )
    expect(kept.rows[0]).toBe(now)
  })
})
