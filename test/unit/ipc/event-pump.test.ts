// Event pump: one batch in flight, latest values only, nothing lost when the window is slow or reloaded.
import { describe, expect, it } from 'vitest'
import { createChangeHub } from '../../../electron/core/changes.ts'
import { createEventPump } from '../../../electron/ipc/event-pump.ts'
import type { ChangeBatch } from '../../../shared/contract/index.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { NO_OVERVIEW } from '../../../shared/constants.ts'

const setUp = () => {
  const changes = createChangeHub()
  const sent: ChangeBatch[] = []
  const timers: (() => void)[] = []
  const waits: number[] = []
  const clock = { now: 0 }
  const pump = createEventPump({
    core: {
      changes,
      // only the id of a summary matters here
      summaries: (ids) => ids.map((id) => ({ id }) as JobSummary),
      overview: () => NO_OVERVIEW,
      activity: () => 0,
      revisionOf: (id) => id * 10,
    },
    send: (batch) => sent.push(batch),
    interval: () => 100,
    now: () => clock.now,
    after(ms, work) {
      waits.push(ms)
      timers.push(work)
      return () => timers.splice(timers.indexOf(work), 1)
    },
  })
  const tick = (): void => {
    for (const work of timers.splice(0)) work()
  }
  return { changes, sent, timers, waits, clock, pump, tick }
}

describe('event pump', () => {
  it('merges changes between two batches and sends them once', () => {
    const { changes, sent, tick } = setUp()
    for (let i = 0; i < 1_000; i += 1) changes.filesTouched(7)
    tick()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      seq: 1,
      jobs: [{ id: 7 }],
      files: [{ jobId: 7, revision: 70 }],
    })
  })
  it('includes what onTake gathers when a batch is made', () => {
    const { changes, sent, tick } = setUp()
    let waits = [3, 4]
    const stop = changes.onTake(() => {
      for (const id of waits) changes.filesTouched(id)
      waits = []
    })
    changes.logAppended(9, 5)
    tick()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.files.map((file) => file.jobId)).toEqual([3, 4])
    stop()
    waits = [5]
    expect(changes.take().files.size).toBe(0)
  })
  it('sends nothing while a batch is unacknowledged, and everything after it', () => {
    const { changes, sent, tick, pump } = setUp()
    changes.jobTouched(1)
    tick()
    changes.jobTouched(2)
    changes.logAppended(9, 5)
    changes.logAppended(9, 8)
    tick()
    expect(sent).toHaveLength(1)
    pump.ack(1)
    tick()
    expect(sent[1]).toMatchObject({ jobs: [{ id: 2 }], logs: [{ attemptId: 9, lines: 8 }] })
  })
  it('ignores the acknowledgement of another batch', () => {
    const { changes, sent, tick, pump } = setUp()
    changes.jobTouched(1)
    tick()
    pump.ack(99)
    changes.jobTouched(2)
    tick()
    expect(sent).toHaveLength(1)
  })
  it('continues after the window was reloaded with a batch in flight', () => {
    const { changes, sent, tick, pump } = setUp()
    changes.jobTouched(1)
    tick()
    changes.jobTouched(2)
    pump.reset()
    tick()
    expect(sent[1]?.jobs).toEqual([{ id: 2 }])
  })
  it('splits many jobs over several batches', () => {
    const { changes, sent, tick, pump } = setUp()
    for (let id = 1; id <= 450; id += 1) changes.jobTouched(id)
    tick()
    pump.ack(1)
    tick()
    pump.ack(2)
    tick()
    expect(sent.map((batch) => batch.jobs.length)).toEqual([200, 200, 50])
  })
  it('sends at once after a quiet time, and never more than ten batches a second', () => {
    const { changes, waits, clock, tick, pump } = setUp()
    changes.jobTouched(1)
    tick()
    clock.now = 30
    changes.jobTouched(2)
    pump.ack(1)
    expect(waits.at(-1)).toBe(70)
    clock.now = 100
    tick()
    pump.ack(2)
    clock.now = 1_000
    changes.jobTouched(3)
    expect(waits.at(-1)).toBeLessThan(10)
  })
  it('stops when it is closed', () => {
    const { changes, sent, tick, pump } = setUp()
    changes.jobTouched(1)
    pump.close()
    tick()
    changes.jobTouched(2)
    tick()
    expect(sent).toEqual([])
  })
})
