// Each job keeps to the destination at which its place is, whatever names and order the settings give to destinations.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createFolderStore } from '../../../../electron/core/queue/folder-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createSlotStore } from '../../../../electron/core/queue/slot-store.ts'

const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 5 })
  const slots = createSlotStore(db)
  /** Adds a job at a target; `further`: its destination, and the first job of its run. */
  const add = (
    target: string,
    further?: { readonly slot: string; readonly lead: number },
    { run = 'Run', instrument = 'A' } = {},
  ): number =>
    jobs.add({
      folder: `/acq/${run}`,
      run,
      instrument,
      runPath: run,
      target: `${target}${target.endsWith('/') ? '' : '/'}${run}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
      ...(further === undefined ? {} : { further }),
    }).job.id
  /** `places`: the targets of the destinations by their names. */
  const follow = (places: Readonly<Record<string, string>>, instrument = 'A') =>
    slots.follow(
      instrument,
      Object.entries(places).map(([slot, target]) => ({ slot, target })),
    )
  const of = (...ids: readonly number[]) =>
    ids.map((id) => [jobs.get(id)?.slot, jobs.get(id)?.lead])
  /** `places`: instruments by the targets of their destinations; each records in `/acq`, unless it is another disk's. */
  const adopt = (places: readonly (readonly [string, string])[]) =>
    slots.adopt(
      places.map(([owner, target]) => ({ owner, target })),
      true,
      (owner) => owner !== 'elsewhere' && places.some(([id]) => id === owner),
    )
  return { db, jobs, slots, adopt, folders: createFolderStore(db), add, follow, of }
}

it('a further destination that goes by another name keeps its jobs', () => {
  const { add, follow, of } = setUp()
  const lead = add('nas:raw')
  const far = add('second:raw', { slot: 'old', lead })
  const elsewhere = add('third:raw', { slot: 'gone', lead })
  const foreign = add('nas:b', undefined, { instrument: 'B' })
  const ofOther = add('second:raw', { slot: 'old', lead: foreign }, { instrument: 'B' })
  expect(follow({ '': 'nas:raw', new: 'second:raw' })).toEqual([far])
  expect(of(lead, far, elsewhere, foreign, ofOther)).toEqual([
    ['', lead],
    ['new', lead],
    ['gone', lead],
    ['', foreign],
    ['old', foreign],
  ])
  expect(follow({ '': 'nas:raw', new: 'second:raw' })).toEqual([])
})

it('destinations that are exchanged keep their jobs, and the job at the first one is the first job', () => {
  const { db, jobs, folders, add, follow, of } = setUp()
  const [one, two, other] = ['1', '2', '3'].map((run) => {
    const lead = add('nas:raw', undefined, { run })
    return [lead, add('host:/raw/', { slot: 'far', lead }, { run })] as const
  })
  if (one === undefined || two === undefined || other === undefined) throw new Error('three runs')
  const third = add('third:raw', { slot: 'third', lead: one[0] }, { run: '1' })
  db.exec(`INSERT INTO cleanups (job_id, decided_at, evidence) VALUES (${one[0]}, 1, '[]')`)
  db.exec(`UPDATE jobs SET reported_state = state`)
  const exchanged = { '': 'host:/raw/', near: 'nas:raw', third: 'third:raw' }
  follow(exchanged)
  expect(of(...one, third)).toEqual([
    ['near', one[1]],
    ['', one[1]],
    ['third', one[1]],
  ])
  expect(of(...two)).toEqual([
    ['near', two[1]],
    ['', two[1]],
  ])
  expect(folders.jobsOfRun(third)).toEqual([one[1], one[0], third])
  expect(folders.at('/acq/1', 'A')?.id).toBe(one[1])
  expect(db.prepare('SELECT job_id FROM cleanups').get()).toEqual({ job_id: one[1] })
  // the records of ExLab-Wizard name the first destination: they are written anew
  expect(db.prepare('SELECT id FROM jobs WHERE reported_state IS NULL ORDER BY id').all()).toEqual(
    [...one, ...two, ...other].map((id) => ({ id })),
  )
  expect(jobs.get(one[0])?.target).toBe('nas:raw/1')
  follow({ '': 'nas:raw', far: 'host:/raw/', third: 'third:raw' })
  expect(of(...one, third)).toEqual([
    ['', one[0]],
    ['far', one[0]],
    ['third', one[0]],
  ])
})

it('a first destination that another one replaced keeps its jobs under its new name; the run has no job for the first then', () => {
  const { slots, folders, add, follow, of } = setUp()
  const lead = add('nas:raw')
  const places = { '': 'new:raw', old: 'nas:raw' }
  expect(follow(places)).toEqual([lead])
  expect(of(lead)).toEqual([['old', lead]])
  expect(folders.lacking('A', 'old')).toEqual([])
  expect(folders.lacking('A', '')).toEqual([lead])
  const first = add('new:raw', { slot: '', lead })
  slots.lead(lead, first)
  expect(of(lead, first)).toEqual([
    ['old', first],
    ['', first],
  ])
  expect(folders.lacking('A', '')).toEqual([])
})

it('a destination that is gone gives its name to the one that has it now', () => {
  const { add, follow, of } = setUp()
  const lead = add('nas:raw')
  const far = add('second:raw', { slot: 'former', lead })
  expect(follow({ '': 'second:raw', former: 'third:raw' })).toEqual([lead, far])
  expect(of(lead, far)).toEqual([
    ['former 2', far],
    ['', far],
  ])
  // its path was changed in the settings alone: the run goes where they say now
  const moved = add('nas:raw', undefined, { run: 'Run 2' })
  expect(follow({ '': 'nas:other' })).toEqual([])
  expect(of(moved)).toEqual([['', moved]])
})

it('an instrument that got another name keeps its runs, where nobody else could have them', () => {
  const { jobs, add, adopt, follow, of } = setUp()
  const lead = add('nas:raw')
  const far = add('second:raw', { slot: 'far', lead })
  const gone = add('third:raw', { slot: 'gone', lead })
  const elsewhere = add('other:raw', undefined, { run: 'Run 2' })
  const named = add('nas:raw', undefined, { run: 'Run 3', instrument: 'C' })
  const owner = (...ids: readonly number[]) => ids.map((id) => jobs.get(id)?.instrument)
  // two instruments could have sent it, one records elsewhere, one sends elsewhere
  expect(
    adopt([
      ['B', 'nas:raw'],
      ['C', 'nas:raw'],
    ]),
  ).toEqual([])
  expect(
    adopt([
      ['elsewhere', 'nas:raw'],
      ['B', 'nas:new'],
    ]),
  ).toEqual([])
  expect(
    adopt([
      ['A', 'nas:new'],
      ['B', 'nas:raw'],
      ['C', 'x:'],
    ]),
  ).toEqual([])
  expect(
    adopt([
      ['B', 'nas:raw'],
      ['B', 'second:raw'],
      ['C', 'x:'],
    ]),
  ).toEqual([lead, far, gone])
  expect(owner(lead, far, gone, elsewhere, named)).toEqual(['B', 'B', 'B', 'A', 'C'])
  expect(follow({ '': 'nas:raw', far: 'second:raw' }, 'B')).toEqual([])
  expect(of(lead, far)).toEqual([
    ['', lead],
    ['far', lead],
  ])
  // its folder is another job's by now
  const again = add('nas:raw', undefined, { instrument: 'D' })
  expect(
    adopt([
      ['B', 'nas:raw'],
      ['C', 'x:'],
    ]),
  ).toEqual([])
  expect(owner(again)).toEqual(['D'])
})
