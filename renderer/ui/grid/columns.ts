// Columns of a table: which are shown, how wide, in which order. Remembered for each table; how dense rows are, for all.
import { type StoreApi, type UseBoundStore, create } from 'zustand'
import type { RunColumn } from '../../../shared/model/list-rows.ts'

export interface Column<Id extends string> {
  readonly id: Id
  /** Pixels at normal text size, where nobody said otherwise: what it needs, and what it takes where there is room. */
  readonly minWidth: number
  readonly maxWidth?: number
  /** It takes what the others leave. */
  readonly flexible?: true
  readonly right?: true
  /** Classes of its cells. */
  readonly className?: string
  /** Off until somebody switches it on. */
  readonly hidden?: true
}

interface ColumnState<Id extends string> {
  readonly shown: readonly Id[]
  /** Widths that somebody chose, px. */
  readonly widths: Readonly<Record<string, number>>
}

/** One table's columns: what there is, and what the operator made of it. */
export interface ColumnTable<Id extends string> {
  readonly key: string
  readonly columns: readonly Column<Id>[]
  readonly useColumns: UseBoundStore<StoreApi<ColumnState<Id>>>
  /** The column of that name; undefined: it is none of this table. */
  find(id: unknown): Column<Id> | undefined
  toggle(id: Id): void
  setWidth(id: Id, minWidth: number): void
  /** Puts a column before or after another, where it comes from the other side; `by` moves it so many places. */
  move(id: Id, to: Id | -1 | 1): void
  reset(): void
}

const MIN_WIDTH = 48
const MAX_WIDTH = 900

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}

/** `key`: under which it is remembered. */
const createColumnTable = <Id extends string>(
  key: string,
  columns: readonly Column<Id>[],
): ColumnTable<Id> => {
  const find = (id: unknown): Column<Id> | undefined => columns.find((column) => column.id === id)
  const isKnown = (id: unknown): id is Id => find(id) !== undefined
  const defaults: ColumnState<Id> = {
    shown: columns.filter((column) => column.hidden !== true).map((column) => column.id),
    widths: {},
  }

  /** What was remembered, as far as it still makes sense. */
  const readSaved = (): ColumnState<Id> => {
    try {
      const value = asObject(JSON.parse(localStorage.getItem(key) ?? 'null'))
      const shown: unknown = Reflect.get(value, 'shown')
      const widths: Record<string, number> = {}
      for (const [id, minWidth] of Object.entries(asObject(Reflect.get(value, 'widths'))))
        if (isKnown(id) && typeof minWidth === 'number' && minWidth >= MIN_WIDTH)
          widths[id] = minWidth
      const known = Array.isArray(shown) ? shown.filter(isKnown) : []
      return { shown: known.length === 0 ? defaults.shown : known, widths }
    } catch {
      return defaults
    }
  }

  const useColumns = create<ColumnState<Id>>(readSaved)
  useColumns.subscribe((state) => localStorage.setItem(key, JSON.stringify(state)))
  return {
    key,
    columns,
    useColumns,
    find,
    toggle: (id) =>
      useColumns.setState(({ shown }) => {
        if (!shown.includes(id)) return { shown: [...shown, id] }
        return shown.length === 1 ? { shown } : { shown: shown.filter((one) => one !== id) }
      }),
    setWidth: (id, minWidth) =>
      useColumns.setState(({ widths }) => ({
        widths: { ...widths, [id]: Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, minWidth))) },
      })),
    move: (id, to) =>
      useColumns.setState(({ shown }) => {
        const rest = shown.filter((one) => one !== id)
        const at = shown.indexOf(id)
        const place =
          typeof to === 'number' ? at + to : rest.indexOf(to) + (shown.indexOf(to) > at ? 1 : 0)
        const next = [...rest]
        next.splice(Math.max(0, Math.min(rest.length, place)), 0, id)
        return { shown: next }
      }),
    reset: () => useColumns.setState(defaults),
  }
}

/** CSS of a column: as wide as somebody chose, else between what it needs and what it likes. */
export const sizeOf = <Id extends string>(
  table: ColumnTable<Id>,
  id: Id,
  widths: Readonly<Record<string, number>>,
): string => {
  const { minWidth = 100, maxWidth, flexible } = table.find(id) ?? {}
  const least = widths[id] ?? minWidth
  if (flexible === true) return `minmax(${least}px, 1fr)`
  return maxWidth === undefined || widths[id] !== undefined
    ? `${least}px`
    : `minmax(${least}px, ${maxWidth}px)`
}

/** In the order and with the widths of docs/ux.md D4; a window that is too narrow for those has them smaller. */
export const runTable = createColumnTable<RunColumn>('columns', [
  { id: 'state', minWidth: 136, maxWidth: 160 },
  { id: 'run', minWidth: 150, flexible: true },
  { id: 'instrument', minWidth: 96, maxWidth: 120 },
  { id: 'progress', minWidth: 124, maxWidth: 160 },
  { id: 'size', minWidth: 100, right: true },
  { id: 'problems', minWidth: 62, maxWidth: 80, right: true },
  { id: 'left', minWidth: 76, maxWidth: 90, right: true },
  { id: 'speed', minWidth: 64, maxWidth: 90, right: true },
  { id: 'proof', minWidth: 62, maxWidth: 110 },
  { id: 'activity', minWidth: 76, maxWidth: 120 },
  { id: 'attempts', minWidth: 76, right: true, hidden: true },
  { id: 'destination', minWidth: 150, className: 'mono', hidden: true },
  { id: 'nas_path', minWidth: 220, className: 'mono', hidden: true },
  { id: 'folder', minWidth: 240, className: 'mono', hidden: true },
  { id: 'operator', minWidth: 120, hidden: true },
  { id: 'queued', minWidth: 150, hidden: true },
  { id: 'verified', minWidth: 150, hidden: true },
  { id: 'exit', minWidth: 76, right: true, hidden: true },
])

export type FileColumn =
  | 'state'
  | 'path'
  | 'size'
  | 'sent'
  | 'problem'
  | 'attempts'
  | 'tried'
  | 'proof'
  | 'sha'
  | 'nas_sha'
  | 'nas_size'
  | 'modified'
  | 'exit'

/** In the order of docs/ux.md D6. */
export const fileTable = createColumnTable<FileColumn>('file-columns', [
  { id: 'state', minWidth: 104, maxWidth: 120 },
  { id: 'path', minWidth: 220, className: 'mono', flexible: true },
  { id: 'size', minWidth: 70, maxWidth: 84, right: true },
  { id: 'sent', minWidth: 70, maxWidth: 84, right: true, className: 'muted' },
  { id: 'problem', minWidth: 130, maxWidth: 320 },
  { id: 'attempts', minWidth: 66, right: true },
  { id: 'tried', minWidth: 84, maxWidth: 110 },
  { id: 'proof', minWidth: 74, maxWidth: 90 },
  { id: 'sha', minWidth: 104, maxWidth: 112 },
  { id: 'nas_sha', minWidth: 112, hidden: true },
  { id: 'nas_size', minWidth: 84, right: true, hidden: true },
  { id: 'modified', minWidth: 150, hidden: true },
  { id: 'exit', minWidth: 76, right: true, hidden: true },
])

export const ROW_HEIGHTS = { compact: 24, normal: 28, comfortable: 36 } as const
export type Density = keyof typeof ROW_HEIGHTS

const DENSITY_KEY = 'density'
const readSavedDensity = (): Density => {
  const density = localStorage.getItem(DENSITY_KEY)
  return density === 'compact' || density === 'comfortable' ? density : 'normal'
}
export const useDensity = create<Density>(readSavedDensity)
export const setDensity = (density: Density): void => {
  useDensity.setState(density, true)
  localStorage.setItem(DENSITY_KEY, density)
}
