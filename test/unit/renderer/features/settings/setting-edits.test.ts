// Changes of config.yaml before they are saved: entries of lists keep their place until all is made in the right order.
import { describe, expect, it } from 'vitest'
import { type Draft, inOrder, isChangedIn, skeletonOf, valueIn, withChange, withDraft, withEntry, withoutEntry } from '../../../../../renderer/features/settings/setting-edits.ts'

const file = {
  equipment: [
    { id: 'A', transport: { bandwidth: { upload_mbps: 8, windows: [{ from: '08:00' }, {}] } } },
    { id: 'B' },
    { id: 'C' },
  ],
}
const none: Draft = new Map()
const windows = ['equipment', 0, 'transport', 'bandwidth', 'windows']
const ids = (draft: Draft): unknown[] =>
  Object.values(Object(valueIn(withDraft(file, draft), ['equipment']))).map((one) =>
    valueIn(one, ['id']),
  )

describe('changes that are not saved', () => {
  it('a value as the file has it is none; one that is emptied takes its key out', () => {
    const changed = withChange(file, none, ['equipment', 1, 'id'], 'B2')
    expect(ids(changed)).toEqual(['A', 'B2', 'C'])
    expect(withChange(file, changed, ['equipment', 1, 'id'], 'B').size).toBe(0)
    const emptied = withChange(file, none, ['equipment', 0, 'transport', 'bandwidth'], undefined)
    expect(valueIn(withDraft(file, emptied), ['equipment', 0, 'transport'])).toEqual({})
    expect(inOrder(emptied)).toEqual([{ path: ['equipment', 0, 'transport', 'bandwidth'] }])
  })
  it('a block that goes out takes the changes within it along', () => {
    const inner = withChange(file, none, [...windows, 0, 'from'], '09:00')
    const all = withChange(file, inner, windows.slice(0, -1), undefined)
    expect(inOrder(all)).toHaveLength(1)
  })
  it('what is changed in an entry that was added is part of it', () => {
    const added = withEntry(file, none, ['equipment'], { id: 'D' })
    const named = withChange(file, added, ['equipment', 3, 'label'], 'Delta')
    expect(inOrder(named)).toEqual([{ path: ['equipment', 3], value: { id: 'D', label: 'Delta' } }])
    expect(isChangedIn(named, ['equipment', 3, 'label'])).toBe(true)
    const twice = withEntry(file, named, ['equipment', 3, 'tags'], 'x')
    expect(inOrder(withoutEntry(file, twice, ['equipment', 3, 'tags', 0]))).toEqual([
      { path: ['equipment', 3], value: { id: 'D', label: 'Delta', tags: [] } },
    ])
  })
  it('entries go out last, from the end on, so that every other place is still the one that was meant', () => {
    let draft = withoutEntry(file, none, ['equipment', 0])
    draft = withoutEntry(file, draft, ['equipment', 1])
    draft = withChange(file, draft, ['equipment', 2, 'id'], 'C2')
    expect(inOrder(draft)).toEqual([
      { path: ['equipment', 2, 'id'], value: 'C2' },
      { path: ['equipment', 1] },
      { path: ['equipment', 0] },
    ])
  })
  it('the changes of an entry go with it, and it can be kept after all', () => {
    const changed = withChange(file, none, ['equipment', 1, 'id'], 'B2')
    expect(inOrder(withoutEntry(file, changed, ['equipment', 1]))).toEqual([
      { path: ['equipment', 1] },
    ])
  })
  it('one that was only added is forgotten, and those after it move up', () => {
    let draft = withEntry(file, none, windows, { from: '20:00' })
    draft = withEntry(file, draft, windows, { from: '21:00' })
    draft = withoutEntry(file, draft, [...windows, 2])
    expect(inOrder(draft)).toEqual([{ path: [...windows, 2], value: { from: '21:00' } }])
  })
  it('other changes of the file fit where instruments and hours kept their places', () => {
    const other = structuredClone(file)
    Object.assign(other.equipment[1] ?? {}, { label: 'x' })
    expect(skeletonOf(other)).toBe(skeletonOf(file))
    other.equipment.shift()
    expect(skeletonOf(other)).not.toBe(skeletonOf(file))
  })
})
