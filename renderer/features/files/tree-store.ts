// Tree store: the files of a run as a tree. Folders are read when they are expanded, a page at a time, near the visible rows.
import { create } from 'zustand'
import type { LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow } from '../../../shared/model/model.ts'
import { call } from '../../state/bridge.ts'
import {
  type Branch,
  type Folders,
  LEVEL_PAGE_ROWS,
  type TreePosition,
  buildTree,
  positionAt,
  rowAtPosition,
  withPage,
  withoutFolder,
} from './tree-shape.ts'

interface TreeState {
  readonly jobId: number | null
  /** Shown as a tree rather than as one flat list. Remembered. */
  readonly on: boolean
  readonly levels: Folders
  /** The same as a tree; null: nothing is loaded. */
  readonly root: Branch | null
  /** Path of the chosen folder. */
  readonly folder: string | null
}

const KEY = 'files-as'
const NOTHING = { levels: new Map(), root: null, folder: null }

export const useTree = create<TreeState>(() => ({
  ...NOTHING,
  jobId: null,
  on: localStorage.getItem(KEY) === 'tree',
}))

/** Rows above and below the visible ones that are loaded, too. */
const MARGIN = 40
/** More loaded pages than this are dropped, except visible ones. */
const MAX_PAGES = 30
/** A changing tree is read again at most this often, and for at most a quarter of the time. */
const REFRESH_MS = 150

let visible = { first: 0, last: 60 }
/** Pages to read even where they are loaded, by pageKey. */
const requested = new Map<string, { readonly folder: string; readonly page: number }>()
let isLoading = false
let timer: ReturnType<typeof setTimeout> | null = null
let lastReadMs = 0

const put = (levels: Folders): void => useTree.setState({ levels, root: buildTree(levels) })

const pageKey = (folder: string, page: number): string => `${page} ${folder}`

/** The pages of the rows in and near the viewport. */
const visiblePages = (): { folder: string; page: number; loaded: boolean }[] => {
  const { root } = useTree.getState()
  const found = new Map<string, { folder: string; page: number; loaded: boolean }>()
  if (root === null) return []
  for (let i = Math.max(0, visible.first - MARGIN); i < visible.last + MARGIN; i += 1) {
    const place = positionAt(root, i)
    if (place === undefined) continue
    const { folder, pages } = place.level
    const page = Math.floor(place.index / LEVEL_PAGE_ROWS)
    found.set(pageKey(folder, page), { folder, page, loaded: pages.has(page) })
  }
  return [...found.values()]
}

/** Drops pages that are not visible, where there are too many; all of them where rows moved. */
const withoutHiddenPages = (levels: Folders, moved: boolean): Folders => {
  const count = [...levels.values()].reduce((sum, level) => sum + level.pages.size, 0)
  if (count <= MAX_PAGES && !moved) return levels
  const pages = new Set(visiblePages().map(({ folder, page }) => pageKey(folder, page)))
  return new Map(
    [...levels].map(([folder, level]) => [
      folder,
      {
        ...level,
        pages: new Map([...level.pages].filter(([page]) => pages.has(pageKey(folder, page)))),
      },
    ]),
  )
}

const loadPage = async (folder: string, page: number): Promise<void> => {
  const { jobId } = useTree.getState()
  if (jobId === null) return
  const begun = performance.now()
  const answer = await call('files.level', {
    jobId,
    folder,
    offset: page * LEVEL_PAGE_ROWS,
    limit: LEVEL_PAGE_ROWS,
  })
  lastReadMs = performance.now() - begun
  const { jobId: now, levels } = useTree.getState()
  if (!answer.ok || now !== jobId) return
  const moved = levels.get(folder)?.total !== answer.value.total
  put(withPage(withoutHiddenPages(levels, moved), folder, page, answer.value))
}

/** Loads missing visible pages one after the other; the next one is chosen after each answer, so passed rows are skipped. */
const loadVisible = async (): Promise<void> => {
  if (isLoading) return
  isLoading = true
  for (;;) {
    const next = requested.values().next().value ?? visiblePages().find(({ loaded }) => !loaded)
    if (next === undefined) break
    requested.delete(pageKey(next.folder, next.page))
    await loadPage(next.folder, next.page)
  }
  isLoading = false
}

const request = (folder: string, page: number): void => {
  requested.set(pageKey(folder, page), { folder, page })
  void loadVisible()
}

const refreshNow = (): void => {
  timer = null
  for (const { folder, page } of visiblePages()) request(folder, page)
  // an empty expanded folder has no visible row, and may have entries now
  for (const level of useTree.getState().levels.values())
    if (level.total === 0) request(level.folder, 0)
}

/** The visible rows changed: loads their pages. */
export const showTree = (first: number, last: number): void => {
  visible = { first, last }
  void loadVisible()
}

/** The files of the run changed. */
export const refreshTree = (): void => {
  const { on, jobId } = useTree.getState()
  if (on && jobId !== null) timer ??= setTimeout(refreshNow, Math.max(REFRESH_MS, 4 * lastReadMs))
}

const NEW_FOLDER = { total: 0, pages: new Map<number, readonly LevelRow[]>() }

/** Shows the tree of a run with every folder collapsed. */
export const openTree = (jobId: number | null): void => {
  requested.clear()
  useTree.setState({ ...NOTHING, jobId })
  if (jobId === null || !useTree.getState().on) return
  put(new Map([['', { ...NEW_FOLDER, folder: '', parent: null, indexInParent: 0 }]]))
  request('', 0)
}

export const setTree = (on: boolean): void => {
  useTree.setState({ on })
  localStorage.setItem(KEY, on ? 'tree' : 'flat')
  openTree(useTree.getState().jobId)
}

export const chooseFolder = (folder: string | null): void => useTree.setState({ folder })

export const positionAtRow = (index: number): TreePosition | undefined => {
  const { root } = useTree.getState()
  return root === null ? undefined : positionAt(root, index)
}

/** The files that are loaded now. */
export const loadedFiles = (): FileRow[] =>
  [...useTree.getState().levels.values()].flatMap((level) =>
    [...level.pages.values()].flatMap((rows) =>
      rows.flatMap((row) => (row.kind === 'file' ? [row.file] : [])),
    ),
  )

export const isOpen = (folder: string): boolean => useTree.getState().levels.has(folder)

/** Expands a collapsed folder, collapses an expanded one. */
export const toggleFolder = (position: TreePosition): void => {
  const row = rowAtPosition(position)
  if (row?.kind !== 'folder') return
  const { levels } = useTree.getState()
  if (levels.has(row.path)) return put(withoutFolder(levels, row.path))
  const { level, index } = position
  put(
    new Map(levels).set(row.path, {
      ...NEW_FOLDER,
      folder: row.path,
      parent: level.folder,
      indexInParent: index,
    }),
  )
  request(row.path, 0)
}
