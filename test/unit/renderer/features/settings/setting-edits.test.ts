// Unsaved edits of config.yaml: list entries keep their index until all edits are applied in order.
import { describe, expect, it } from 'vitest'
import {
  type Draft,
  editsInOrder,
  isChangedIn,
  isPlain,
  listShapeOf,
  valueIn,
  withChange,
  withDraft,
  withEntry,
  withoutEntry,
} from '../../../../../renderer/features/settings/setting-edits.ts'

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
  it('a value equal to the file is no edit; an emptied one removes its key', () => {
    const changed = withChange(file, none, ['equipment', 1, 'id'], 'B2')
    expect(ids(changed)).toEqual(['A', 'B2', 'C'])
    expect(withChange(file, changed, ['equipment', 1, 'id'], 'B').size).toBe(0)
    const emptied = withChange(file, none, ['equipment', 0, 'transport', 'bandwidth'], undefined)
    expect(valueIn(withDraft(file, emptied), ['equipment', 0, 'transport'])).toEqual({})
    expect(editsInOrder(emptied)).toEqual([{ path: ['equipment', 0, 'transport', 'bandwidth'] }])
  })
  it('removing a block drops the edits within it', () => {
    const inner = withChange(file, none, [...windows, 0, 'from'], '09:00')
    const all = withChange(file, inner, windows.slice(0, -1), undefined)
    expect(editsInOrder(all)).toHaveLength(1)
  })
  it('an edit within an added entry becomes part of that entry', () => {
    const added = withEntry(file, none, ['equipment'], { id: 'D' })
    const named = withChange(file, added, ['equipment', 3, 'label'], 'Delta')
    expect(editsInOrder(named)).toEqual([
      { path: ['equipment', 3], value: { id: 'D', label: 'Delta' } },
    ])
    expect(isChangedIn(named, ['equipment', 3, 'label'])).toBe(true)
    const twice = withEntry(file, named, ['equipment', 3, 'tags'], 'x')
    expect(editsInOrder(withoutEntry(file, twice, ['equipment', 3, 'tags', 0]))).toEqual([
      { path: ['equipment', 3], value: { id: 'D', label: 'Delta', tags: [] } },
    ])
  })
  it('removals come last, from the end of the list on, so that every other index stays right', () => {
    let draft = withoutEntry(file, none, ['equipment', 0])
    draft = withoutEntry(file, draft, ['equipment', 1])
    draft = withChange(file, draft, ['equipment', 2, 'id'], 'C2')
    expect(editsInOrder(draft)).toEqual([
      { path: ['equipment', 2, 'id'], value: 'C2' },
      { path: ['equipment', 1] },
      { path: ['equipment', 0] },
    ])
  })
  it('removing an entry drops its edits, and the removal can be undone', () => {
    const changed = withChange(file, none, ['equipment', 1, 'id'], 'B2')
    expect(editsInOrder(withoutEntry(file, changed, ['equipment', 1]))).toEqual([
      { path: ['equipment', 1] },
    ])
  })
  it('removing an added entry drops it, and added entries behind it move up', () => {
    let draft = withEntry(file, none, windows, { from: '20:00' })
    draft = withEntry(file, draft, windows, { from: '21:00' })
    draft = withoutEntry(file, draft, [...windows, 2])
    expect(editsInOrder(draft)).toEqual([{ path: [...windows, 2], value: { from: '21:00' } }])
  })
  it('edits fit another version of the file where instruments and hours kept their indexes', () => {
    const other = structuredClone(file)
    Object.assign(other.equipment[1] ?? {}, { label: 'x' })
    expect(listShapeOf(other)).toBe(listShapeOf(file))
    other.equipment.shift()
    expect(listShapeOf(other)).not.toBe(listShapeOf(file))
  })
})

describe('changes that are saved without a look at the difference', () => {
  const limit = ['equipment', 0, 'transport', 'bandwidth', 'upload_mbps']
  it.each([
    ['a limit', limit],
    ['hours of a limit', [...windows, 0, 'from']],
    ['a notification', ['notify', 'finished']],
    ['how many are sent at once', ['sync', 'parallel_jobs']],
  ])('%s is one', (_what, path) => {
    expect(isPlain(withChange(file, none, path, 7))).toBe(true)
  })
  it.each([
    ['a folder', ['equipment', 0, 'local_root']],
    ['a connection', ['equipment', 0, 'transport', 'rclone_remote']],
    ['a whole transport', ['equipment', 0, 'transport']],
    ['a program', ['tools', 'rclone']],
    ['what is deleted here', ['nas_cleanup', 'enabled']],
    ['how long logs stay', ['logging', 'keep_days']],
  ])('%s is none, also beside a limit', (_what, path) => {
    expect(isPlain(withChange(file, none, path, 'x'))).toBe(false)
    expect(isPlain(withChange(file, withChange(file, none, limit, 7), path, 'x'))).toBe(false)
  })
  it('no change is none', () => {
    expect(isPlain(none)).toBe(false)
  })
})
