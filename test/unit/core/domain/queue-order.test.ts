import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QueuedRun, moveInQueue } from '../../../../electron/core/domain/queue-order.ts'

const NOW = 1_000

/** The queue in the order in which the engine takes it. */
const ordered = (runs: readonly QueuedRun[]): QueuedRun[] =>
  runs.toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id)

const afterMove = (queue: readonly QueuedRun[], id: number, to: 'earlier' | 'later' | number) => {
  const changed = new Map(moveInQueue(queue, id, to).map((run) => [run.id, run]))
  return ordered(queue.map((run) => changed.get(run.id) ?? run))
}

const someQueue = fc
  .uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 50 }), dueAt: fc.integer({ min: 0, max: NOW }) }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
  )
  .map(ordered)

describe('moving a run in the queue of its destination', () => {
  it('changes places with its neighbour, and no other run moves', () => {
    fc.assert(
      fc.property(someQueue, fc.nat(), fc.constantFrom('earlier', 'later'), (queue, at, step) => {
        const from = at % queue.length
        const to = step === 'earlier' ? from - 1 : from + 1
        const ids = queue.map(({ id }) => id)
        const wanted = [...ids]
        const [moved = 0, other] = [ids[from], ids[to]]
        if (other !== undefined) [wanted[from], wanted[to]] = [other, moved]
        const after = afterMove(queue, moved, step)
        expect(after.map(({ id }) => id)).toEqual(wanted)
        // a run that is due later than now would lose its turn
        expect(after.every(({ dueAt }) => dueAt <= NOW)).toBe(true)
      }),
    )
  })

  it('takes the place of another one, and the runs in between keep their order', () => {
    fc.assert(
      fc.property(someQueue, fc.nat(), fc.nat(), (queue, at, target) => {
        const [from, to] = [at % queue.length, target % queue.length]
        const ids = queue.map(({ id }) => id)
        const moved = ids[from] ?? 0
        const wanted = ids.toSpliced(from, 1).toSpliced(to, 0, moved)
        const after = afterMove(queue, moved, to)
        expect(after.map(({ id }) => id)).toEqual(wanted)
        expect(after.every(({ dueAt }) => dueAt <= NOW)).toBe(true)
      }),
    )
  })

  it('leaves every other due time alone where times differ enough', () => {
    const queue = [
      { id: 1, dueAt: 100 },
      { id: 2, dueAt: 200 },
      { id: 3, dueAt: 300 },
    ]
    expect(moveInQueue(queue, 3, 'earlier')).toEqual([
      { id: 3, dueAt: 200 },
      { id: 2, dueAt: 300 },
    ])
  })

  it('changes nothing for the first one, the last one, and a run that has no place', () => {
    const queue = [
      { id: 1, dueAt: 100 },
      { id: 2, dueAt: 200 },
    ]
    expect(moveInQueue(queue, 1, 'earlier')).toEqual([])
    expect(moveInQueue(queue, 2, 'later')).toEqual([])
    expect(moveInQueue(queue, 9, 'later')).toEqual([])
    expect(moveInQueue(queue, 1, 0)).toEqual([])
    expect(moveInQueue(queue, 1, 2)).toEqual([])
  })
})
