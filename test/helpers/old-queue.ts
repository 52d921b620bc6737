// Makes queues of older formats, for tests of the migrations.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { onTestFinished } from 'vitest'
import { MIGRATIONS } from '../../electron/core/db/migrations/index.ts'

const APPLICATION_ID = 0x45_78_4c_53

/** An empty queue as that format wrote it. */
export const createOldQueue = (format: number): { file: string; db: DatabaseSyncInstance } => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'queue.db')
  const db = new DatabaseSync(file)
  // migration 7 changes the text of a table
  db.enableDefensive(false)
  db.exec('PRAGMA synchronous = OFF')
  for (const sql of MIGRATIONS.slice(0, format)) db.exec(sql)
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${format}`)
  return { file, db }
}
