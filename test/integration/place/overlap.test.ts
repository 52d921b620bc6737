// A destination that lies in a folder that runs are made in is refused by name: at saving and in the connection test (docs/spec.md 2a).
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { localNas, makeLab } from '../../helpers/lab.ts'

it.each(['plain', 'by a link'] as const)('a destination in local_root, %s', async (how) => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const inside = join(lab.dir, 'acquisition/SCOPE_01/nas')
  mkdirSync(inside, { recursive: true })
  const far = how === 'plain' ? inside : join(lab.dir, 'link')
  if (how === 'by a link') symlinkSync(inside, far)
  writeFileSync(join(lab.dir, 'rclone.conf'), `[nas]\ntype = alias\nremote = ${far}\n`)
  mkdirSync(join(inside, 'raw'))
  const { version } = await core.handlers['config.document']({})
  const saved = core.handlers['config.save']({
    edits: [{ path: ['equipment', 0, 'transport', 'rclone_remote_path'], value: 'raw/' }],
    version,
  })
  await expect(saved).rejects.toThrow('they would be sent into themselves')
  const { steps } = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
  expect(steps.find((step) => step.id === 'identity')).toMatchObject({ outcome: 'failed' })
  expect(steps.find((step) => step.id === 'write')).toMatchObject({ outcome: 'skipped' })
})

it('a destination folder that is not there fails the test, and is made on request', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  rmSync(nas, { recursive: true })
  const core = await lab.open()
  const test = () => core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
  const failed = (await test()).steps.filter((step) => step.outcome === 'failed')
  expect(failed.map((step) => step.id)).toEqual(['folder'])
  await core.handlers['destinations.makeFolder']({ instrumentId: 'SCOPE_01' })
  // storage without folders has one only while a file is in it
  expect(existsSync(join(nas, '.exlab-sync/destination.json'))).toBe(true)
  expect((await test()).steps.filter((step) => step.outcome === 'failed')).toEqual([])
})
