// The top of a chart's axis is a round number that holds every bar.
import { expect, it } from 'vitest'
import { axisTop } from '../../../../renderer/ui/bar-chart.tsx'

it.each([
  [1, 1],
  [3, 5],
  [999, 1_000],
  [1_001, 1_024],
  [1_500, 2_048],
  [60 * 1_024 ** 2, 100 * 1_024 ** 2],
])('%d: %d', (most, top) => {
  expect(axisTop(most)).toBe(top)
})
