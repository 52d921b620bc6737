// The short job that may go beside a long one: in its turn, and only where nothing keeps it.
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createShortJobStore } from '../../../../electron/core/queue/short-job-store.ts'

const NOW = 10
const SHORT = 100

const setUp = () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => db.close())
  const jobs = createJobStore(db, { now: () => 5 })
  const files = createFileStore(db)
  const store = createShortJobStore(db)
  const add = (name: string, columns: Record<string, string | number | null> = {}): number => {
    const { id } = jobs.add({
      folder: `/acq/${name}`,
      run: name,
      instrument: 'A',
      runPath: name,
      target: `nas:${name}`,
      folderIdentity: null,
      about: { label: '', operator: '' },
    }).job
    for (const [column, value] of Object.entries({ measured_bytes: SHORT, ...columns }))
      db.prepare(`UPDATE jobs SET ${column} = ? WHERE id = ?`).run(value, id)
    return id
  }
  type Among = Parameters<typeof store.next>[2]
  const next = (among: Partial<Among> = {}): number | null =>
    store.next(NOW, SHORT, { routes: ['A'], held: [], exemptJobs: [], running: [], ...among })
      ?.id ?? null
  return { add, next, files }
}

it.each([
  ['is larger', { measured_bytes: SHORT + 1 }],
  ['was not measured', { measured_bytes: null }],
  ['is paused', { held: 1 }],
  ['is in the archive', { archived_at: 1 }],
  ['is not due', { due_at: NOW + 1 }],
  ['failed', { state: 'failed' }],
])('none that %s', (_what, columns) => {
  const { add, next } = setUp()
  add('run', columns)
  expect(next()).toBeNull()
})

it('none of another route, of a held one, or that runs; the one that met the fault goes on', () => {
  const { add, next } = setUp()
  const id = add('run')
  expect(next()).toBe(id)
  expect(next({ routes: ['B'] })).toBeNull()
  expect(next({ running: [id] })).toBeNull()
  expect(next({ held: ['A'] })).toBeNull()
  expect(next({ held: ['A'], exemptJobs: [id] })).toBe(id)
})

it('by the bytes of its scan where there was one', () => {
  const { add, next, files } = setUp()
  const id = add('run', { scanned_at: 1, measured_bytes: 1 })
  files.append(id, 0, { path: 'a', size: SHORT + 1, mtimeUs: 0, skipped: null })
  expect(next()).toBeNull()
})

it('in the order of their turn: a proof first, what was verified before last', () => {
  const { add, next } = setUp()
  const again = add('again', { due_at: 0, verified_at: 1 })
  const later = add('later', { due_at: 4 })
  const first = add('first', { due_at: 3 })
  const proof = add('proof', { due_at: 5, state: 'awaiting_verify' })
  const order: number[] = []
  for (let id = next(); id !== null; id = next({ running: order })) order.push(id)
  expect(order).toEqual([proof, first, later, again])
})
