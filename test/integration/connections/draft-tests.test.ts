// The test of changed settings before they are saved: it is of exactly what would be saved, its report counts once that is in force,
// and a test that is stopped leaves nothing behind.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { localNas, makeLab } from '../../helpers/lab.ts'

const toFolder = (path: string) => [
  { path: ['equipment', 0, 'transport', 'rclone_remote_path'], value: path },
]

it('tests the edits, stores nothing, and keeps the report of what is saved then', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const other = join(nas, '../other')
  const third = join(nas, '../third')
  for (const folder of [other, third]) mkdirSync(folder)
  lab.configure([instrument])
  const { handlers } = await lab.open()
  const before = readFileSync(lab.configFile, 'utf8')
  const instrumentId = 'SCOPE_01'
  const report = await handlers['destinations.test']({ instrumentId, edits: toFolder('other') })
  expect(report).toMatchObject({ destination: 'nas:other', instrument: instrumentId })
  expect(report.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  const rehearsed = await handlers['destinations.rehearse']({
    instrumentId,
    edits: toFolder('other'),
  })
  expect(rehearsed.proof).toBe('read_back')
  expect(readdirSync(other)).toEqual(['.exlab-sync'])
  expect(readFileSync(lab.configFile, 'utf8')).toBe(before)
  expect((await handlers['destinations.list']({})).rows[0]?.report).toBeNull()

  // what it is about is told by the check of the very same edits alone
  const { tests } = await handlers['config.check']({ edits: toFolder('other') })
  expect(tests).toEqual({ [instrumentId]: report.tested })
  const another = await handlers['config.check']({ edits: toFolder('third') })
  expect(another.tests[instrumentId]).not.toBe(report.tested)
  const label = [{ path: ['equipment', 0, 'label'], value: 'Scope' }]
  expect((await handlers['config.check']({ edits: label })).tests).toEqual({})

  const { version } = await handlers['config.document']({})
  await handlers['config.save']({ edits: toFolder('third'), version })
  expect((await handlers['destinations.list']({})).rows[0]?.report).toBeNull()
  const next = await handlers['config.document']({})
  await handlers['config.save']({ edits: toFolder('other'), version: next.version })
  expect((await handlers['destinations.list']({})).rows[0]).toMatchObject({
    stale: false,
    report: { destination: 'nas:other' },
  })
})

it('refuses edits that could not be saved, and starts no program for them', async () => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { handlers } = await lab.open()
  const planted = join(lab.dir, 'planted')
  writeFileSync(planted, '#!/bin/sh\ntouch "$0.started"\n', { mode: 0o755 })
  const test = (path: string[], value: string): Promise<unknown> =>
    handlers['destinations.test']({ instrumentId: 'SCOPE_01', edits: [{ path, value }] })
  await expect(test(['tools', 'rclone'], planted)).rejects.toThrow('dialog')
  await expect(test(['sync', 'transfers'], 'many')).rejects.toThrow('sync.transfers')
  expect(readdirSync(lab.dir)).not.toContain('planted.started')
})

it('can be stopped: it is refused then, its files are removed, and its report is kept nowhere', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const { handlers } = await lab.open()
  const instrumentId = 'SCOPE_01'
  const running = handlers['destinations.test']({ instrumentId })
  const refused = expect(running).rejects.toThrow(`The test of ${instrumentId} was stopped.`)
  // the last step before the removal: much was written by then
  await expect
    .poll(async () => (await handlers['destinations.steps']({ instrumentId })).current, {
      interval: 5,
      timeout: 30_000,
    })
    .toBe('Speed')
  expect(readdirSync(nas)).toHaveLength(2)
  await handlers['destinations.stopTest']({ instrumentId })
  await refused
  expect(readdirSync(nas)).toEqual(['.exlab-sync'])
  expect((await handlers['destinations.list']({})).rows[0]?.report).toBeNull()
  // the next one is a test of its own
  const { steps } = await handlers['destinations.test']({ instrumentId })
  expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
})
