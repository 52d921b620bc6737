// A folder that is made anew under a known name is a new run: it is found, and sent to a place of its own.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { openDatabase } from '../../../electron/core/db/database.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { act, add, get, localNas, makeLab, work } from '../../helpers/lab.ts'

const RUN = { 'a.tif': 'first acquisition', 'done.txt': '' }
/** Deletes at once; `false`: only decides. */
const cleanup = (enabled: boolean): string =>
  `nas_cleanup:\n  enabled: ${enabled}\n  min_verify_passes: 1\n  min_age_hours: 0\n`
const RULE = ['completeness_signal: sentinel_file', 'sentinel_filename: done.txt']

const setUp = async (more = '') => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure(
    [{ ...instrument, more: RULE }],
    `watch:\n  enabled: true\n  settle_seconds: 0\n${more}`,
  )
  return { lab, nas, core: await lab.open() }
}
const listed = async (core: Core): Promise<JobSummary[]> =>
  (await core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 200 })).rows
const onNas = (nas: string, ...path: string[]): string => readFileSync(join(nas, ...path), 'utf8')

const WRITE = { 'a.tif': 'second acquisition', 'done.txt': '' }
const makeAnew = (folder: string, files: Readonly<Record<string, string>> = WRITE): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
}

describe('a folder that was made anew under a known name', () => {
  // what became of the earlier run before its name was used again
  const EARLIER: readonly [
    string,
    (core: Core, id: number, folder: string) => Promise<unknown> | void,
  ][] = [
    ['verified', () => undefined],
    ['archived', (core, id) => act(core, id, 'archive')],
    [
      'cleaned up',
      async (core, id) => {
        expect((await get(core, id)).state).toBe('cleaned')
      },
    ],
    [
      'given up after it was sent',
      async (core, id, folder) => {
        rmSync(join(folder, 'a.tif'))
        writeFileSync(join(folder, 'b.tif'), 'b')
        await act(core, id, 'verify')
        await core.idle()
        const { state } = await get(core, id)
        if (state !== 'cancelled') await act(core, id, 'cancel')
      },
    ],
    ['renamed', (_core, _id, folder) => renameSync(folder, `${folder}_old`)],
    [
      'renamed, and seen so',
      async (core, id, folder) => {
        renameSync(folder, `${folder}_old`)
        await core.sweep()
        expect((await get(core, id)).folder).toBe(`${folder}_old`)
      },
    ],
  ]
  it.each(EARLIER)(
    'is a new run where the earlier one is %s, found by the watcher and by add',
    async (became, prepare) => {
      for (const found of ['watcher', 'add'] as const) {
        const { lab, nas, core } = await setUp(cleanup(became === 'cleaned up'))
        const folder = lab.run('SCOPE_01', 'Run', RUN)
        const earlier = await work(core, folder)
        await prepare(core, earlier.id, folder)
        makeAnew(folder)
        if (found === 'watcher') await core.sweep()
        else await add(core, folder)
        await core.idle()
        const rows = await listed(core)
        const later = rows.find((row) => row.id !== earlier.id)
        const end = became === 'cleaned up' ? 'cleaned' : 'verified'
        expect(later).toMatchObject({ run: 'Run', folder, state: end })
        expect(later?.target).toMatch(/Run \(2\)$/)
        expect(onNas(nas, 'Run', 'a.tif')).toBe('first acquisition')
        expect(onNas(nas, 'Run (2)', 'a.tif')).toBe('second acquisition')
        // nothing of the new run stands in the history of the earlier one, and a further sweep adds nothing
        await core.sweep()
        await core.idle()
        expect(await listed(core)).toHaveLength(rows.length)
      }
    },
  )

  it('leaves the earlier run what it is: checked against its digests, its new folder never scanned, never safe', async () => {
    const { lab, nas, core } = await setUp(cleanup(false))
    const folder = lab.run('SCOPE_01', 'Run', RUN)
    const { id } = await work(core, folder)
    makeAnew(folder)
    mkdirSync(join(folder, '.exlab-wizard'))
    writeFileSync(join(folder, '.exlab-wizard/creation.json'), '{"sync_status": "pending"}')
    await core.sweep()
    await core.idle()
    const manifest = readFileSync(join(folder, '.exlab-wizard/checksums.sha256'), 'utf8')
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({ state: 'verified', lastError: null })
    expect((await get(core, id)).folderReusedAt).not.toBeNull()
    expect(readFileSync(join(folder, '.exlab-wizard/checksums.sha256'), 'utf8')).toBe(manifest)
    const decision = await core.handlers['cleanup.decision']({ jobId: id })
    expect(decision.verdict).toBe('do_not')
    // a damaged copy cannot be sent again from a folder that is another run's
    writeFileSync(join(nas, 'Run', 'a.tif'), 'damaged copy 1234')
    await act(core, id, 'verify')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'remote_changed' },
    })
    await act(core, id, 'retry')
    await core.idle()
    expect(await get(core, id)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'run_folder_missing' },
    })
    // the new folder's records are those of the new run
    expect(readFileSync(join(folder, '.exlab-wizard/creation.json'), 'utf8')).toContain('"synced"')
    expect(() => core.folderOf(id)).toThrow(/holds another run now/)
    expect(onNas(nas, 'Run', 'a.tif')).toBe('damaged copy 1234')
    expect(onNas(nas, 'Run (2)', 'a.tif')).toBe('second acquisition')
  })

  it('is noticed by a check of the earlier run, where nothing else looked', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', RUN)
    const { id } = await work(core, folder)
    makeAnew(folder)
    await act(core, id, 'verify')
    await core.idle()
    expect((await get(core, id)).folderReusedAt).not.toBeNull()
    expect(onNas(nas, 'Run', 'a.tif')).toBe('first acquisition')
    expect(existsSync(join(folder, '.exlab-wizard'))).toBe(false)
  })

  it('gets a further place each time, and says in words what it is', async () => {
    const { lab, nas, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', RUN)
    const first = await core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
    expect(first.found).toMatchObject([{ kind: 'new' }])
    await core.idle()
    for (const number of [2, 3]) {
      makeAnew(folder, { 'a.tif': `acquisition ${number}`, 'done.txt': '' })
      const { found } = await core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
      expect(found).toMatchObject([
        { kind: 'new_under_known_name', message: expect.stringContaining(`Run (${number})`) },
      ])
      await core.idle()
      expect(onNas(nas, `Run (${number})`, 'a.tif')).toBe(`acquisition ${number}`)
    }
    const again = await core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
    expect(again.found).toMatchObject([
      { kind: 'known', message: expect.stringContaining('unchanged') },
    ])
  })

  it('is not taken for anew where its files are the recorded ones, as after a copy to a new disk', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', RUN)
    // whole seconds: a copy by Node keeps no microseconds
    for (const name of Object.keys(RUN))
      utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000)
    const { id } = await work(core, folder)
    // the copy is whole when it gets the name, so that no event shows a part of it
    const copy = join(lab.dir, 'copy')
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
    renameSync(folder, join(lab.dir, 'old disk'))
    renameSync(copy, folder)
    await core.sweep()
    expect(await listed(core)).toMatchObject([{ id, folderReusedAt: null }])
  })

  it('is not judged by a device number, which changes at each mount', async () => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', RUN)
    const { id } = await work(core, folder)
    writeFileSync(join(folder, 'a.tif'), 'edited')
    await core.stop()
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    db.exec(`UPDATE jobs SET folder_device = '1'`)
    db.close()
    const later = await lab.open()
    await later.sweep()
    expect(await listed(later)).toMatchObject([{ id, folderReusedAt: null }])
  })

  it.each([
    ['a first file is unchanged', 'first acquisition', false],
    ['no first file is', 'other bytes', true],
  ])('where the file system keeps no birth times, files decide: %s', async (_, content, anew) => {
    const { lab, core } = await setUp()
    const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'first acquisition' })
    await work(core, folder)
    await core.stop()
    const db = openDatabase(join(lab.dataDir, 'queue.db'))
    db.exec('UPDATE jobs SET folder_birth = NULL')
    db.close()
    if (anew) makeAnew(folder, { 'a.tif': content })
    const later = await lab.open()
    const { found } = await later.handlers['jobs.add']({ folders: [folder], instrumentId: null })
    expect(found[0]?.kind).toBe(anew ? 'new_under_known_name' : 'known')
  })
})
