// Columns of the runs table: which are shown, how wide, in which order, how dense the rows. Remembered.
import { create } from 'zustand'
import type { RunColumn } from '../../shared/lists.ts'

export interface Column {
  readonly id: RunColumn
  /** Pixels at normal text size. */
  readonly width: number
  readonly right?: true
}

/** In the order of UX D4; `hidden` ones are off until somebody switches them on. */
export const ALL_COLUMNS: readonly (Column & { readonly hidden?: true })[] = [
  { id: 'state', width: 118 },
  { id: 'run', width: 140 },
  { id: 'instrument', width: 92 },
  { id: 'progress', width: 140 },
  { id: 'size', width: 110, right: true },
  { id: 'problems', width: 62, right: true },
  { id: 'left', width: 80, right: true },
  { id: 'speed', width: 66, right: true },
  { id: 'proof', width: 66 },
  { id: 'activity', width: 78 },
  { id: 'attempts', width: 76, right: true, hidden: true },
  { id: 'destination', width: 220, hidden: true },
  { id: 'folder', width: 240, hidden: true },
  { id: 'queued', width: 150, hidden: true },
  { id: 'verified', width: 150, hidden: true },
  { id: 'exit', width: 76, right: true, hidden: true },
]

export const DENSITIES = { compact: 24, normal: 28, comfortable: 36 } as const
export type Density = keyof typeof DENSITIES

interface ColumnState {
  readonly shown: readonly RunColumn[]
  readonly widths: Readonly<Partial<Record<RunColumn, number>>>
  readonly density: Density
}

const KEY = 'columns'
const first: ColumnState = {
  shown: ALL_COLUMNS.filter((c) => c.hidden !== true).map((c) => c.id),
  widths: {},
  density: 'normal',
}

const isKnown = (id: unknown): id is RunColumn => ALL_COLUMNS.some((c) => c.id === id)

/** What was remembered, as far as it still makes sense. */
const remembered = (): ColumnState => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof value !== 'object' || value === null) return first
    const shown: unknown = Reflect.get(value, 'shown')
    const widths: unknown = Reflect.get(value, 'widths')
    const density: unknown = Reflect.get(value, 'density')
    const known = Array.isArray(shown) ? shown.filter(isKnown) : []
    return {
      shown: known.length === 0 ? first.shown : known,
      widths: Object.fromEntries(
        Object.entries(typeof widths === 'object' && widths !== null ? widths : {}).filter(
          ([id, width]) => isKnown(id) && typeof width === 'number' && width >= 40,
        ),
      ),
      density: density === 'compact' || density === 'comfortable' ? density : 'normal',
    }
  } catch {
    return first
  }
}

export const useColumns = create<ColumnState>(remembered)
useColumns.subscribe((state) => localStorage.setItem(KEY, JSON.stringify(state)))

export const toggleColumn = (id: RunColumn): void =>
  useColumns.setState(({ shown }) => {
    if (!shown.includes(id)) return { shown: [...shown, id] }
    return shown.length === 1 ? { shown } : { shown: shown.filter((one) => one !== id) }
  })

export const setWidth = (id: RunColumn, width: number): void =>
  useColumns.setState(({ widths }) => ({
    widths: { ...widths, [id]: Math.round(Math.min(900, Math.max(48, width))) },
  }))

/** Puts a column before another; `by` moves it so many places. */
export const moveColumn = (id: RunColumn, to: RunColumn | -1 | 1): void =>
  useColumns.setState(({ shown }) => {
    const rest = shown.filter((one) => one !== id)
    const at = shown.indexOf(id)
    const place =
      typeof to === 'number' ? at + to : rest.indexOf(to) + (shown.indexOf(to) > at ? 1 : 0)
    const next = [...rest]
    next.splice(Math.max(0, Math.min(rest.length, place)), 0, id)
    return { shown: next }
  })

export const setDensity = (density: Density): void => useColumns.setState({ density })
export const resetColumns = (): void => useColumns.setState(first)

export const widthOf = (state: ColumnState, id: RunColumn): number =>
  state.widths[id] ?? ALL_COLUMNS.find((c) => c.id === id)?.width ?? 100
