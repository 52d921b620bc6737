// Columns of each table: which are shown, how wide, in which order, remembered per table. The row height is one for all tables.
import { type StoreApi, type UseBoundStore, create } from 'zustand'
import type { RunColumn } from '../../../shared/model/list-rows.ts'

interface Column<Id extends string> {
  readonly id: Id
  /** Least width in pixels, unless the operator chose one: it holds the column's longest text, where that has an end. */
  readonly minWidth: number
  /** Its share of the space that the other columns leave; without it the column does not grow. */
  readonly share?: number
  readonly right?: true
  /** Classes of its cells. */
  readonly className?: string
  /** Not shown until the operator switches it on. */
  readonly hidden?: true
}

interface ColumnState<Id extends string> {
  readonly shown: readonly Id[]
  /** Widths that the operator chose, px. */
  readonly widths: Readonly<Record<string, number>>
}

/** The columns of one table, and a store of what the operator set. */
export interface ColumnTable<Id extends string> {
  readonly key: string
  readonly columns: readonly Column<Id>[]
  readonly useColumns: UseBoundStore<StoreApi<ColumnState<Id>>>
  /** The column with that id; undefined: the table has none. */
  find(id: unknown): Column<Id> | undefined
  toggle(id: Id): void
  setWidth(id: Id, width: number): void
  /** Moves a column to the place of another one, or one place to the left (-1) or right (1). */
  move(id: Id, to: Id | -1 | 1): void
  reset(): void
  /** True of the columns that are shown until the operator changes that, in any order. */
  isDefault(shown: readonly Id[]): boolean
}

const MIN_WIDTH = 48
const MAX_WIDTH = 900

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}

/** `key`: the key in localStorage. */
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

  /** Reads the saved settings; unknown columns and bad widths are dropped. */
  const readSaved = (): ColumnState<Id> => {
    try {
      const value = asObject(JSON.parse(localStorage.getItem(key) ?? 'null'))
      const shown: unknown = Reflect.get(value, 'shown')
      const widths: Record<string, number> = {}
      for (const [id, width] of Object.entries(asObject(Reflect.get(value, 'widths'))))
        if (isKnown(id) && typeof width === 'number' && width >= MIN_WIDTH) widths[id] = width
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
    setWidth: (id, width) =>
      useColumns.setState(({ widths }) => ({
        widths: { ...widths, [id]: Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width))) },
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
    isDefault: (shown) => shown.toSorted().join() === defaults.shown.toSorted().join(),
  }
}

/** Space between two columns, px. */
export const COLUMN_GAP = 16
/** Space at both ends of a row together, px. */
export const ROW_PADDING = 32

/** CSS grid track of a column: the width that the operator chose, else its least width and its share of the space that is left. */
export const sizeOf = <Id extends string>(
  table: ColumnTable<Id>,
  id: Id,
  widths: Readonly<Record<string, number>>,
  /** Px that its content needs, where that is more. */
  needed = 0,
): string => {
  const { minWidth = 100, share } = table.find(id) ?? {}
  const least = widths[id] ?? Math.max(minWidth, needed)
  return share === undefined ? `${least}px` : `minmax(${least}px, ${share}fr)`
}

/** Order as in docs/ux.md D4. */
export const runTable = createColumnTable<RunColumn>('columns', [
  { id: 'state', minWidth: 120 },
  { id: 'run', minWidth: 150, share: 3 },
  { id: 'instrument', minWidth: 96, className: 'muted' },
  { id: 'progress', minWidth: 124, share: 2 },
  { id: 'size', minWidth: 92, right: true },
  { id: 'problems', minWidth: 62, right: true },
  { id: 'left', minWidth: 94, right: true },
  { id: 'speed', minWidth: 68, right: true },
  { id: 'proof', minWidth: 72, className: 'muted' },
  { id: 'activity', minWidth: 84, className: 'muted' },
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

/** Order as in docs/ux.md D6. */
export const fileTable = createColumnTable<FileColumn>('file-columns', [
  { id: 'state', minWidth: 104 },
  { id: 'path', minWidth: 180, className: 'mono', share: 3 },
  { id: 'size', minWidth: 70, right: true },
  { id: 'sent', minWidth: 70, right: true, className: 'muted' },
  { id: 'problem', minWidth: 120, share: 2 },
  { id: 'attempts', minWidth: 66, right: true },
  { id: 'tried', minWidth: 84, className: 'muted' },
  { id: 'proof', minWidth: 74, className: 'muted' },
  { id: 'sha', minWidth: 104 },
  { id: 'nas_sha', minWidth: 112, hidden: true },
  { id: 'nas_size', minWidth: 84, right: true, hidden: true },
  { id: 'modified', minWidth: 150, hidden: true },
  { id: 'exit', minWidth: 76, right: true, hidden: true },
])

/** Row heights, px. */
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
