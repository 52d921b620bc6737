// Open folders as one list: every place of it is the entry that a walk through the open tree would meet there.
import { describe, expect, it } from 'vitest'
import type { LevelRow } from '../../../../../shared/model/list-rows.ts'
import { LEVEL_PAGE_ROWS, type Level, type Levels, grow, placeAt, rowOf, withPage, without } from '../../../../../renderer/features/files/tree-shape.ts'

const level = (folder: string, parent: string | null, place: number, total: number): Level => ({
  folder,
  parent,
  place,
  total,
  pages: new Map(),
})
const levelsOf = (...all: readonly Level[]): Levels => new Map(all.map((one) => [one.folder, one]))

/** By hand: the rows of a folder, each followed by what is open in it. */
const walk = (levels: Levels, folder: string, depth: number): [string, number, number][] => {
  const own = levels.get(folder)
  return Array.from({ length: own?.total ?? 0 }, (_, at) => {
    const open = [...levels.values()].find((one) => one.parent === folder && one.place === at)
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
  it('has each row where a walk meets it, and the folder around it above', () => {
    const levels = levelsOf(
      level('', null, 0, 6),
      level('a', '', 0, 3),
      level('a/x', 'a', 2, 2),
      level('b', '', 1, 0),
      level('e', '', 4, 1),
      level('e/1', 'e', 0, 2),
    )
    const root = grow(levels)
    expect(root?.length).toBe(14)
    if (root === null) return
    const rows = walk(levels, '', 0)
    expect(rows).toHaveLength(14)
    rows.forEach(([folder, at, depth], index) => {
      const place = placeAt(root, index)
      expect([place?.level.folder, place?.at, place?.depth], `row ${index}`).toEqual([
        folder,
        at,
        depth,
      ])
      const around = levels.get(folder)
      const above = rows.findIndex(([one, i]) => one === around?.parent && i === around.place)
      expect(place?.above, `above ${index}`).toBe(folder === '' ? null : above)
    })
    expect(placeAt(root, 14)).toBeUndefined()
    expect(placeAt(root, -1)).toBeUndefined()
  })

  it('closing a folder closes what is open in it, and no other that is called alike', () => {
    const levels = levelsOf(
      level('', null, 0, 3),
      level('a', '', 0, 1),
      level('a/x', 'a', 0, 1),
      level('a.b', '', 1, 1),
    )
    expect([...without(levels, 'a').keys()]).toEqual(['', 'a.b'])
  })

  it('open folders move along when files come, and are closed where it is not known where they went', () => {
    let levels = levelsOf(level('', null, 0, 0))
    levels = withPage(levels, '', 0, { rows: [folderRow('b'), folderRow('c')], total: 2 })
    levels = new Map(levels).set('c', level('c', '', 1, 5))
    levels = withPage(levels, '', 0, { rows: ['a', 'b', 'c'].map(folderRow), total: 3 })
    expect(levels.get('c')?.place).toBe(2)
    const place = placeAt(grow(levels) ?? expect.unreachable(), 2)
    expect(place === undefined ? null : rowOf(place)).toEqual(folderRow('c'))
    levels = withPage(levels, '', 0, {
      rows: Array.from({ length: LEVEL_PAGE_ROWS }, (_, i) => folderRow(`a${i}`)),
      total: 500,
    })
    expect([...levels.keys()]).toEqual([''])
  })
})
