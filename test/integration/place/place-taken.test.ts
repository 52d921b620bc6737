// A run owns its place on the NAS: what lies there is never replaced, and equal content is adopted (docs/spec.md 2a).
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, add, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'

const setUp = () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  return { lab, nas, instrument }
}

/** A second workstation: a data folder and a run of its own, the same NAS. */
const secondStation = (first: ReturnType<typeof setUp>) => {
  const lab = makeLab()
  lab.configure([first.instrument])
  return lab
}

const claimsIn = (folder: string): string[] =>
  readdirSync(join(folder, '.exlab-wizard')).filter((name) => name.startsWith('exlab-sync-'))

describe('the place of a run', () => {
  it('gets a claim before the first byte, and the run owns it from then on', async () => {
    const { lab, nas } = setUp()
    const core = await lab.open()
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })
    expect(await work(core, folder)).toMatchObject({ state: 'verified' })
    const [claim = ''] = claimsIn(join(nas, 'Run 1'))
    expect(JSON.parse(readFileSync(join(nas, 'Run 1/.exlab-wizard', claim), 'utf8'))).toMatchObject(
      {
        format: 1,
        instrument: 'SCOPE_01',
        source: folder,
      },
    )
    expect(existsSync(join(folder, '.exlab-wizard', claim))).toBe(false)
  })

  it("holding somebody's files blocks the run, and nothing there changes", async () => {
    const { lab, nas } = setUp()
    mkdirSync(join(nas, 'Run 1'))
    writeFileSync(join(nas, 'Run 1/a.tif'), 'theirs')
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'ours', 'b.tif': 'b' }))
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    expect(job.lastError?.message).toContain('a.tif')
    expect(readdirSync(join(nas, 'Run 1'))).toEqual(['a.tif'])
    expect(readFileSync(join(nas, 'Run 1/a.tif'), 'utf8')).toBe('theirs')
  })

  it('of the same size but other bytes blocks too', async () => {
    const { lab, nas } = setUp()
    mkdirSync(join(nas, 'Run 1'))
    writeFileSync(join(nas, 'Run 1/a.tif'), 'them')
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'ours' }))
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    expect(readFileSync(join(nas, 'Run 1/a.tif'), 'utf8')).toBe('them')
  })

  it('of a verified run of another workstation stays as it is, and the message says whose it is', async () => {
    const first = setUp()
    const one = await first.lab.open()
    const mine = await work(one, first.lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'first' }))
    const second = secondStation(first)
    const two = await second.open()
    const theirs = second.run('SCOPE_01', 'Run 1', { 'a.tif': 'other' })
    const job = await work(two, theirs)
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    expect(job.lastError?.message).toContain(join(first.lab.dir, 'acquisition'))
    expect(readFileSync(join(first.nas, 'Run 1/a.tif'), 'utf8')).toBe('first')
    await act(one, mine.id, 'verify')
    await one.idle()
    expect(await get(one, mine.id)).toMatchObject({ state: 'verified' })
  })

  it('in a run of another workstation stays out of it: nothing is put there, and the run goes beside that one', async () => {
    const first = setUp()
    const one = await first.lab.open()
    const mine = await work(one, first.lab.run('SCOPE_01', 'P1', { 'a.tif': 'a', 'b.tif': 'b' }))
    expect(mine.state).toBe('verified')
    const second = secondStation(first)
    const two = await second.open()
    const inner = second.run('SCOPE_01', 'P1/Runs/r1', { 'c.tif': 'c' })
    const job = await work(two, inner)
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    const message = job.lastError?.message
    expect(message).toContain('lies in the run P1')
    expect(message).toContain(join(first.lab.dir, 'acquisition'))
    expect(message).toContain('Files there: 2')
    expect(existsSync(join(first.nas, 'P1/Runs'))).toBe(false)
    await two.handlers['jobs.sendBeside']({ jobId: job.id })
    await two.idle()
    expect(await get(two, job.id)).toMatchObject({ state: 'verified' })
    expect(readFileSync(join(first.nas, 'P1 (2)/Runs/r1/c.tif'), 'utf8')).toBe('c')
    // moved away, the next run of that project takes its own place
    rmSync(join(first.nas, 'P1'), { recursive: true })
    const next = await work(two, second.run('SCOPE_01', 'P1/Runs/r2', { 'd.tif': 'd' }))
    expect(next.state).toBe('verified')
    expect(existsSync(join(first.nas, 'P1/Runs/r2/d.tif'))).toBe(true)
  })

  it('with equal files is adopted: nothing is sent, every file is proven', async () => {
    const { lab, nas } = setUp()
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa', 'deep/b.tif': 'bbb' })
    cpSync(folder, join(nas, 'Run 1'), { recursive: true })
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'verified', files: { byState: { verified: 2 } } })
    expect(await logOf(core, job.id)).not.toContain('tif: Copied')
    expect(claimsIn(join(nas, 'Run 1'))).toHaveLength(1)
  })

  it('with equal files of another workstation is adopted, and the claim there stays', async () => {
    const first = setUp()
    await work(await first.lab.open(), first.lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'same' }))
    const claims = claimsIn(join(first.nas, 'Run 1'))
    const second = secondStation(first)
    const core = await second.open()
    const job = await work(core, second.run('SCOPE_01', 'Run 1', { 'a.tif': 'same' }))
    expect(job.state).toBe('verified')
    expect(claimsIn(join(first.nas, 'Run 1'))).toEqual(claims)
  })

  it('with a part of the files gets the others, and nothing there is replaced', async () => {
    const { lab, nas } = setUp()
    const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
    mkdirSync(join(nas, 'Run 1'))
    cpSync(join(folder, 'a.tif'), join(nas, 'Run 1/a.tif'))
    const core = await lab.open()
    const jobId = await add(core, folder)
    await core.idle()
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
    expect((await filesOf(core, jobId)).map((file) => file.state)).toEqual(['verified', 'verified'])
    expect(await logOf(core, jobId)).not.toContain('a.tif: Copied')
  })

  it('with records of another program alone gets the run, and the records stay', async () => {
    const { lab, nas } = setUp()
    const records = join(nas, 'Run 1/.exlab-wizard')
    mkdirSync(records, { recursive: true })
    writeFileSync(join(records, 'creation.json'), 'theirs')
    const core = await lab.open()
    const jobId = await add(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' }))
    await core.idle()
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', attempts: 4 })
    expect(readFileSync(join(records, 'creation.json'), 'utf8')).toBe('theirs')
    expect(claimsIn(join(nas, 'Run 1'))).toHaveLength(1)
  })

  it('that another run claims while it is compared is left to that one', async () => {
    const { lab, nas, instrument } = setUp()
    const place = join(nas, 'Run 1')
    mkdirSync(place)
    // what a desktop left there is no data
    writeFileSync(join(place, '.DS_Store'), 'x')
    const theirs = 'exlab-sync-22222222-2222-4222-8222-222222222222.json'
    const claim = `mkdir -p '${place}/.exlab-wizard'; echo '{}' > '${place}/.exlab-wizard/${theirs}'`
    const rclone = lab.wrap('rclone', `case "$*" in 'copyto '*exlab-sync-*) ${claim};; esac`)
    lab.configure([instrument], `tools: { rclone: ${rclone} }\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'ours' }))
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'place_taken' } })
    expect(existsSync(join(place, 'a.tif'))).toBe(false)
    expect(claimsIn(place)).toEqual([theirs])
    rmSync(join(place, '.exlab-wizard', theirs))
    lab.configure([instrument])
    await core.handlers['config.reload']({})
    await act(core, job.id, 'retry')
    await core.idle()
    lab.pass(60_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })

  it('that was moved away is free after a retry', async () => {
    const { lab, nas } = setUp()
    mkdirSync(join(nas, 'Run 1'))
    writeFileSync(join(nas, 'Run 1/a.tif'), 'them')
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'ours' }))
    rmSync(join(nas, 'Run 1'), { recursive: true })
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
    expect(readFileSync(join(nas, 'Run 1/a.tif'), 'utf8')).toBe('ours')
  })

  it('that is a link, or holds one, to the originals never has them overwritten', async () => {
    const { lab, nas } = setUp()
    const core = await lab.open()
    const whole = lab.run('SCOPE_01', 'Whole', { 'a.tif': 'aaa' })
    symlinkSync(whole, join(nas, 'Whole'))
    expect(await work(core, whole)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'own_copy' },
    })
    const part = lab.run('SCOPE_01', 'Part', { 'a.tif': 'aaa', 'sub/b.tif': 'bbb' })
    mkdirSync(join(nas, 'Part/sub'), { recursive: true })
    symlinkSync(join(part, 'sub/b.tif'), join(nas, 'Part/sub/b.tif'))
    expect(await work(core, part)).toMatchObject({
      state: 'blocked',
      lastError: { reason: 'place_taken' },
    })
    expect(readFileSync(join(part, 'sub/b.tif'), 'utf8')).toBe('bbb')
    expect(readdirSync(join(whole, '.exlab-wizard'))).toEqual([])
  })
})
