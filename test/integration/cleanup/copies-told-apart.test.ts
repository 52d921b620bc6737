// What is said of a run with two destinations stays true where one of them is changed by hand: files that it left out, one folder by
// two names, another volume, another name in the settings.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { cli } from '../../helpers/cli.ts'
import type { Instrument } from '../../helpers/lab-files.ts'
import { act, add, get, localNas, makeLab } from '../../helpers/lab.ts'

const KEEP = 'nas_cleanup:\n  enabled: false\n  min_verify_passes: 1\n  min_age_hours: 0\n'
const DELETE = KEEP.replace('false', 'true')
const FILES = { 'a.tif': 'aaa', 'b.tmp': 'bbb' }

/** A lab whose instrument goes to `nas` and, required, to a second remote. */
const setUp = () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const archive = join(lab.dir, 'archive/raw')
  mkdirSync(archive, { recursive: true })
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(
    conf,
    `${readFileSync(conf, 'utf8')}[second]\ntype = alias\nremote = ${join(lab.dir, 'archive')}\n`,
  )
  const withAlso = (name: string, required = true): Instrument => ({
    ...instrument,
    more: [
      'also:',
      `  - name: ${name}`,
      `    required: ${required}`,
      `    transport: { type: rclone, rclone_remote: second, rclone_remote_path: raw, rclone_config: ${JSON.stringify(conf)} }`,
    ],
  })
  return { lab, nas, archive, instrument, withAlso }
}

const idsOf = async (core: Core): Promise<[near: number, far: number]> => {
  const { rows } = await core.handlers['jobs.list']({
    view: 'all',
    search: '',
    offset: 0,
    limit: 9,
  })
  const [near, far] = rows.toSorted((a, b) => a.id - b.id)
  if (near === undefined || far === undefined) throw new Error('two jobs are expected')
  return [near.id, far.id]
}

const look = (core: Core, jobId: number) => core.handlers['cleanup.look']({ jobId })
const wordsOf = (decision: Awaited<ReturnType<typeof look>>, id: string) =>
  decision.conditions.find((one) => one.id === id)

const claimsIn = (place: string): string[] =>
  readdirSync(join(place, '.exlab-wizard')).filter((name) => name.startsWith('exlab-sync-'))

describe('a file that a required destination left out', () => {
  it('is not deleted here: the run is safe once the first one leaves it out too, and it stays', async () => {
    const { lab, archive, withAlso } = setUp()
    lab.configure([withAlso('archive')], DELETE)
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    const folder = lab.run('SCOPE_01', 'Run', FILES)
    await add(core, folder)
    const [near, far] = await idsOf(core)
    const exclude = (jobId: number) =>
      core.handlers['files.exclude']({ jobId, files: { pattern: '*.tmp' }, by: 'x', note: '' })
    await exclude(far)
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    for (const id of [near, far]) expect(await get(core, id)).toMatchObject({ state: 'verified' })
    expect(readdirSync(join(archive, 'Run'))).not.toContain('b.tmp')
    for (const id of [near, far]) {
      const decision = await look(core, id)
      expect(decision.verdict).toBe('not_yet')
      expect(JSON.stringify(decision.conditions)).toContain(
        '1 file of the first destination is not there',
      )
    }
    await core.handlers['cleanup.run']({ jobs: [near] })
    await core.idle()
    expect(existsSync(join(folder, 'b.tmp'))).toBe(true)

    await exclude(near)
    await core.idle()
    expect((await get(core, near)).state).toBe('cleaned')
    expect(readdirSync(folder).sort()).toEqual(['.exlab-wizard', 'b.tmp'])
  })

  it('is told where that destination is optional', async () => {
    const { lab, archive, withAlso } = setUp()
    lab.configure([withAlso('archive', false)], KEEP)
    const core = await lab.open()
    await core.handlers['engine.pause']({ paused: true })
    await add(core, lab.run('SCOPE_01', 'Run', FILES))
    const [near, far] = await idsOf(core)
    const files = { pattern: '*.tmp' }
    await core.handlers['files.exclude']({ jobId: far, files, by: 'x', note: '' })
    await core.handlers['engine.pause']({ paused: false })
    await core.idle()
    const decision = await look(core, near)
    expect(decision.verdict).toBe('safe')
    expect(wordsOf(decision, 'copies')?.words).toContain('Not proven on archive')

    // a run that is not there at all: asked for at that row, the command says what became of the run
    renameSync(archive, `${archive}-away`)
    const folder = lab.run('SCOPE_01', 'Run 2', FILES)
    await add(core, folder)
    await core.idle()
    await core.stop()
    lab.configure([withAlso('archive', false)], DELETE)
    const asked = await cli(lab, 'cleanup', '--id', String(far + 2))
    expect(asked.out).toContain('cleanup: 1 of 1 run')
    expect(existsSync(join(folder, 'a.tif'))).toBe(false)
  })
})

describe('one folder at two destinations, by a link below them', () => {
  it('is refused before the first byte, and leaves no claim', async () => {
    const { lab, nas, archive, withAlso } = setUp()
    mkdirSync(join(nas, 'P'))
    symlinkSync(join(nas, 'P'), join(archive, 'P'))
    lab.configure([withAlso('archive')], KEEP)
    const core = await lab.open()
    await add(core, lab.run('SCOPE_01', 'P/Run', FILES))
    await core.idle()
    const [near, far] = await idsOf(core)
    const jobs = [await get(core, near), await get(core, far)]
    // both are sent at once: one of them has the place
    expect(jobs.map(({ state }) => state).sort()).toEqual(['blocked', 'verified'])
    expect((await look(core, near)).verdict).not.toBe('safe')
    await act(core, jobs.find(({ state }) => state === 'blocked')?.id ?? 0, 'retry')
    await core.idle()
    expect(await get(core, jobs.find(({ state }) => state === 'blocked')?.id ?? 0)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'destinations_same' },
    })
    expect(claimsIn(join(nas, 'P/Run'))).toHaveLength(1)
  })

  it('that was made after both were proven is seen by a look', async () => {
    const { lab, nas, archive, withAlso } = setUp()
    lab.configure([withAlso('archive')], KEEP)
    const core = await lab.open()
    await add(core, lab.run('SCOPE_01', 'P/Run', FILES))
    await core.idle()
    const [near] = await idsOf(core)
    expect((await look(core, near)).verdict).toBe('safe')
    for (const [gone, kept] of [
      [archive, nas],
      [nas, archive],
    ] as const) {
      renameSync(join(gone, 'P'), join(gone, 'away'))
      symlinkSync(join(kept, 'P'), join(gone, 'P'))
      const decision = await look(core, near)
      expect(decision.verdict).not.toBe('safe')
      expect(JSON.stringify(decision.conditions)).toContain('are one and the same folder')
      rmSync(join(gone, 'P'))
      renameSync(join(gone, 'away'), join(gone, 'P'))
    }
  })

  it('is not meant by a copy that somebody made of the first destination: it is adopted, and counts', async () => {
    const { lab, nas, archive, instrument, withAlso } = setUp()
    lab.configure([instrument], KEEP)
    const core = await lab.open()
    const near = await add(core, lab.run('SCOPE_01', 'Run', FILES))
    await core.idle()
    cpSync(join(nas, 'Run'), join(archive, 'Run'), { recursive: true })
    lab.configure([withAlso('archive')], KEEP)
    await core.handlers['config.reload']({})
    await core.handlers['jobs.sendLacking']({ instrumentId: 'SCOPE_01', slot: 'archive' })
    await core.idle()
    const [, far] = await idsOf(core)
    expect(await get(core, far)).toMatchObject({ state: 'verified', target: 'second:raw/Run' })
    expect(await look(core, near)).toMatchObject({ verdict: 'safe' })
    expect(claimsIn(join(archive, 'Run'))).toHaveLength(2)
  })
})

describe('a destination', () => {
  it('of which a person says that it is another volume now proves each run again before it counts', async () => {
    const { lab, archive, withAlso } = setUp()
    lab.configure([withAlso('archive')], KEEP)
    const core = await lab.open()
    await add(core, lab.run('SCOPE_01', 'Run', FILES))
    await core.idle()
    const [near, far] = await idsOf(core)
    expect((await look(core, near)).verdict).toBe('safe')
    // a volume with files of the same names and sizes
    rmSync(join(archive, '.exlab-sync'), { recursive: true })
    writeFileSync(join(archive, 'Run/a.tif'), 'xxx')
    expect((await look(core, near)).verdict).not.toBe('safe')
    await core.handlers['destinations.accept']({ instrumentId: 'SCOPE_01/archive' })
    expect((await look(core, near)).verdict).not.toBe('safe')
    await core.idle()
    expect(await get(core, far)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'remote_changed' },
    })
    // the first destination is the same as before
    expect(await get(core, near)).toMatchObject({ state: 'verified', lastError: null })
    expect((await look(core, near)).verdict).not.toBe('safe')
  })

  it('that was given another name in the settings keeps its jobs', async () => {
    const { lab, withAlso } = setUp()
    lab.configure([withAlso('archive')], KEEP)
    const core = await lab.open()
    await add(core, lab.run('SCOPE_01', 'Run', FILES))
    await core.idle()
    const [near, far] = await idsOf(core)
    lab.configure([withAlso('tape')], KEEP)
    await core.handlers['config.reload']({})
    expect(await core.handlers['jobs.lacking']({})).toEqual({ rows: [] })
    expect(await get(core, far)).toMatchObject({ slot: 'tape', route: 'SCOPE_01/tape' })
    await act(core, far, 'verify')
    await core.idle()
    expect(await get(core, far)).toMatchObject({ state: 'verified', lastError: null })
    expect((await look(core, near)).verdict).toBe('safe')
  })
})

it('a late file of a run that is added again is sent to both', async () => {
  const { lab, archive, withAlso } = setUp()
  lab.configure([withAlso('archive')], `${KEEP}watch:\n  enabled: false\n`)
  const core = await lab.open()
  const folder = lab.run('SCOPE_01', 'Run', FILES)
  await add(core, folder)
  await core.idle()
  writeFileSync(join(folder, 'late.tif'), 'late')
  await add(core, folder)
  await core.idle()
  lab.pass(60_000)
  await core.idle()
  expect(readFileSync(join(archive, 'Run/late.tif'), 'utf8')).toBe('late')
})
