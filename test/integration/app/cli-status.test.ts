// What `status` says beside the runs: recordings that wait, and options that mean nothing.
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
