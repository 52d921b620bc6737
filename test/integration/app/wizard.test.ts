// ExLab-Wizard's files in a run: sync_status follows the state of the run, everything else in them stays as it was.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, get, localNas, makeLab, obstructPush, work } from '../../helpers/lab.ts'

const CREATION = `{
    "schema_version" : "1.8",   "operator": "J. Lee \\u00b5",
    "sync_status": "pending",
    "nested": { "sync_status": "mine", "list": [1,2,
      3] },
    "unknown": 1e3
}
`

/** `obstructed`: pushes fail while the file of that name is in the lab's folder. */
const setUp = async (more = '', obstructed = false) => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const obstruct = (): string =>
    lab.wrap('rclone', obstructPush(join(nas, 'Run'), join(lab.dir, 'obstructed')))
  lab.configure([instrument], obstructed ? `${more}tools:\n  rclone: ${obstruct()}\n` : more)
  const folder = lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' })
  const records = join(folder, '.exlab-wizard')
  mkdirSync(records)
  const file = join(records, 'creation.json')
  writeFileSync(file, CREATION)
  return { lab, nas, instrument, folder, records, file, core: await lab.open() }
}

const creationWith = (status: string): string =>
  CREATION.replace('"sync_status": "pending"', `"sync_status": "${status}"`)

describe('creation.json', () => {
  it('becomes synced when the run is Verified, with every other character kept', async () => {
    const { folder, records, file, core } = await setUp()
    writeFileSync(
      join(records, 'ingest.json'),
      '{\n  "states": [\n    {"state": "staged"}\n  ]\n}\n',
    )
    await work(core, folder)
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
    const log = readFileSync(join(records, `wizard.${hostname()}.log`), 'utf8')
    expect(log).toMatch(/INFO exlab-sync sync verified \(read_back\): nas:raw\/Run/)
    const ingest: unknown = JSON.parse(readFileSync(join(records, 'ingest.json'), 'utf8'))
    expect(ingest).toMatchObject({ states: [{ state: 'staged' }, { state: 'synced' }] })
    expect(readdirSync(records).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('becomes failed for a failed run, and synced again after a retry', async () => {
    const { lab, folder, file, core } = await setUp('sync:\n  max_attempts: 1\n', true)
    const job = await work(core, folder)
    expect(job.state).toBe('failed')
    expect(readFileSync(file, 'utf8')).toBe(creationWith('failed'))
    rmSync(join(lab.dir, 'obstructed'))
    await act(core, job.id, 'retry')
    lab.pass(31_000)
    await core.idle()
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
  })

  it('is not touched while a verified run is proven again', async () => {
    const { folder, file, records, core } = await setUp()
    const job = await work(core, folder)
    const log = join(records, `wizard.${hostname()}.log`)
    const before = readFileSync(log, 'utf8')
    await act(core, job.id, 'verify')
    await core.idle()
    expect((await get(core, job.id)).state).toBe('verified')
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
    expect(readFileSync(log, 'utf8')).toBe(before)
  })

  it('becomes cleaned when the local data is gone', async () => {
    const { folder, file, core } = await setUp(
      'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n',
    )
    await work(core, folder)
    expect(readFileSync(file, 'utf8')).toBe(creationWith('cleaned'))
  })

  it('never says synced for less than Verified', async () => {
    const { lab, instrument, folder, file, core } = await setUp()
    const rclone = lab.wrap('rclone', 'case "$1" in config) exit 1;; esac')
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    await core.handlers['config.reload']({})
    const jobId = await add(core, folder)
    await core.idle()
    expect((await get(core, jobId)).state).not.toBe('verified')
    expect(readFileSync(file, 'utf8')).not.toContain('"synced"')
  })

  it('with blocked_by_validation holds the run and stays as it is; the run goes on when that changes', async () => {
    const { lab, folder, file, core } = await setUp()
    writeFileSync(file, creationWith('blocked_by_validation'))
    const job = await work(core, folder)
    expect(job.state).toBe('blocked')
    expect(readFileSync(file, 'utf8')).toBe(creationWith('blocked_by_validation'))
    writeFileSync(file, CREATION)
    lab.pass(31_000)
    await core.idle()
    expect((await get(core, job.id)).state).toBe('verified')
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
  })

  it('is not touched while it is incomplete, and gets its status once it is whole', async () => {
    const { lab, folder, file, core } = await setUp()
    writeFileSync(file, CREATION.slice(0, 60))
    const job = await work(core, folder)
    expect(job.state).toBe('verified')
    expect(readFileSync(file, 'utf8')).toBe(CREATION.slice(0, 60))
    writeFileSync(file, CREATION)
    lab.pass(31_000)
    await core.idle()
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
  })
})
