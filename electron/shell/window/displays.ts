// Places a window wholly on the connected displays, after a display was unplugged, shrunk or scaled.

/** A rectangle in device-independent pixels, as Electron measures windows and displays of every scale. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Frames and shadows of a snapped or maximized window may reach this far beyond the display, px. */
const FRAME = 16

/** Area that both cover, px². */
const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

const covers = (a: Box, b: Box): boolean => overlap(a, b) === b.width * b.height

/** Mirrored displays, which show the same, count once. */
const withoutMirrored = (workAreas: readonly Box[]): Box[] =>
  workAreas.filter(
    (area, at) =>
      !workAreas.some(
        (other, i) => i !== at && covers(other, area) && (i < at || !covers(area, other)),
      ),
  )

/** One coordinate of a window of `size`, moved into an extent; its start wins where the window is larger. */
const clampInto = (at: number, size: number, from: number, extent: number): number =>
  Math.max(from, Math.min(at, from + extent - size))

/**
 * Bounds of a window that wants to be at `wanted`: the same, where the displays show all of it, also across several; else
 * inside the display that shows most of it (the first where none does), no larger than its work area but never below
 * `minSize`. `workAreas`: each display without docks and bars, the main one first; without any, `wanted` stays.
 */
export const fitToDisplays = (
  wanted: Box,
  workAreas: readonly Box[],
  minSize: Pick<Box, 'width' | 'height'>,
): Box => {
  const inner = {
    x: wanted.x + FRAME,
    y: wanted.y + FRAME,
    width: Math.max(1, wanted.width - 2 * FRAME),
    height: Math.max(1, wanted.height - 2 * FRAME),
  }
  const displays = withoutMirrored(workAreas)
  const visible = displays.reduce((sum, area) => sum + overlap(inner, area), 0)
  const [best] = displays.toSorted((a, b) => overlap(wanted, b) - overlap(wanted, a))
  if (best === undefined || visible === inner.width * inner.height) return wanted
  const width = Math.max(minSize.width, Math.min(wanted.width, best.width))
  const height = Math.max(minSize.height, Math.min(wanted.height, best.height))
  return {
    x: clampInto(wanted.x, width, best.x, best.width),
    y: clampInto(wanted.y, height, best.y, best.height),
    width,
    height,
  }
}
