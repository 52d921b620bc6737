// What became of runs that were tried again: each is counted once (docs/ux.md D6).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { createJobStore } from '../../../../electron/core/queue/job-store.ts'
import { createRetryOutcomeStore } from '../../../../electron/core/queue/retry-outcome-store.ts'

it('counts each run once: proven, failed again, gone or open', () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-outcome-'))
  const db = openDatabase(join(dir, 'queue.db'))
  onTestFinished(() => {
    db.close()
    rmSync(dir, { recursive: true })
  })
  const jobs = createJobStore(db, { now: () => 1 })
  const add = (name: string, columns: Record<string, string | number | null>): number => {
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
  const error = (reason: string, at: number): string =>
    JSON.stringify({
      kind: 'network',
      reason,
      message: 'm',
      exitCode: 1,
      stderr: '',
      attempt: 1,
      at,
    })
  const ids = [
    add('verified', { state: 'verified' }),
    // a proven run whose check met the same fault again, and one that was not checked yet
    add('checked', { state: 'verified', last_error: error('dns_failure', 100) }),
    add('not checked', { state: 'verified', last_error: error('dns_failure', 99) }),
    add('old failure', { state: 'failed', last_error: error('dns_failure', 99) }),
    add('again', { state: 'failed', last_error: error('dns_failure', 100) }),
    // it is tried again by itself, and has failed all the same
    add('retrying', { state: 'queued', last_error: error('dns_failure', 101) }),
    add('another', { state: 'failed', last_error: error('remote_disk_full', 102) }),
    add('cancelled', { state: 'cancelled' }),
    add('archived', { state: 'failed', archived_at: 1 }),
    add('held', { state: 'queued', held: 1 }),
    add('waiting', { state: 'queued' }),
    add('sending', { state: 'running', last_error: error('dns_failure', 99) }),
  ]
  expect(createRetryOutcomeStore(db).outcome([...ids, 999], 'dns_failure', 100)).toEqual({
    proven: 1,
    same: 3,
    other: 1,
    gone: 4,
    open: 4,
    failedAt: 102,
  })
})
