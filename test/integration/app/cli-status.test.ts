// What `status` says beside the runs: recordings that wait, and options that mean nothing.
import { describe, expect, it } from 'vitest'
import { cli } from '../../helpers/cli.ts'
import { type Lab, localNas, makeLab } from '../../helpers/lab.ts'

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
