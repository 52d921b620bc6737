// The runs that wait: their order, their bytes whether scanned or measured, and what is left to measure (docs/ux.md D12).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createFileStore } from '../../../../electron/core/files/file-store.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createWaitingStore } from '../../../../electron/core/queue/waiting-store.ts'

it('counts scanned and measured runs, in the order of their turn', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-waiting-'))
  const db = openDatabase(join(dir, 'queue.db'))
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true })
  })
  const jobs = createJobStore(db, { now: () => 5 })
  const files = createFileStore(db)
  const waiting = createWaitingStore(db)
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
    for (const [column, value] of Object.entries(columns))
      db.prepare(`UPDATE jobs SET ${column} = ? WHERE id = ?`).run(value, id)
    return id
  }
  const scanned = add('scanned', { scanned_at: 1, due_at: 4 })
  for (const [seq, size] of [100, 20].entries())
    files.append(scanned, seq, { path: `${seq}`, size, mtimeUs: 0, skipped: null })
  files.setStates(scanned, [{ seq: 1, state: 'sent', lastError: null }])
  const first = add('first', { due_at: 0 })
  const held = add('held', { held: 1, due_at: 3 })
  const later = add('later', { due_at: 900 })
  add('verified', { state: 'verified' })
  // a run that was verified before comes after all others, whenever it is due
  const again = add('again', { due_at: -1, verified_at: 1 })
  expect(waiting.unsent(10)).toEqual([
    { id: first, route: 'A', ready: true, isSending: false, bytes: null },
    { id: held, route: 'A', ready: false, isSending: false, bytes: null },
    { id: scanned, route: 'A', ready: true, isSending: false, bytes: 100 },
    { id: later, route: 'A', ready: false, isSending: false, bytes: null },
    { id: again, route: 'A', ready: true, isSending: false, bytes: null },
  ])
  const queueOf = (wasVerified: boolean) =>
    waiting.queueOf(['A'], 10, wasVerified).map(({ id }) => id)
  expect([queueOf(false), queueOf(true)]).toEqual([[first, scanned], [again]])
  // what is not measured yet is not counted
  expect(waiting.bytesLeft([])).toBe(100)
  expect(waiting.nextUnmeasured(0)).toEqual({ id: first, folder: '/acq/first' })
  waiting.setMeasured(first, 7)
  expect(waiting.nextUnmeasured(0)?.id).toBe(held)
  expect(waiting.nextUnmeasured(later)?.id).toBe(again)
  expect(waiting.nextUnmeasured(again)).toBeNull()
  expect(waiting.bytesLeft([])).toBe(107)
  expect(waiting.bytesLeft([scanned])).toBe(7)
  db.prepare(`UPDATE jobs SET state = 'running' WHERE id = ?`).run(first)
  expect(waiting.unsent(10).map(({ isSending }) => isSending)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
  // a scan counts better than what was measured before
  db.prepare('UPDATE jobs SET scanned_at = 9 WHERE id = ?').run(first)
  expect(waiting.bytesLeft([])).toBe(100)
})
