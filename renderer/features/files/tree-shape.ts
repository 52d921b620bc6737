// The open folders of a tree as one long list: which entry of which folder stands at a place of it. Pure; costs by open folders, not by rows.
import type { LevelRow } from '../../../shared/model/list-rows.ts'

/** Entries of one answer. */
export const LEVEL_PAGE_ROWS = 200

/** One open folder, as far as it was looked at; '' is the run itself. */
export interface Level {
  readonly folder: string
  /** The open folder that it lies in, and its place there; null: the run itself. */
  readonly parent: string | null
  readonly place: number
  readonly total: number
  readonly pages: ReadonlyMap<number, readonly LevelRow[]>
}

/** An open folder with those that are open in it, in their order. */
export interface Branch {
  readonly level: Level
  readonly depth: number
  readonly inside: readonly Branch[]
  /** Rows of it and of everything open in it. */
  readonly length: number
}

export interface Place {
  readonly level: Level
  readonly depth: number
  /** Place within the level. */
  readonly at: number
  /** Place of the folder around it in the whole list; null: it lies in the run itself. */
  readonly above: number | null
}

export type Levels = ReadonlyMap<string, Level>

/** The whole list, or null where not even the run itself was looked at. */
export const grow = (levels: Levels): Branch | null => {
  const inside = new Map<string, Level[]>()
  for (const level of levels.values())
    if (level.parent !== null)
      inside.set(level.parent, [...(inside.get(level.parent) ?? []), level])
  const branch = (level: Level, depth: number): Branch => {
    const own = (inside.get(level.folder) ?? [])
      .toSorted((a, b) => a.place - b.place)
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

/** What stands at a place of the whole list; undefined: nothing does. */
export const placeAt = (root: Branch, index: number): Place | undefined => {
  if (index < 0 || index >= root.length) return undefined
  let branch = root
  let above: number | null = null
  // place in the whole list where the branch begins
  let begin = 0
  for (;;) {
    let at = index - begin
    let within: Branch | null = null
    for (const open of branch.inside) {
      if (at <= open.level.place) break
      if (at <= open.level.place + open.length) {
        within = open
        break
      }
      at -= open.length
    }
    if (within === null) return { level: branch.level, depth: branch.depth, at, above }
    above = index - at + within.level.place
    begin = above + 1
    branch = within
  }
}

/** The row at a place, if it was loaded. */
export const rowOf = ({ level, at }: Place): LevelRow | undefined =>
  level.pages.get(Math.floor(at / LEVEL_PAGE_ROWS))?.[at % LEVEL_PAGE_ROWS]

/** The levels without a folder and all that is open in it. */
export const without = (levels: Levels, folder: string): Levels =>
  new Map([...levels].filter(([one]) => one !== folder && !one.startsWith(`${folder}/`)))

/** A page came: what is open in the folder moves along with its row; what is nowhere to be seen is closed when rows moved. */
export const withPage = (
  levels: Levels,
  folder: string,
  page: number,
  answer: { readonly rows: readonly LevelRow[]; readonly total: number },
): Levels => {
  const level = levels.get(folder)
  if (level === undefined) return levels
  const moved = level.total !== answer.total && level.pages.size > 0
  const pages = new Map(level.pages).set(page, answer.rows)
  let next: Levels = new Map(levels).set(folder, { ...level, total: answer.total, pages })
  const places = new Map(
    answer.rows.flatMap((row, i): [string, number][] =>
      row.kind === 'folder' ? [[row.path, page * LEVEL_PAGE_ROWS + i]] : [],
    ),
  )
  for (const open of levels.values()) {
    if (open.parent !== folder) continue
    const place = places.get(open.folder)
    if (place !== undefined) next = new Map(next).set(open.folder, { ...open, place })
    else if (moved) next = without(next, open.folder)
  }
  return next
}
