// Expanded folders of a tree as one list of rows: finds the entry at a row index. Pure; its cost grows with the number of
// expanded folders, not with the number of rows.
import type { LevelRow } from '../../../shared/model/list-rows.ts'

/** Entries of one page. */
export const LEVEL_PAGE_ROWS = 200

/** One expanded folder with the pages of it that are loaded. */
export interface Folder {
  /** Path; '' is the run itself. */
  readonly folder: string
  /** Path of the expanded folder it is in, and its index there; null: the run itself. */
  readonly parent: string | null
  readonly indexInParent: number
  readonly total: number
  readonly pages: ReadonlyMap<number, readonly LevelRow[]>
}

/** An expanded folder with the expanded folders in it, in order. */
export interface Branch {
  readonly level: Folder
  readonly depth: number
  readonly inside: readonly Branch[]
  /** Number of rows: its entries and those of everything expanded in it. */
  readonly length: number
}

export interface TreePosition {
  readonly level: Folder
  readonly depth: number
  /** Index within the folder. */
  readonly index: number
  /** Row index of the folder around it; null: it is in the run itself. */
  readonly parentIndex: number | null
}

export type Folders = ReadonlyMap<string, Folder>

/** Builds the tree from its expanded folders; null: not even the run itself is loaded. */
export const buildTree = (levels: Folders): Branch | null => {
  const inside = new Map<string, Folder[]>()
  for (const level of levels.values())
    if (level.parent !== null)
      inside.set(level.parent, [...(inside.get(level.parent) ?? []), level])
  const branch = (level: Folder, depth: number): Branch => {
    const own = (inside.get(level.folder) ?? [])
      .toSorted((a, b) => a.indexInParent - b.indexInParent)
      .map((one) => branch(one, depth + 1))
    return {
      level,
      depth,
      inside: own,
      length: own.reduce((sum, one) => sum + one.length, level.total),
    }
  }
  const root = levels.get('')
  return root === undefined ? null : branch(root, 0)
}

/** The position of a row of the whole list; undefined: there is no such row. */
export const positionAt = (root: Branch, index: number): TreePosition | undefined => {
  if (index < 0 || index >= root.length) return undefined
  let branch = root
  let parentIndex: number | null = null
  // row index of the branch's first entry
  let begin = 0
  for (;;) {
    let at = index - begin
    let within: Branch | null = null
    for (const open of branch.inside) {
      if (at <= open.level.indexInParent) break
      if (at <= open.level.indexInParent + open.length) {
        within = open
        break
      }
      at -= open.length
    }
    if (within === null) return { level: branch.level, depth: branch.depth, index: at, parentIndex }
    parentIndex = index - at + within.level.indexInParent
    begin = parentIndex + 1
    branch = within
  }
}

/** The row at a position; undefined: it is not loaded. */
export const rowAtPosition = ({ level, index }: TreePosition): LevelRow | undefined =>
  level.pages.get(Math.floor(index / LEVEL_PAGE_ROWS))?.[index % LEVEL_PAGE_ROWS]

/** The expanded folders without one of them and everything expanded in it. */
export const withoutFolder = (levels: Folders, folder: string): Folders =>
  new Map([...levels].filter(([one]) => one !== folder && !one.startsWith(`${folder}/`)))

/** Adds a loaded page. Expanded folders move with their rows; where rows moved, those that are not on the page collapse. */
export const withPage = (
  levels: Folders,
  folder: string,
  page: number,
  answer: { readonly rows: readonly LevelRow[]; readonly total: number },
): Folders => {
  const level = levels.get(folder)
  if (level === undefined) return levels
  const moved = level.total !== answer.total && level.pages.size > 0
  const pages = new Map(level.pages).set(page, answer.rows)
  let next: Folders = new Map(levels).set(folder, { ...level, total: answer.total, pages })
  const indexes = new Map(
    answer.rows.flatMap((row, i): [string, number][] =>
      row.kind === 'folder' ? [[row.path, page * LEVEL_PAGE_ROWS + i]] : [],
    ),
  )
  for (const open of levels.values()) {
    if (open.parent !== folder) continue
    const indexInParent = indexes.get(open.folder)
    if (indexInParent !== undefined)
      next = new Map(next).set(open.folder, { ...open, indexInParent })
    else if (moved) next = withoutFolder(next, open.folder)
  }
  return next
}
