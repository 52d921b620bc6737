// A folder as a destination, without an rclone.conf: runs are proven by reading back, and the rules of a place hold.
import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeLab, work } from '../../helpers/lab.ts'

it('takes runs, reads them back past the cache, is never made by itself, and is known again', async () => {
  const lab = makeLab()
  const nas = join(lab.dir, 'nas')
  const configure = (path: string): void =>
    lab.configure([
      { id: 'SCOPE_01', transport: ['type: folder', `path: ${JSON.stringify(path)}`] },
    ])
  configure(nas)
  const core = await lab.open()
  const missing = await work(core, lab.run('SCOPE_01', 'Run 0', { 'a.tif': 'zero' }))
  expect(missing.lastError).toMatchObject({ reason: 'destination_missing' })
  await core.handlers['destinations.makeFolder']({ instrumentId: 'SCOPE_01' })
  await core.idle()
  const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'one', '-b [1]/c': 'two' }))
  expect(job).toMatchObject({ state: 'verified', proof: 'read_back', target: join(nas, 'Run 1') })
  expect(readFileSync(join(nas, 'Run 1/-b [1]/c'), 'utf8')).toBe('two')
  const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
  expect(report).toMatchObject({ destination: nas, proof: 'read_back' })
  expect(report.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect((await core.handlers['destinations.rehearse']({ instrumentId: 'SCOPE_01' })).proof).toBe(
    'read_back',
  )
  // another volume in its place
  renameSync(nas, `${nas}.away`)
  mkdirSync(nas)
  const other = await work(core, lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'three' }))
  expect(other.lastError).toMatchObject({ reason: 'destination_changed' })
  // a folder that runs are made in
  configure(join(lab.dir, 'acquisition/SCOPE_01/out'))
  mkdirSync(join(lab.dir, 'acquisition/SCOPE_01/out'))
  await core.handlers['config.reload']({})
  const { steps } = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
  expect(steps.find(({ id }) => id === 'identity')).toMatchObject({ outcome: 'failed' })
})
