// Expanded folders as one list: the entry at every row is the one that a depth-first walk of the tree finds there.
import { describe, expect, it } from 'vitest'
import type { LevelRow } from '../../../../../shared/model/list-rows.ts'
import {
  type Folder,
  type Folders,
  LEVEL_PAGE_ROWS,
  buildTree,
  positionAt,
  rowAtPosition,
  withPage,
  withoutFolder,
} from '../../../../../renderer/features/files/tree-shape.ts'

const level = (folder: string, parent: string | null, place: number, total: number): Folder => ({
  folder,
  parent,
  indexInParent: place,
  total,
  pages: new Map(),
})
const levelsOf = (...all: readonly Folder[]): Folders =>
  new Map(all.map((one) => [one.folder, one]))

/** The expected order: the rows of a folder, each followed by what is expanded in it. */
const walk = (levels: Folders, folder: string, depth: number): [string, number, number][] => {
  const own = levels.get(folder)
  return Array.from({ length: own?.total ?? 0 }, (_, at) => {
    const open = [...levels.values()].find(
      (one) => one.parent === folder && one.indexInParent === at,
    )
    const row: [string, number, number] = [folder, at, depth]
    return [row, ...(open === undefined ? [] : walk(levels, open.folder, depth + 1))]
  }).flat()
}

const folderRow = (path: string): LevelRow => ({
  kind: 'folder',
  path,
  files: 1,
  more: false,
  state: null,
})

describe('the tree as a list', () => {
  it('has each row where a depth-first walk finds it, with the index of its parent folder', () => {
    const levels = levelsOf(
      level('', null, 0, 6),
      level('a', '', 0, 3),
      level('a/x', 'a', 2, 2),
      level('b', '', 1, 0),
      level('e', '', 4, 1),
      level('e/1', 'e', 0, 2),
    )
    const root = buildTree(levels)
    expect(root?.length).toBe(14)
    if (root === null) return
    const rows = walk(levels, '', 0)
    expect(rows).toHaveLength(14)
    rows.forEach(([folder, at, depth], index) => {
      const place = positionAt(root, index)
      expect([place?.level.folder, place?.index, place?.depth], `row ${index}`).toEqual([
        folder,
        at,
        depth,
      ])
      const around = levels.get(folder)
      const above = rows.findIndex(
        ([one, i]) => one === around?.parent && i === around.indexInParent,
      )
      expect(place?.parentIndex, `above ${index}`).toBe(folder === '' ? null : above)
    })
    expect(positionAt(root, 14)).toBeUndefined()
    expect(positionAt(root, -1)).toBeUndefined()
  })

  it('collapsing a folder collapses what is in it, and no folder with a similar name', () => {
    const levels = levelsOf(
      level('', null, 0, 3),
      level('a', '', 0, 1),
      level('a/x', 'a', 0, 1),
      level('a.b', '', 1, 1),
    )
    expect([...withoutFolder(levels, 'a').keys()]).toEqual(['', 'a.b'])
  })

  it('expanded folders move with their rows, and collapse where their new row is not known', () => {
    let levels = levelsOf(level('', null, 0, 0))
    levels = withPage(levels, '', 0, { rows: [folderRow('b'), folderRow('c')], total: 2 })
    levels = new Map(levels).set('c', level('c', '', 1, 5))
    levels = withPage(levels, '', 0, { rows: ['a', 'b', 'c'].map(folderRow), total: 3 })
    expect(levels.get('c')?.indexInParent).toBe(2)
    const place = positionAt(buildTree(levels) ?? expect.unreachable(), 2)
    expect(place === undefined ? null : rowAtPosition(place)).toEqual(folderRow('c'))
    levels = withPage(levels, '', 0, {
      rows: Array.from({ length: LEVEL_PAGE_ROWS }, (_, i) => folderRow(`a${i}`)),
      total: 500,
    })
    expect([...levels.keys()]).toEqual([''])
  })
})
