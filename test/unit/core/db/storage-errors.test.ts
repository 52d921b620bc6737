// Errors of the disk are distinguished from bugs, and a full disk from every other cause.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../electron/core/db/database.ts'
import { storageFault as faultIn, unwritable } from '../../../../electron/core/db/storage-errors.ts'

const caught = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const storageFault = (error: unknown): string | null => faultIn(error, '/data')

const systemError = (code: string): Error => Object.assign(new Error(code), { code })
const sqliteError = (errcode: number): Error => Object.assign(new Error('sqlite'), { errcode })

describe('a storage fault', () => {
  it('names a full disk: the error that SQLite itself throws when it cannot grow the file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-full-'))
    const db = openDatabase(join(dir, 'queue.db'))
    onTestFinished(() => {
      db.close()
      rmSync(dir, { recursive: true })
    })
    db.exec(`CREATE TABLE filler (data BLOB)`)
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count'])
    db.exec(`PRAGMA max_page_count = ${pages}`)
    const error = caught(() => db.exec('INSERT INTO filler VALUES (zeroblob(1000000))'))
    expect(storageFault(error)).toBe('the disk is full')
    expect(unwritable(storageFault(error), '/data')).toBe(
      "The queue in /data can't be written: the disk is full. Nothing is lost; sending goes on by itself once that is mended.",
    )
  })

  it('reads the primary code of SQLite and the code of the system', () => {
    expect(storageFault(sqliteError(13))).toBe('the disk is full')
    expect(storageFault(sqliteError(10 | (3 << 8)))).toBe('the disk reports an error')
    expect(storageFault(systemError('ENOSPC'))).toBe('the disk is full')
    expect(storageFault(systemError('EROFS'))).toBe('the disk is read-only')
  })

  it.each(['EPERM', 'EACCES', 'EBUSY'])(
    'is %s of a file in the data folder, which another program holds, and of no other file',
    (code) => {
      const at = (path: string): Error => Object.assign(systemError(code), { path })
      expect(storageFault(at('/data/queue.db'))).toContain('another program holds a file')
      expect(storageFault(at('/acq/run/a.raw'))).toBeNull()
      expect(storageFault(systemError(code))).toBeNull()
    },
  )

  it('is not made of any other error', () => {
    expect(storageFault(sqliteError(19))).toBeNull()
    expect(storageFault(systemError('ENOENT'))).toBeNull()
    expect(storageFault(new TypeError('a bug'))).toBeNull()
    expect(storageFault('a text')).toBeNull()
    expect(unwritable(null, '/data')).toBeNull()
  })
})
