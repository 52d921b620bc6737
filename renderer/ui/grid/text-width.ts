// Measures texts in the font of the tables, so that a column holds the longest one that it shows.

const MAX_KNOWN = 2_000
const known = new Map<string, number>()
let canvas: CanvasRenderingContext2D | null = null

/** Px that a browser may need more than it measured: figures of one width are wider than others. */
const SLACK = 4

/** Px of a text in a cell. */
const textWidth = (text: string): number => {
  const before = known.get(text)
  if (before !== undefined) return before
  canvas ??= document.createElement('canvas').getContext('2d')
  if (canvas === null) return 0
  // the shorthand is empty beside tabular figures
  const { fontSize, fontFamily } = getComputedStyle(document.body)
  canvas.font = `${fontSize} ${fontFamily}`
  const width = Math.ceil(canvas.measureText(text).width) + SLACK
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, width)
  return width
}

/** Widths grow in steps, so that a text that counts does not move the columns all the time. */
const STEP = 8

/** Px that hold each of these texts with `beside` px of shapes; 0: there are none. */
export const widestOf = (texts: readonly string[], beside = 0): number => {
  const widest = Math.max(0, ...texts.map((text) => (text === '' ? 0 : textWidth(text) + beside)))
  return Math.ceil(widest / STEP) * STEP
}
