// The sentence of the strip and the tray tells runs from folders.
import { expect, it } from 'vitest'
import { runsNeedYou } from '../../../shared/messages/common.ts'

it.each([
  [1, 0, '1 run needs you'],
  [3, 0, '3 runs need you'],
  [1, 1, '1 folder needs you'],
  [2, 2, '2 folders need you'],
  [3, 1, '2 runs and 1 folder need you'],
])('%i of which %i folders: %s', (n, folders, text) => {
  expect(runsNeedYou(n, folders)).toBe(text)
})
