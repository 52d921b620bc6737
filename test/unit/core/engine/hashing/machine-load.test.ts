// Other programs keep the processors busy where they use most of them, whatever this program itself uses.
import { expect, it } from 'vitest'
import { createLoadMeter } from '../../../../../electron/core/engine/hashing/machine-load.ts'

/** Times of four processors after each part of a second, by the processors that were idle and that this program used. */
const meterOver = (parts: readonly { readonly idle: number; readonly own: number }[]) => {
  let times = { idle: 0, total: 0, own: 0 }
  const left = [...parts]
  return createLoadMeter(() => {
    const now = times
    const part = left.shift()
    if (part !== undefined)
      times = {
        idle: now.idle + part.idle * 1_000,
        total: now.total + 4_000,
        own: now.own + part.own * 1_000,
      }
    return now
  })
}

it('others decide, and not this program', () => {
  const isBusy = meterOver([
    { idle: 0, own: 4 },
    { idle: 0, own: 0.5 },
    { idle: 0.1, own: 0 },
    { idle: 2, own: 0 },
  ])
  expect([isBusy(), isBusy(), isBusy(), isBusy()]).toEqual([false, true, true, false])
})

it('what no time has passed for stays as it was', () => {
  const isBusy = meterOver([{ idle: 0, own: 0 }])
  expect([isBusy(), isBusy(), isBusy()]).toEqual([true, true, true])
})
