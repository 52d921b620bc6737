// A person is told once of each run that was to be told of, over restarts too.
import { expect, it } from 'vitest'
import { createAwaitedRuns } from '../../../../electron/shell/tray/awaited-runs.ts'
import type { JobState } from '../../../../shared/model/model.ts'

const setUp = () => {
  let saved: readonly number[] | undefined
  const windowState = {
    read: () => ({ awaited: saved }),
    write: (change: { readonly awaited?: readonly number[] | undefined }) => {
      saved = change.awaited
    },
  }
  const run = (id: number, state: JobState, archivedAt: number | null = null) => ({
    id,
    run: `Run_${id}`,
    place: 'Lab NAS',
    state,
    archivedAt,
  })
  return { start: () => createAwaitedRuns(windowState), run }
}

it('tells of a run once it is verified, also after a restart, and never twice', () => {
  const { start, run } = setUp()
  expect(start().set([7, 8], true)).toEqual([7, 8])
  const awaited = start()
  expect(awaited.due(() => [run(7, 'running'), run(8, 'failed')])).toEqual([])
  expect(awaited.due(() => [run(7, 'verified'), run(8, 'failed')])).toEqual([
    { title: 'Run_7 is verified', body: 'Every file is on Lab NAS and proven.', jobId: 7 },
  ])
  const asked: number[] = []
  const look = (ids: readonly number[]) => {
    asked.push(...ids)
    return []
  }
  expect(awaited.due(look)).toEqual([])
  expect(asked).toEqual([8])
  awaited.set([8], true)
  expect(start().set([], true)).toEqual([8])
  expect(start().set([8], false)).toEqual([])
})

it('says nothing of a run that was cancelled, taken off the list or is no longer on record', () => {
  const { start, run } = setUp()
  const awaited = start()
  awaited.set([1, 2, 3, 4], true)
  expect(awaited.due(() => [run(1, 'cancelled'), run(2, 'verified', 5), run(4, 'queued')])).toEqual(
    [],
  )
  expect(awaited.set([], true)).toEqual([4])
})

it('keeps the newest two hundred', () => {
  const { start } = setUp()
  const ids = Array.from({ length: 230 }, (_, i) => i)
  expect(start().set(ids, true)).toEqual(ids.slice(-200))
})
