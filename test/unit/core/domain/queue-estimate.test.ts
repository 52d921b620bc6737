// The estimate of the queue: places and times at each destination, and when all is sent (docs/ux.md D12).
import { expect, it } from 'vitest'
import { estimateQueue } from '../../../../electron/core/domain/queue-estimate.ts'

it('each run has its place and time behind what is sent and what waits before it', () => {
  const { places, seconds } = estimateQueue([
    { sending: 600, beside: null, speed: 10, waiting: [1, 2, 3].map((id) => ({ id, bytes: 240 })) },
    { sending: 0, beside: null, speed: 100, waiting: [{ id: 9, bytes: 100 }] },
  ])
  expect(places).toEqual([
    { jobId: 1, place: 1, of: 3, seconds: 60 },
    { jobId: 2, place: 2, of: 3, seconds: 84 },
    { jobId: 3, place: 3, of: 3, seconds: 108 },
    { jobId: 9, place: 1, of: 1, seconds: 0 },
  ])
  expect(seconds).toBe(132)
})

it('says no time where a speed or a size is not known', () => {
  const waiting = [
    { id: 1, bytes: null },
    { id: 2, bytes: 5 },
  ]
  expect(estimateQueue([{ sending: 10, beside: null, speed: 1, waiting }])).toEqual({
    seconds: null,
    places: [
      { jobId: 1, place: 1, of: 2, seconds: 10 },
      { jobId: 2, place: 2, of: 2, seconds: null },
    ],
  })
  expect(
    estimateQueue([{ sending: 10, beside: null, speed: null, waiting }]).places[0]?.seconds,
  ).toBeNull()
  expect(estimateQueue([]).seconds).toBeNull()
})

it('short runs do not wait for the long one that is sent, only for those before them', () => {
  const waiting = [
    { id: 1, bytes: 500 },
    { id: 2, bytes: 8 },
    { id: 3, bytes: null },
    { id: 4, bytes: 10 },
  ]
  const { places, seconds } = estimateQueue([
    { sending: 1_006, beside: { sending: 6, short: 10 }, speed: 16, waiting },
  ])
  expect(places).toEqual([
    { jobId: 2, place: 1, of: 4, seconds: 3 },
    { jobId: 4, place: 2, of: 4, seconds: 7 },
    { jobId: 1, place: 3, of: 4, seconds: 64 },
    { jobId: 3, place: 4, of: 4, seconds: 95.25 },
  ])
  expect(seconds).toBeNull()
})
