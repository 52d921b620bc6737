// A verified run at rest is folded, and every place that needs its files still tells the truth: lists, receipts, checks, late
// files, changed originals, cleanup, renaming; and where its manifest is gone nothing is claimed, deleted or replaced.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, act, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const CLEANS = 'nas_cleanup:\n  enabled: true\n  min_age_hours: 1\n'

const ask = (lab: Lab, sql: string): unknown => {
  const db = new DatabaseSync(join(lab.dataDir, 'queue.db'), { readOnly: true })
  try {
    return Object.values(db.prepare(sql).get() ?? {})[0]
  } finally {
    db.close()
  }
}
const folds = (lab: Lab): unknown => ask(lab, 'SELECT count(*) FROM folds')
const rows = (lab: Lab): unknown => ask(lab, 'SELECT count(*) FROM files')

/** Waits until everything that is due by then is done. */
const settle = async (lab: Lab, core: Core): Promise<void> => {
  for (let i = 0; i < 3; i += 1) {
    await core.idle()
    lab.pass(MINUTE)
  }
  await core.idle()
}

/** False where it does not come true within some seconds. */
const comesTrue = (holds: () => boolean): Promise<boolean> =>
  vi
    .waitFor(() => expect(holds()).toBe(true), { timeout: 5_000, interval: 50 })
    .then(
      () => true,
      () => false,
    )

interface FoldedRun {
  readonly id: number
  readonly folder: string
  readonly manifest: string
  /** Path of one of its files on the NAS. */
  onNas(path: string): string
}

/** Runs that were verified twice, rested, and are folded by the next start of the program. */
const foldedRuns = async <Name extends string>(...names: Name[]) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const first = await lab.open()
  const runs: Partial<Record<Name, FoldedRun>> = {}
  for (const name of names) {
    const folder = lab.run('SCOPE_01', name, { 'a.tif': `aaa of ${name}`, 'deep/er/b.tif': 'bbb' })
    runs[name] = {
      id: (await work(first, folder)).id,
      folder,
      manifest: join(folder, '.exlab-wizard/checksums.sha256'),
      onNas: (path) => join(nas, name, path),
    }
  }
  for (let i = 0; i < 2; i += 1) {
    lab.pass(2 * HOUR)
    await first.idle()
  }
  // files that were written right before they were hashed are hashed again by a sweep
  await first.sweep()
  await first.stop()
  lab.pass(91 * DAY)
  let core = await lab.open()
  const isFolded = (): boolean => folds(lab) === names.length && rows(lab) === 0
  // a run that is looked at just when folding comes by has its turn an hour later, or at the next start
  for (let starts = 1; starts < 5 && !(await comesTrue(isFolded)); starts += 1) {
    await core.stop()
    core = await lab.open()
  }
  expect(isFolded()).toBe(true)
  // each name was given a run above
  return { lab, core, nas, instrument, runs: runs as Readonly<Record<Name, FoldedRun>> }
}

/** Writes other bytes of the same length, and sets the time back. */
const rewriteUnseen = (path: string): void => {
  const { atime, mtime, size } = statSync(path)
  writeFileSync(path, 'x'.repeat(size))
  utimesSync(path, atime, mtime)
}

const receipt = async (core: Core, id: number): Promise<string> =>
  [...(await core.receiptOf(id, 'text'))].join('')

it('lists the files of folded runs when they are asked for, and notices all that it noticed before', async () => {
  const { lab, core, nas, runs } = await foldedRuns(
    'Listed',
    'Receipt',
    'Late',
    'Edited',
    'Damaged',
    'Named',
    'Archived',
    'Remade',
    'Excluded',
  )
  const stateOf = async ({ id }: FoldedRun) => {
    const { state, lastError, files } = await get(core, id)
    return [state, lastError?.reason ?? null, files.byState]
  }
  const add = (folder: string) =>
    core.handlers['jobs.add']({ folders: [folder], instrumentId: null })
  const { Listed, Receipt, Late, Edited, Damaged, Named, Archived, Remade, Excluded } = runs
  const total = folds(lab)

  // a command only reads, and the queue stays as it is
  const listed = await cli(lab, 'status', '--files', '--json', '--id', String(Listed.id))
  expect(JSON.parse(listed.out)).toMatchObject({
    jobs: [
      {
        files: [
          { path: 'a.tif', state: 'verified' },
          { path: 'deep/er/b.tif', size: 3 },
        ],
      },
    ],
  })
  const printed = await cli(lab, 'receipt', '--id', String(Receipt.id))
  for (const line of readFileSync(Receipt.manifest, 'utf8').trim().split('\n'))
    expect(printed.out).toContain(line.slice(0, 64))
  await core.sweep()
  expect(folds(lab)).toBe(total)
  expect(await stateOf(Listed)).toEqual(['verified', null, { verified: 2 }])

  expect((await filesOf(core, Listed.id)).map(({ path, size }) => [path, size])).toEqual([
    ['a.tif', 13],
    ['deep/er/b.tif', 3],
  ])
  expect(await receipt(core, Receipt.id)).toContain('deep/er/b.tif')
  await act(core, Archived.id, 'archive')
  await add(Archived.folder)
  expect(folds(lab)).toBe(Number(total) - 2)
  expect((await get(core, Archived.id)).state).toBe('verified')

  writeFileSync(join(Late.folder, 'late.tif'), 'late')
  rewriteUnseen(join(Edited.folder, 'a.tif'))
  writeFileSync(Damaged.onNas('a.tif'), 'zzz')
  const renamed = join(Named.folder, '../Other name')
  renameSync(Named.folder, renamed)
  appendFileSync(join(Archived.folder, 'a.tif'), 'more')
  renameSync(Remade.folder, join(lab.dataDir, 'away'))
  mkdirSync(Remade.folder)
  writeFileSync(join(Remade.folder, 'other.tif'), 'other')
  const remade = await add(Remade.folder)
  expect(remade.found[0]).toMatchObject({ kind: 'new_under_known_name' })
  await add(Archived.folder)
  await core.sweep()
  await act(core, Damaged.id, 'verify')
  const pattern = { pattern: 'a.tif' }
  await core.handlers['files.exclude']({ jobId: Excluded.id, files: pattern, by: 'x', note: '' })
  await settle(lab, core)

  expect(await stateOf(Late)).toEqual(['verified', null, { verified: 3 }])
  expect(readFileSync(Late.onNas('late.tif'), 'utf8')).toBe('late')
  expect((await stateOf(Edited)).slice(0, 2)).toEqual(['failed', 'changed_since_verified'])
  expect(readFileSync(Edited.onNas('a.tif'), 'utf8')).toBe('aaa of Edited')
  expect((await stateOf(Damaged))[1]).toBe('remote_changed')
  expect((await get(core, Named.id)).folder).toBe(renamed)
  expect((await stateOf(Archived)).slice(0, 2)).toEqual(['failed', 'changed_since_verified'])
  expect((await get(core, remade.jobs[0]?.id ?? 0)).state).toBe('verified')
  expect(readdirSync(nas)).toContain('Remade (2)')
  expect(await stateOf(Excluded)).toEqual(['verified', null, { verified: 1, excluded: 1 }])
})

it('claims, deletes and replaces nothing where a manifest is gone, and a person has it compared from the start', async () => {
  const { lab, core, runs } = await foldedRuns('Back', 'Late', 'Edited', 'Away')
  const { Back, Late, Edited, Away } = runs
  const RECORD = '.exlab-wizard/checksums.sha256'
  const kept = new Map<FoldedRun, Buffer>()
  for (const run of Object.values(runs)) {
    kept.set(run, readFileSync(run.manifest))
    rmSync(run.manifest)
    // and another one lies with the copy
    writeFileSync(run.onNas(RECORD), 'of somebody')
  }
  const words = /checksums.sha256 is not there/
  await expect(filesOf(core, Back.id)).rejects.toThrow(words)
  await expect(receipt(core, Back.id)).rejects.toThrow(words)
  writeFileSync(join(Late.folder, 'late.tif'), 'late')
  rewriteUnseen(join(Edited.folder, 'a.tif'))
  renameSync(Away.folder, join(lab.dataDir, 'away'))
  await core.sweep()
  await act(core, Back.id, 'verify')
  await act(core, Away.id, 'verify')
  for (let i = 0; i < 6; i += 1) {
    await core.idle()
    lab.pass(3 * HOUR)
  }
  await core.idle()
  for (const { id } of Object.values(runs))
    expect(await get(core, id)).toMatchObject({
      state: 'verified',
      files: { total: 2 },
      lastError: { reason: 'manifest_gone' },
    })
  expect(await logOf(core, Back.id)).toContain('manifest_gone')
  expect((await core.handlers['cleanup.look']({ jobId: Back.id })).verdict).not.toBe('safe')
  // it was said once
  await core.sweep()
  expect((await get(core, Late.id)).state).toBe('verified')

  writeFileSync(Back.manifest, kept.get(Back) ?? '')
  for (const { id } of Object.values(runs)) await act(core, id, 'verify')
  await settle(lab, core)
  expect(await get(core, Back.id)).toMatchObject({ state: 'verified', lastError: null })
  expect(await get(core, Late.id)).toMatchObject({
    state: 'verified',
    lastError: null,
    files: { total: 3, byState: { verified: 3 } },
  })
  expect(existsSync(Late.manifest)).toBe(true)
  expect(await get(core, Edited.id)).toMatchObject({
    state: 'blocked',
    lastError: { reason: 'place_taken' },
  })
  expect(readFileSync(Edited.onNas('a.tif'), 'utf8')).toBe('aaa of Edited')
  expect(readdirSync(Edited.onNas('.')).sort()).toEqual(['.exlab-wizard', 'a.tif', 'deep'])
  // what is known of it is not forgotten while its folder is away
  expect(folds(lab)).toBe(1)
  renameSync(join(lab.dataDir, 'away'), Away.folder)
  writeFileSync(Away.manifest, kept.get(Away) ?? '')
  await act(core, Away.id, 'retry')
  await settle(lab, core)
  expect(await get(core, Away.id)).toMatchObject({ state: 'verified', lastError: null })
})

it('checks a folded run by the manifest of its copy where its own is gone, or its whole folder', async () => {
  const { lab, core, runs } = await foldedRuns('Bare', 'Deleted', 'Damaged', 'Looked')
  const { Bare, Deleted, Damaged, Looked } = runs
  rmSync(Bare.manifest)
  for (const { folder } of [Deleted, Damaged, Looked]) rmSync(folder, { recursive: true })
  writeFileSync(Damaged.onNas('a.tif'), 'other bytes!!')
  await expect(filesOf(core, Deleted.id)).rejects.toThrow(/Check the run again/)
  const seen = await core.handlers['cleanup.look']({ jobId: Looked.id })
  expect(seen.conditions.find(({ id }) => id === 'remote')).toMatchObject({ holds: true })
  for (const { id } of [Bare, Deleted, Damaged]) await act(core, id, 'verify')
  await settle(lab, core)
  for (const run of [Bare, Deleted])
    expect(await get(core, run.id)).toMatchObject({ state: 'verified', lastError: null })
  expect(existsSync(Bare.manifest)).toBe(true)
  expect(await receipt(core, Deleted.id)).toContain('deep/er/b.tif')
  expect(await get(core, Damaged.id)).toMatchObject({ lastError: { reason: 'remote_changed' } })
})

it('hashes the originals of a folded run again before a cleanup deletes them, and leaves those that changed', async () => {
  const { lab, core, instrument, runs } = await foldedRuns('Same', 'Edited')
  const { Same, Edited } = runs
  expect((await core.handlers['cleanup.look']({ jobId: Same.id })).conditions).toContainEqual(
    expect.objectContaining({ holds: true, words: expect.stringMatching(/No file changed/) }),
  )
  rewriteUnseen(join(Edited.folder, 'a.tif'))
  await core.stop()
  lab.configure([instrument], CLEANS)
  const cleaning = await lab.open()
  await settle(lab, cleaning)
  expect((await get(cleaning, Same.id)).state).toBe('cleaned')
  expect(existsSync(join(Same.folder, 'a.tif'))).toBe(false)
  expect((await get(cleaning, Edited.id)).state).toBe('failed')
  expect(readFileSync(join(Edited.folder, 'a.tif'), 'utf8')).toMatch(/^x+$/)
  expect(existsSync(join(Edited.folder, 'deep/er/b.tif'))).toBe(true)
})
