// The files of a run as a tree: folders are read when they are opened, a page at a time, and only what is seen is kept.
import { create } from 'zustand'
import type { LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { call } from '../../app/bridge.ts'
import {
  type Branch,
  LEVEL_PAGE_ROWS,
  type Levels,
  type Place,
  grow,
  placeAt,
  rowOf,
  withPage,
  without,
} from './tree-shape.ts'

interface TreeState {
  readonly jobId: number | null
  /** Shown as a tree rather than as one flat list. Remembered. */
  readonly on: boolean
  readonly levels: Levels
  /** The levels as one list; null: nothing was read yet. */
  readonly root: Branch | null
  /** The folder that is chosen. */
  readonly folder: string | null
}

const KEY = 'files-as'
const NOTHING = { levels: new Map(), root: null, folder: null }

export const useTree = create<TreeState>(() => ({
  ...NOTHING,
  jobId: null,
  on: localStorage.getItem(KEY) === 'tree',
}))

/** Rows above and below the visible ones that are read, too. */
const MARGIN = 40
/** Pages that are kept beside those that are seen. */
const KEPT = 30
/** A tree that moves is read again so often at most, or as seldom as reading takes a quarter of the time. */
const AGAIN_MS = 150

let range = { first: 0, last: 60 }
/** Pages that are read whether they are there or not, by number and folder. */
const fresh = new Map<string, { readonly folder: string; readonly page: number }>()
let filling = false
let timer: ReturnType<typeof setTimeout> | null = null
let tookMs = 0

const put = (levels: Levels): void => useTree.setState({ levels, root: grow(levels) })

const keyOf = (folder: string, page: number): string => `${page} ${folder}`

/** The pages that the visible rows lie in. */
const wanted = (): { folder: string; page: number; loaded: boolean }[] => {
  const { root } = useTree.getState()
  const found = new Map<string, { folder: string; page: number; loaded: boolean }>()
  if (root === null) return []
  for (let i = Math.max(0, range.first - MARGIN); i < range.last + MARGIN; i += 1) {
    const place = placeAt(root, i)
    if (place === undefined) continue
    const { folder, pages } = place.level
    const page = Math.floor(place.at / LEVEL_PAGE_ROWS)
    found.set(keyOf(folder, page), { folder, page, loaded: pages.has(page) })
  }
  return [...found.values()]
}

/** Drops what has long been scrolled past; `moved`: rows moved, so that what is not seen is not known any more. */
const trimmed = (levels: Levels, moved: boolean): Levels => {
  const count = [...levels.values()].reduce((sum, level) => sum + level.pages.size, 0)
  if (count <= KEPT && !moved) return levels
  const seen = new Set(wanted().map(({ folder, page }) => keyOf(folder, page)))
  return new Map(
    [...levels].map(([folder, level]) => [
      folder,
      {
        ...level,
        pages: new Map([...level.pages].filter(([page]) => seen.has(keyOf(folder, page)))),
      },
    ]),
  )
}

const read = async (folder: string, page: number): Promise<void> => {
  const { jobId } = useTree.getState()
  if (jobId === null) return
  const begun = performance.now()
  const answer = await call('files.level', {
    jobId,
    folder,
    offset: page * LEVEL_PAGE_ROWS,
    limit: LEVEL_PAGE_ROWS,
  })
  tookMs = performance.now() - begun
  const { jobId: now, levels } = useTree.getState()
  if (!answer.ok || now !== jobId) return
  const moved = levels.get(folder)?.total !== answer.value.total
  put(withPage(trimmed(levels, moved), folder, page, answer.value))
}

/** Reads what is seen and not there, one page after the other: what was scrolled past meanwhile is never asked for. */
const fill = async (): Promise<void> => {
  if (filling) return
  filling = true
  for (;;) {
    const next = fresh.values().next().value ?? wanted().find(({ loaded }) => !loaded)
    if (next === undefined) break
    fresh.delete(keyOf(next.folder, next.page))
    await read(next.folder, next.page)
  }
  filling = false
}

const ask = (folder: string, page: number): void => {
  fresh.set(keyOf(folder, page), { folder, page })
  void fill()
}

const again = (): void => {
  timer = null
  for (const { folder, page } of wanted()) ask(folder, page)
  // an open folder that had nothing to show yet may have something now
  for (const level of useTree.getState().levels.values())
    if (level.total === 0) ask(level.folder, 0)
}

/** The visible range moved. */
export const showTree = (first: number, last: number): void => {
  range = { first, last }
  void fill()
}

/** The files behind it changed. */
export const refreshTree = (): void => {
  const { on, jobId } = useTree.getState()
  if (on && jobId !== null) timer ??= setTimeout(again, Math.max(AGAIN_MS, 4 * tookMs))
}

const LEVEL = { total: 0, pages: new Map<number, readonly LevelRow[]>() }

/** Opens the tree of a run with nothing but the run itself open. */
export const openTree = (jobId: number | null): void => {
  fresh.clear()
  useTree.setState({ ...NOTHING, jobId })
  if (jobId === null || !useTree.getState().on) return
  put(new Map([['', { ...LEVEL, folder: '', parent: null, place: 0 }]]))
  ask('', 0)
}

export const setTree = (on: boolean): void => {
  useTree.setState({ on })
  localStorage.setItem(KEY, on ? 'tree' : 'flat')
  openTree(useTree.getState().jobId)
}

export const chooseFolder = (folder: string | null): void => useTree.setState({ folder })

export const placeIn = (index: number): Place | undefined => {
  const { root } = useTree.getState()
  return root === null ? undefined : placeAt(root, index)
}

/** The files that are loaded now. */
export const loadedFiles = (): FileRow[] =>
  [...useTree.getState().levels.values()].flatMap((level) =>
    [...level.pages.values()].flatMap((rows) =>
      rows.flatMap((row) => (row.kind === 'file' ? [row.file] : [])),
    ),
  )

export const isOpen = (folder: string): boolean => useTree.getState().levels.has(folder)

/** Opens a folder that is closed, closes one that is open. */
export const toggleFolder = (place: Place): void => {
  const row = rowOf(place)
  if (row?.kind !== 'folder') return
  const { levels } = useTree.getState()
  if (levels.has(row.path)) return put(without(levels, row.path))
  const { level, at } = place
  put(
    new Map(levels).set(row.path, {
      ...LEVEL,
      folder: row.path,
      parent: level.folder,
      place: at,
    }),
  )
  ask(row.path, 0)
}
