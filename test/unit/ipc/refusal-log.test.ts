// The log of refused calls is bounded: twenty lines a minute, the others are counted.
import { expect, it } from 'vitest'
import { createRefusalLog } from '../../../electron/ipc/refusal-log.ts'

it('logs the first twenty refusals of a minute, and how many followed', () => {
  const lines: string[] = []
  let time = 0
  const refuse = createRefusalLog(
    (line) => lines.push(line),
    () => time,
  )
  for (let n = 0; n < 2_200; n += 1) refuse(`call ${n}`)
  expect(lines).toEqual(Array.from({ length: 20 }, (_, n) => `refused: call ${n}`))
  time = 60_000
  refuse('later')
  expect(lines.slice(20)).toEqual(['2180 more calls were refused', 'refused: later'])
})
