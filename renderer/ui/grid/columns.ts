// Columns of a table: which are shown, how wide, in which order. Remembered for each table; how dense rows are, for all.
import { type StoreApi, type UseBoundStore, create } from 'zustand'
import type { RunColumn } from '../../../shared/model/list-rows.ts'

export interface Column<Id extends string> {
  readonly id: Id
  /** Pixels at normal text size, where nobody said otherwise: what it needs, and what it takes where there is room. */
  readonly width: number
  readonly wide?: number
  /** It takes what the others leave. */
  readonly flexible?: true
  readonly right?: true
  /** Classes of its cells. */
  readonly look?: string
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
  readonly all: readonly Column<Id>[]
  readonly use: UseBoundStore<StoreApi<ColumnState<Id>>>
  /** The column of that name; undefined: it is none of this table. */
  find(id: unknown): Column<Id> | undefined
  toggle(id: Id): void
  setWidth(id: Id, width: number): void
  /** Puts a column before or after another, where it comes from the other side; `by` moves it so many places. */
  move(id: Id, to: Id | -1 | 1): void
  reset(): void
}

const LEAST = 48
const MOST = 900

const object = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}

/** `key`: under which it is remembered. */
const createColumnTable = <Id extends string>(
  key: string,
  all: readonly Column<Id>[],
): ColumnTable<Id> => {
  const find = (id: unknown): Column<Id> | undefined => all.find((column) => column.id === id)
  const isKnown = (id: unknown): id is Id => find(id) !== undefined
  const first: ColumnState<Id> = {
    shown: all.filter((column) => column.hidden !== true).map((column) => column.id),
    widths: {},
  }

  /** What was remembered, as far as it still makes sense. */
  const remembered = (): ColumnState<Id> => {
    try {
      const value = object(JSON.parse(localStorage.getItem(key) ?? 'null'))
      const shown: unknown = Reflect.get(value, 'shown')
      const widths: Record<string, number> = {}
      for (const [id, width] of Object.entries(object(Reflect.get(value, 'widths'))))
        if (isKnown(id) && typeof width === 'number' && width >= LEAST) widths[id] = width
      const known = Array.isArray(shown) ? shown.filter(isKnown) : []
      return { shown: known.length === 0 ? first.shown : known, widths }
    } catch {
      return first
    }
  }

  const use = create<ColumnState<Id>>(remembered)
  use.subscribe((state) => localStorage.setItem(key, JSON.stringify(state)))
  return {
    key,
    all,
    use,
    find,
    toggle: (id) =>
      use.setState(({ shown }) => {
        if (!shown.includes(id)) return { shown: [...shown, id] }
        return shown.length === 1 ? { shown } : { shown: shown.filter((one) => one !== id) }
      }),
    setWidth: (id, width) =>
      use.setState(({ widths }) => ({
        widths: { ...widths, [id]: Math.round(Math.min(MOST, Math.max(LEAST, width))) },
      })),
    move: (id, to) =>
      use.setState(({ shown }) => {
        const rest = shown.filter((one) => one !== id)
        const at = shown.indexOf(id)
        const place =
          typeof to === 'number' ? at + to : rest.indexOf(to) + (shown.indexOf(to) > at ? 1 : 0)
        const next = [...rest]
        next.splice(Math.max(0, Math.min(rest.length, place)), 0, id)
        return { shown: next }
      }),
    reset: () => use.setState(first),
  }
}

/** CSS of a column: as wide as somebody chose, else between what it needs and what it likes. */
export const sizeOf = <Id extends string>(
  table: ColumnTable<Id>,
  id: Id,
  widths: Readonly<Record<string, number>>,
): string => {
  const { width = 100, wide, flexible } = table.find(id) ?? {}
  const least = widths[id] ?? width
  if (flexible === true) return `minmax(${least}px, 1fr)`
  return wide === undefined || widths[id] !== undefined
    ? `${least}px`
    : `minmax(${least}px, ${wide}px)`
}

/** In the order and with the widths of docs/ux.md D4; a window that is too narrow for those has them smaller. */
export const runTable = createColumnTable<RunColumn>('columns', [
  { id: 'state', width: 136, wide: 160 },
  { id: 'run', width: 150, flexible: true },
  { id: 'instrument', width: 96, wide: 120 },
  { id: 'progress', width: 124, wide: 160 },
  { id: 'size', width: 100, right: true },
  { id: 'problems', width: 62, wide: 80, right: true },
  { id: 'left', width: 76, wide: 90, right: true },
  { id: 'speed', width: 64, wide: 90, right: true },
  { id: 'proof', width: 62, wide: 110 },
  { id: 'activity', width: 76, wide: 120 },
  { id: 'attempts', width: 76, right: true, hidden: true },
  { id: 'destination', width: 150, look: 'mono', hidden: true },
  { id: 'nas_path', width: 220, look: 'mono', hidden: true },
  { id: 'folder', width: 240, look: 'mono', hidden: true },
  { id: 'operator', width: 120, hidden: true },
  { id: 'queued', width: 150, hidden: true },
  { id: 'verified', width: 150, hidden: true },
  { id: 'exit', width: 76, right: true, hidden: true },
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
  { id: 'state', width: 104, wide: 120 },
  { id: 'path', width: 220, look: 'mono', flexible: true },
  { id: 'size', width: 70, wide: 84, right: true },
  { id: 'sent', width: 70, wide: 84, right: true, look: 'muted' },
  { id: 'problem', width: 130, wide: 320 },
  { id: 'attempts', width: 66, right: true },
  { id: 'tried', width: 84, wide: 110 },
  { id: 'proof', width: 74, wide: 90 },
  { id: 'sha', width: 104, wide: 112 },
  { id: 'nas_sha', width: 112, hidden: true },
  { id: 'nas_size', width: 84, right: true, hidden: true },
  { id: 'modified', width: 150, hidden: true },
  { id: 'exit', width: 76, right: true, hidden: true },
])

export const DENSITIES = { compact: 24, normal: 28, comfortable: 36 } as const
export type Density = keyof typeof DENSITIES

const DENSITY = 'density'
const rememberedDensity = (): Density => {
  const density = localStorage.getItem(DENSITY)
  return density === 'compact' || density === 'comfortable' ? density : 'normal'
}
export const useDensity = create<Density>(rememberedDensity)
export const setDensity = (density: Density): void => {
  useDensity.setState(density, true)
  localStorage.setItem(DENSITY, density)
}
