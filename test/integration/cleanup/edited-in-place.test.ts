// An original that was edited in place, with its size and modification time as before, is found by every check.
import { chmodSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { act, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const HOUR = 3_600_000
const OLD = 1_700_000_000

const setUp = async (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], more)
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
  const edit = (text: string): void => {
    writeFileSync(join(folder, 'a.tif'), text)
    utimesSync(join(folder, 'a.tif'), OLD, OLD)
  }
  edit('AAA')
  const { id, state } = await work(core, folder)
  expect(state).toBe('verified')
  return { lab, nas, core, folder, id, edit }
}

it('by a verify pass: nothing is sent, and put back it is verified again', async () => {
  const { nas, core, id, edit } = await setUp()
  edit('CCC')
  for (let i = 0; i < 2; i += 1) {
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'changed_since_verified', message: expect.stringContaining('a.tif') },
      files: { byState: { changed: 1, verified: 1 } },
    })
  }
  expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('AAA')
  edit('AAA')
  await act(core, id, 'verify')
  await core.idle()
  expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
  // sent as it is now where a person chose it
  edit('DDD')
  await act(core, id, 'verify')
  await core.idle()
  await core.handlers['files.retry']({ jobId: id, files: 'attention' })
  await core.idle()
  expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
  expect(readFileSync(join(nas, 'Run/a.tif'), 'utf8')).toBe('DDD')
})

it('by a cleanup: it stays, with every other file of the run', async () => {
  const { lab, core, id, folder, edit } = await setUp(
    'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n',
  )
  edit('CCC')
  lab.pass(30 * HOUR)
  await core.idle()
  expect(await get(core, id)).toMatchObject({
    state: 'failed',
    lastError: { reason: 'changed_since_verified' },
  })
  expect(readFileSync(join(folder, 'a.tif'), 'utf8')).toBe('CCC')
  expect(existsSync(join(folder, 'b.tif'))).toBe(true)
})

it('in a queue of an older version, which did not store what tells such an edit', async () => {
  const { lab, core, id, edit } = await setUp()
  await core.stop()
  const db = openDatabase(join(lab.dataDir, 'queue.db'))
  db.exec('UPDATE files SET ctime_us = NULL, inode = NULL')
  db.close()
  edit('CCC')
  const again = await lab.open()
  await act(again, id, 'verify')
  await again.idle()
  expect(await filesOf(again, id)).toMatchObject([{ state: 'changed' }, { state: 'verified' }])
  const after = openDatabase(join(lab.dataDir, 'queue.db'))
  expect(after.prepare('SELECT path FROM files WHERE inode IS NULL').all()).toEqual([
    { path: 'a.tif' },
  ])
  after.close()
})

it('a file whose bytes are the proven ones is cleaned up, whatever else changed about it', async () => {
  const { lab, core, id, folder, edit } = await setUp(
    'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n',
  )
  edit('AAA')
  chmodSync(join(folder, 'b.tif'), 0o600)
  lab.pass(30 * HOUR)
  await core.idle()
  expect((await get(core, id)).state).toBe('cleaned')
  expect(existsSync(join(folder, 'a.tif'))).toBe(false)
})
