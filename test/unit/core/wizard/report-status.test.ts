// The status of a run in its records on disk, and those records as the copy on the NAS is to have them.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  recordsWith,
  reportStatus,
  stillHasStatus,
} from '../../../../electron/core/wizard/report-status.ts'
import { creationText, ingestText } from '../../../helpers/wizard-records.ts'

const NOW = Date.UTC(2026, 3, 17, 15)
const LOG = `wizard.${hostname()}.log`
const QUEUED = ingestText('sync_queued')

const setUp = (files: Readonly<Record<string, string>>) => {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'exlab-test-'))), 'Run_1')
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }))
  const records = join(folder, '.exlab-wizard')
  mkdirSync(records, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(records, name), text)
  const job = {
    folder,
    instrument: 'SCOPE_01',
    target: 'nas:raw/Run_1',
    proof: 'sha256',
    lastError: null,
  } as const
  return {
    folder,
    report: (status: 'synced' | 'failed' = 'synced') => reportStatus(job, status, NOW),
    onNas: async () =>
      new Map(
        [...(await recordsWith(job, 'synced', NOW))].map(([name, text]) => [name, String(text)]),
      ),
    read: (name: string): string => readFileSync(join(records, name), 'utf8'),
    write: (name: string, text: string): void => writeFileSync(join(records, name), text),
  }
}

it('is what the copy on the NAS was given before', async () => {
  const run = setUp({ 'creation.json': creationText(), 'ingest.json': QUEUED, [LOG]: 'made\n' })
  const onNas = await run.onNas()
  expect([...onNas.keys()]).toEqual(['creation.json', LOG, 'ingest.json'])
  expect(await run.report()).toBe('written')
  for (const [name, text] of onNas) expect(run.read(name)).toBe(text)
  // a further pass sends them as they are, without a further line
  expect(await run.onNas()).toEqual(onNas)
})

it.each([
  ['a blocked run', { sync_status: 'blocked_by_validation' }, 'kept'],
  ['a project', { level: 'project' }, 'kept'],
  ['an unknown schema', { schema_version: '2.0' }, 'unknown_schema'],
] as const)(
  'is not written for %s, nor is its proof, here or on the NAS',
  async (_, more, result) => {
    const text = creationText(more)
    const run = setUp({ 'creation.json': text, 'ingest.json': QUEUED })
    expect(await run.onNas()).toEqual(new Map())
    expect(await run.report()).toBe(result)
    expect(run.read('creation.json')).toBe(text)
    expect(run.read('ingest.json')).toBe(QUEUED)
  },
)

it('proves nothing in ingest.json for a run that failed', async () => {
  const run = setUp({ 'creation.json': creationText(), 'ingest.json': QUEUED })
  expect(await run.report('failed')).toBe('written')
  expect(run.read('ingest.json')).toBe(QUEUED)
  expect(run.read(LOG)).toContain(' [ERROR] ')
})

it('waits for ingest.json while that is half written, and goes on where creation.json has the status', async () => {
  const run = setUp({ 'creation.json': creationText(), 'ingest.json': QUEUED.slice(0, 50) })
  expect(await run.report()).toBe('later')
  run.write('ingest.json', QUEUED)
  expect(await run.report()).toBe('kept')
  expect(run.read('ingest.json')).toContain('"current_state":"sync_verified"')
  expect(run.read(LOG).split('\n')).toHaveLength(2)
})

it('leaves out on the NAS what cannot be read here, instead of replacing it', async () => {
  const run = setUp({
    'creation.json': creationText(),
    'ingest.json': QUEUED.slice(0, 50),
    [LOG]: 'x'.repeat((1 << 20) + 1),
  })
  expect([...(await run.onNas()).keys()]).toEqual(['creation.json'])
  expect((await setUp({}).onNas()).size).toBe(0)
})

it('is looked at again in the file', async () => {
  const run = setUp({ 'creation.json': creationText({ sync_status: 'synced' }) })
  expect(await stillHasStatus(run.folder, 'synced')).toBe(true)
  run.write('creation.json', creationText())
  expect(await stillHasStatus(run.folder, 'synced')).toBe(false)
  // being rewritten, or gone: nothing is known
  run.write('creation.json', '{')
  expect(await stillHasStatus(run.folder, 'synced')).toBe(true)
  rmSync(join(run.folder, '.exlab-wizard'), { recursive: true })
  expect(await stillHasStatus(run.folder, 'synced')).toBe(true)
})
