// A window that opens, or whose display changes, is placed where all of it is visible.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Box, fitToDisplays } from '../../../../electron/shell/window/displays.ts'

const LEAST = { width: 960, height: 600 }
const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height })
const put = (wanted: Box, ...workAreas: Box[]): Box => fitToDisplays(wanted, workAreas, LEAST)

const MAIN = box(0, 27, 1920, 1053)
/** A display of 3840 x 2160 at scale 2 beside it: so large in DIP. */
const SHARP = box(1920, 0, 1920, 1080)
const LEFT = box(-1280, 0, 1280, 1024)

describe('a window that the displays show', () => {
  it.each([
    ['on the main one', box(100, 90, 1100, 700), [MAIN]],
    ['on one of scale 2', box(2000, 10, 1700, 1000), [MAIN, SHARP]],
    ['on one to the left, at negative coordinates', box(-1200, 40, 1100, 700), [MAIN, LEFT]],
    ['across two', box(1500, 100, 1100, 700), [MAIN, SHARP]],
    ['snapped, with its frame beyond the edge', box(-7, 27, 974, 1060), [MAIN]],
  ] as const)('stays: %s', (_where, wanted, workAreas) => {
    expect(put(wanted, ...workAreas)).toEqual(wanted)
  })
})

describe('a window that they do not show', () => {
  it.each([
    ['its display is gone', box(2000, 10, 1100, 700), [MAIN], box(820, 27, 1100, 700)],
    ['far away', box(9000, -4000, 1100, 700), [MAIN], box(820, 27, 1100, 700)],
    ['half beyond the right edge', box(1400, 300, 1100, 700), [MAIN], box(820, 300, 1100, 700)],
    ['its title is above the edge', box(100, -200, 1100, 700), [MAIN], box(100, 27, 1100, 700)],
    [
      'half beyond the edge of two that show the same',
      box(1400, 300, 1100, 700),
      [MAIN, MAIN],
      box(820, 300, 1100, 700),
    ],
    ['under the dock', box(100, 500, 1100, 700), [MAIN], box(100, 380, 1100, 700)],
    [
      'larger than a display that shrank',
      box(0, 27, 1900, 1000),
      [box(0, 27, 1280, 773)],
      box(0, 27, 1280, 773),
    ],
    [
      'on the smaller of two, mostly',
      box(-1400, 100, 1300, 700),
      [MAIN, LEFT],
      box(-1280, 100, 1280, 700),
    ],
    [
      'a display below the least size',
      box(50, 50, 1100, 700),
      [box(0, 0, 800, 480)],
      box(0, 0, 960, 600),
    ],
    [
      'the one of scale 2 became one of scale 1',
      box(2000, 10, 1100, 700),
      [box(0, 0, 1366, 728)],
      box(266, 10, 1100, 700),
    ],
  ] as const)('is moved to where they do: %s', (_why, wanted, workAreas, expected) => {
    expect(put(wanted, ...workAreas)).toEqual(expected)
  })

  it('is left where no display is known', () => {
    expect(put(box(9000, 0, 1100, 700))).toEqual(box(9000, 0, 1100, 700))
  })
})

it('whatever the displays, the title bar is visible, and placing it again moves nothing', () => {
  const place = fc.record({
    x: fc.integer({ min: -6000, max: 6000 }),
    y: fc.integer({ min: -6000, max: 6000 }),
    width: fc.integer({ min: 960, max: 4000 }),
    height: fc.integer({ min: 600, max: 4000 }),
  })
  fc.assert(
    fc.property(place, fc.array(place, { minLength: 1, maxLength: 1 }), (wanted, workAreas) => {
      const at = put(wanted, ...workAreas)
      const [area] = workAreas
      expect(at.y).toBeGreaterThanOrEqual((area?.y ?? 0) - 16)
      expect(at.x + at.width).toBeLessThanOrEqual((area?.x ?? 0) + (area?.width ?? 0) + 16)
      expect(put(at, ...workAreas)).toEqual(at)
    }),
  )
})
