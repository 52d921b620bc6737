// ExLab-Wizard's files in a run: sync_status follows the state of the run, everything else in them stays as it was.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  afterPush,
  act,
  add,
  get,
  localNas,
  logOf,
  makeLab,
  obstructPush,
  work,
} from '../../helpers/lab.ts'
import { creationText, ingestText } from '../../helpers/wizard-records.ts'

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
    await work(core, folder)
    expect(readFileSync(file, 'utf8')).toBe(creationWith('synced'))
    const log = readFileSync(join(records, `wizard.${hostname()}.log`), 'utf8')
    expect(log).toMatch(
      /^[\dT:-]{19}Z \[INFO \] \[host:[^\]]+\] \[equip:SCOPE_01\] \[run:Run\] sync verified \(read_back\): nas:raw\/Run\n$/m,
    )
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
    const rclone = lab.wrap(
      'rclone',
      `${afterPush(`touch '${lab.dir}/sent'`)}\n[ "$1" != config ] || [ ! -e '${lab.dir}/sent' ] || exit 1`,
    )
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

describe('the records of a run that ExLab-Wizard made', () => {
  /** A run with the records of its shape; all texts by name. */
  const make = async (records: Readonly<Record<string, string>>) => {
    const made = await setUp()
    rmSync(made.file)
    for (const [name, text] of Object.entries(records))
      writeFileSync(join(made.records, name), text)
    const onNas = join(made.nas, 'Run', '.exlab-wizard')
    return {
      ...made,
      here: (name: string): string => readFileSync(join(made.records, name), 'utf8'),
      there: (name: string): string => readFileSync(join(onNas, name), 'utf8'),
      namesThere: (): string[] => readdirSync(onNas),
    }
  }
  const LOG = `wizard.${hostname()}.log`

  it('say on the NAS too that it is proven, in compact form, without locks and temporary files', async () => {
    const text = creationText({ later: { kept: 1 } })
    const run = await make({
      'creation.json': text,
      'ingest.json': ingestText('sync_queued'),
      'creation.json.lock': '',
      'creation.json.x7.tmp': 'half',
      [LOG]: '2026-04-17T14:32:00Z [INFO ] [host:pc4] made\n',
    })
    // below the top such a folder is the instrument's: its files are sent and proven
    const nested = join('sub', '.exlab-wizard')
    mkdirSync(join(run.folder, nested), { recursive: true })
    writeFileSync(join(run.folder, nested, 'own.lock'), 'data')
    expect((await work(run.core, run.folder)).files.byState).toEqual({ verified: 2 })
    expect(readdirSync(join(run.nas, 'Run', nested))).toEqual(['own.lock'])
    const synced = `${text.slice(0, -1)},"sync_status":"synced"}`
    expect([run.here('creation.json'), run.there('creation.json')]).toEqual([synced, synced])
    expect(run.there(LOG)).toMatch(/^2026.* made\n2026.* \[proj:PROJ-0042\] .*sync verified.*\n$/)
    expect(run.here(LOG)).toBe(run.there(LOG))
    for (const ingest of [run.here('ingest.json'), run.there('ingest.json')])
      expect(JSON.parse(ingest)).toMatchObject({
        current_state: 'sync_verified',
        history: [
          { state: 'staging' },
          { state: 'complete' },
          { state: 'sync_queued' },
          {
            state: 'sync_verified',
            at: '2026-11-23T12:00:00Z',
            nas_path: 'nas:raw/Run',
            checksum_file: '.exlab-wizard/checksums.sha256',
          },
        ],
      })
    expect(run.namesThere().filter((name) => /\.(?:lock|tmp)$/.test(name))).toEqual([])
    expect(run.here('creation.json.lock')).toBe('')
    expect(run.here('creation.json.x7.tmp')).toBe('half')
  })

  it('that lie at a place which was adopted stay as they are there', async () => {
    const run = await make({ 'creation.json': creationText() })
    const onNas = join(run.nas, 'Run')
    mkdirSync(join(onNas, '.exlab-wizard'), { recursive: true })
    writeFileSync(join(onNas, 'a.tif'), 'aaa')
    writeFileSync(join(onNas, '.exlab-wizard', 'creation.json'), 'of a colleague')
    const job = await work(run.core, run.folder)
    expect(job.state).toBe('verified')
    expect(run.there('creation.json')).toBe('of a colleague')
    expect(run.here('creation.json')).toContain('"synced"')
    expect(run.namesThere()).toContain('checksums.sha256')
    expect(await logOf(run.core, job.id)).not.toContain('could not be sent along')
  })

  it('are sent in the transfer of the manifest: a proof starts no further program for them', async () => {
    const starts = async (records: Readonly<Record<string, string>>): Promise<number> => {
      const run = await make(records)
      const jobId = (await work(run.core, run.folder)).id
      const lines = (await logOf(run.core, jobId)).split('\n')
      return lines.filter((line) => line.startsWith('started ')).length
    }
    expect(await starts({ 'creation.json': creationText() })).toBe(await starts({}))
  })

  it('of an unknown schema are neither written nor trusted, and Activity says so once', async () => {
    const text = creationText({ schema_version: '2.0' })
    const run = await make({ 'creation.json': text, 'ingest.json': ingestText('sync_queued') })
    const job = await work(run.core, run.folder)
    expect(job.state).toBe('verified')
    await act(run.core, job.id, 'verify')
    await run.core.idle()
    expect(run.here('creation.json')).toBe(text)
    expect(run.here('ingest.json')).toBe(ingestText('sync_queued'))
    const { rows } = await run.core.handlers['activity.page']({
      level: 'warning',
      search: 'schema',
      offset: 0,
      limit: 50,
    })
    expect(rows.map(({ text: words }) => words)).toEqual([expect.stringContaining('does not know')])
  })

  it('get the status once more where ExLab-Wizard wrote an older one over it, three times at most', async () => {
    const text = creationText()
    const staged = ingestText('complete')
    const run = await make({ 'creation.json': text, 'ingest.json': staged })
    await work(run.core, run.folder)
    for (let round = 0; round < 6; round += 1) {
      writeFileSync(run.file, creationText({ round }))
      run.lab.pass(6_000)
      await run.core.idle()
      const isOurs = run.here('creation.json').includes('"sync_status":"synced"')
      expect([round, isOurs]).toEqual([round, round < 3])
      expect(run.here('creation.json')).toContain(`"round":${round}`)
    }
    // its own program takes the steps before the proof
    expect(run.here('ingest.json')).toBe(staged)
  })
})
