// Where a window may stand: wholly on the displays that there are, whatever was unplugged, shrunk or scaled meanwhile.

/** In DIP, as Electron speaks of windows and of displays of whatever scale. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Systems let frames and shadows of a snapped or full window stand out by as much, px. */
const FRAME = 16

const shared = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

const covers = (a: Box, b: Box): boolean => shared(a, b) === b.width * b.height

/** Displays that show the same, mirrored, count once. */
const distinct = (areas: readonly Box[]): Box[] =>
  areas.filter(
    (area, at) =>
      !areas.some(
        (other, i) => i !== at && covers(other, area) && (i < at || !covers(area, other)),
      ),
  )

const within = (at: number, size: number, from: number, room: number): number =>
  Math.max(from, Math.min(at, from + room - size))

/**
 * Where a window goes that wants to be at `wanted`: there, where the displays show all of it, across several or not; else
 * onto the one that shows most of it, the first where none does, no larger than that one's room but never below `least`.
 * `areas`: the room of each display without docks and bars, the main one first; none at all leaves `wanted` as it is.
 */
export const fitToDisplays = (
  wanted: Box,
  areas: readonly Box[],
  least: Pick<Box, 'width' | 'height'>,
): Box => {
  const inner = {
    x: wanted.x + FRAME,
    y: wanted.y + FRAME,
    width: Math.max(1, wanted.width - 2 * FRAME),
    height: Math.max(1, wanted.height - 2 * FRAME),
  }
  const rooms = distinct(areas)
  const seen = rooms.reduce((sum, area) => sum + shared(inner, area), 0)
  const [best] = rooms.toSorted((a, b) => shared(wanted, b) - shared(wanted, a))
  if (best === undefined || seen === inner.width * inner.height) return wanted
  const width = Math.max(least.width, Math.min(wanted.width, best.width))
  const height = Math.max(least.height, Math.min(wanted.height, best.height))
  return {
    x: within(wanted.x, width, best.x, best.width),
    y: within(wanted.y, height, best.y, best.height),
    width,
    height,
  }
}
