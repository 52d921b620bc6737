// What `status` says beside the runs: recordings that wait, and options that mean nothing.
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../../electron/core/db/database.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, localNas, makeLab } from '../../helpers/lab.ts'
import { needsPosix } from '../../helpers/needs-posix.ts'

/** A lab with one run in its queue. */
const makeQueue = async (): Promise<Lab> => {
  const lab = makeLab()
  lab.configure([localNas(lab).instrument])
  const run = lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' })
  expect((await cli(lab, 'add', run)).code).toBe(0)
  return lab
}

describe('status', () => {
  it('waits for recordings, and says what each waits for', async () => {
    const lab = await makeQueue()
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    expect(await cli(lab, 'status')).toMatchObject({ code: 0, err: '' })
    lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'a' })
    const { code, out } = await cli(lab, 'status')
    expect(code).toBe(3)
    expect(out).toMatch(/\n1 being recorded\nSCOPE_01 {2}Run 2: waits for .+\n$/)
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(3)
  })

  it('finds by itself what a person has to see, and writes nothing of it into the queue', async () => {
    const lab = await makeQueue()
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    const root = join(lab.dir, 'acquisition/SCOPE_01')
    renameSync(root, `${root} elsewhere`)
    for (const command of ['status', 'recordings', 'status']) {
      const { out, err } = await cli(lab, command)
      expect(`${out}${err}`).toContain(`The folder of SCOPE_01, ${root}, is not there`)
    }
    const { code, out } = await cli(lab, 'status', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out).findings).toMatchObject([{ instrument: 'SCOPE_01', folder: root }])
    renameSync(`${root} elsewhere`, root)
    expect(await cli(lab, 'status')).toMatchObject({ code: 0, err: '' })
  })

  it.skipIf(needsPosix('Windows has no named pipes in folders'))(
    'counts a proven run whose records or folder are not safe among those that need a person',
    async () => {
      const lab = await makeQueue()
      const records = join(lab.dir, 'acquisition/SCOPE_01/Run/.exlab-wizard')
      mkdirSync(records)
      execFileSync('mkfifo', [join(records, 'creation.json')])
      const { code, out } = await cli(lab, 'run', '--until-idle', '--quiet')
      expect(code).toBe(1)
      expect(out).toContain('0 done, 1 needs a person, 0 waiting')
      const status = await cli(lab, 'status')
      expect(status.code).toBe(1)
      expect(status.out).toMatch(/Verified .* records_unsafe: /)
      // the window counts and lists it the same
      const json = JSON.parse((await cli(lab, 'status', '--json')).out)
      expect(json.jobs).toMatchObject([{ state: 'verified', needsPerson: true }])
      const again = await cli(lab, '--json', 'run', '--until-idle')
      expect(JSON.parse(again.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
        event: 'ended',
        counts: { all: 1, needs_you: 1, active: 0, waiting: 0, done: 0 },
        exitCode: 1,
      })
      // and so a link in the place of its folder, whose proof is kept too
      const folder = join(lab.dir, 'acquisition/SCOPE_01/Run')
      renameSync(folder, join(lab.dir, 'moved'))
      symlinkSync(join(lab.dir, 'moved'), folder)
      const checked = await cli(lab, 'verify', 'Run')
      expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('link') })
      expect((await cli(lab, 'status')).out).toMatch(/Verified .* run_folder_link: /)
    },
  )

  it('lists of many runs at rest the newest, every one of which something is to be said, and counts the others', async () => {
    const lab = await makeQueue()
    const db = openSqlite(join(lab.dataDir, 'queue.db'))
    onTestFinished(() => db.close())
    db.exec(`DELETE FROM jobs`)
    rmSync(join(lab.dir, 'acquisition/SCOPE_01/Run'), { recursive: true })
    const add = db.prepare(
      `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at, verified_at, proof)
       VALUES (?1, '/acq/' || ?2, ?2, 'SCOPE_01', ?2, ?2, ?3, 1, 1, 1, 'sha256')`,
    )
    for (let id = 1; id <= 30; id += 1) add.run(id, `Run ${id}.`, id < 3 ? 'cancelled' : 'verified')
    const tell = async (...options: string[]) => {
      const { code, out } = await cli(lab, 'status', ...options)
      return { code, out, runs: [...out.matchAll(/Run (\d+)\. /g)].map(([, id]) => Number(id)) }
    }
    const downTo = (last: number): number[] => Array.from({ length: 31 - last }, (_, n) => 30 - n)
    const { code, out, runs } = await tell()
    expect({ code, runs }).toEqual({ code: 0, runs: downTo(11) })
    expect(out.split('\n').at(-2)).toBe(
      '10 more are at rest: 8 Verified, 2 Cancelled. List them with: exlab-sync status --all',
    )
    expect(await tell('--all')).toMatchObject({
      code: 0,
      runs: downTo(1),
      out: expect.not.stringContaining('at rest'),
    })
    expect((await tell('--state', 'verified')).runs).toEqual(downTo(3))
    expect(JSON.parse((await tell('--json')).out).jobs).toHaveLength(30)
    expect(await cli(lab, 'status', 'Run 4.', '--all')).toMatchObject({ code: 2 })
    // an old run whose last check could not be made
    const error = { kind: 'network', reason: 'connection_timeout', message: 'Timed out.' }
    const lastError = JSON.stringify({ ...error, exitCode: 1, stderr: '', attempt: 1, at: 1 })
    db.prepare('UPDATE jobs SET last_error = ? WHERE id = 5').run(lastError)
    expect(await tell()).toMatchObject({ code: 3, runs: [...downTo(11), 5] })
    // and one that failed
    db.prepare(`UPDATE jobs SET state = 'failed', last_error = ? WHERE id = 4`).run(lastError)
    expect(await tell()).toMatchObject({ code: 1, runs: [4, ...downTo(11), 5] })
    for (const form of ['--all', '--json', '--archived'])
      expect([form, (await tell(form)).code]).toEqual([form, 1])
  })

  it('checks the state that is asked for', async () => {
    const lab = await makeQueue()
    expect(await cli(lab, 'status', '--state', 'nonsense')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`--state can't be "nonsense". It is one of queued, blocked,`),
    })
    expect((await cli(lab, 'status', '--state', 'Waiting')).out).toContain('Run')
    expect(await cli(lab, 'status', '--state', 'verified')).toMatchObject({
      code: 3,
      out: 'No run is in the state verified.\n',
    })
  })
})
