// The tray's shapes, drawn as pixels: told apart by shape first, so that they work in one colour too (docs/ux.md D13).

export type Glyph = 'idle' | 'sending' | 'paused' | 'warning' | 'error' | 'unknown'

type Point = readonly [number, number]

/** Strokes in a square of 16 by 16. */
const STROKES: Readonly<Record<Glyph, readonly (readonly Point[])[]>> = {
  idle: [
    [
      [3, 8.5],
      [6.5, 12],
      [13, 4.5],
    ],
  ],
  sending: [
    [
      [8, 13],
      [8, 3.5],
    ],
    [
      [4, 7],
      [8, 3],
      [12, 7],
    ],
  ],
  paused: [
    [
      [5.5, 3.5],
      [5.5, 12.5],
    ],
    [
      [10.5, 3.5],
      [10.5, 12.5],
    ],
  ],
  warning: [
    [
      [8, 2.5],
      [14, 13],
      [2, 13],
      [8, 2.5],
    ],
    [
      [8, 6.5],
      [8, 9],
    ],
    [
      [8, 11],
      [8, 11.1],
    ],
  ],
  error: [
    [
      [5.5, 2],
      [10.5, 2],
      [14, 5.5],
      [14, 10.5],
      [10.5, 14],
      [5.5, 14],
      [2, 10.5],
      [2, 5.5],
      [5.5, 2],
    ],
    [
      [5.8, 5.8],
      [10.2, 10.2],
    ],
    [
      [10.2, 5.8],
      [5.8, 10.2],
    ],
  ],
  unknown: [
    [
      [5.5, 5.5],
      [6.2, 3.8],
      [8, 3],
      [9.8, 3.8],
      [10.4, 5.5],
      [9.6, 7],
      [8, 8.2],
      [8, 10],
    ],
    [
      [8, 12.8],
      [8, 12.9],
    ],
  ],
}

/** Red, green, blue; each is told from light and dark panels. */
const COLOURS: Readonly<Record<Glyph, readonly [number, number, number]>> = {
  idle: [0, 150, 108],
  sending: [43, 138, 204],
  paused: [128, 139, 156],
  warning: [208, 140, 10],
  error: [214, 82, 32],
  unknown: [128, 139, 156],
}

const distance = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

/** Half the width of a stroke, in units of the square. */
const HALF = 1

/** BGRA pixels of a glyph, `size` by `size`. */
export const drawGlyph = (glyph: Glyph, size: number): Buffer => {
  const pixels = Buffer.alloc(size * size * 4)
  const scale = 16 / size
  const [red, green, blue] = COLOURS[glyph]
  const lines = STROKES[glyph].flatMap((points) =>
    points.slice(1).map((point, i) => [points[i] ?? point, point] as const),
  )
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const at: Point = [(column + 0.5) * scale, (row + 0.5) * scale]
      const near = Math.min(...lines.map(([a, b]) => distance(at, a, b)))
      const cover = Math.max(0, Math.min(1, (HALF - near) / scale + 0.5))
      // premultiplied, as the system's bitmaps are
      const values = [blue, green, red].map((part) => Math.round(part * cover))
      pixels.set([...values, Math.round(255 * cover)], (row * size + column) * 4)
    }
  return pixels
}
