// ExLab-Wizard's records are read and changed in its own shape: one value, every other character as it was.
import { describe, expect, it } from 'vitest'
import { parseCreation, withStatus } from '../../../../electron/core/wizard/creation-record.ts'
import { withProof } from '../../../../electron/core/wizard/ingest-record.ts'
import { creationText, ingestStates, ingestText } from '../../../helpers/wizard-records.ts'

const PROOF = {
  at: '2026-04-17T15:00:00Z',
  host: 'pc4',
  nas_path: 'nas:raw/Run',
  checksum_file: '.exlab-wizard/checksums.sha256',
}

const changed = (text: string, status: 'synced' | 'pending' = 'synced'): string | null => {
  const next = withStatus(text, status)
  return typeof next === 'string' ? null : next.text
}

describe('creation.json', () => {
  it('without a status gets the key before its closing brace, and stays in one line', () => {
    const text = creationText({ later: { kept: [1, 2] } })
    expect(changed(text)).toBe(`${text.slice(0, -1)},"sync_status":"synced"}`)
  })

  it('with a status has that value replaced, whatever stands around it', () => {
    const text = creationText({ sync_status: 'failed', unknown: 1e3, nested: { sync_status: 'x' } })
    expect(changed(text)).toBe(text.replace('"sync_status":"failed"', '"sync_status":"synced"'))
  })

  it('that a person laid out keeps its layout', () => {
    const text = '{\r\n\t"schema_version" : "1.9",\r\n\t"level" : "run"\r\n}\r\n'
    expect(changed(text)).toBe(
      '{\r\n\t"schema_version" : "1.9",\r\n\t"level" : "run",\r\n\t"sync_status" : "synced"\r\n}\r\n',
    )
  })

  it('without a version is of a time before there were any, and is written', () => {
    expect(changed('{"sync_status":"pending"}')).toBe('{"sync_status":"synced"}')
    expect(changed('{}')).toBe('{"sync_status":"synced"}')
  })

  it('that leaves the status out is pending, so that nothing is written for it', () => {
    expect(withStatus(creationText(), 'pending')).toBe('kept')
    expect(withStatus(creationText({ sync_status: null }), 'pending')).toBe('kept')
    expect(changed(creationText({ sync_status: 'failed' }), 'pending')).toContain('"pending"')
  })

  it.each([
    ['of a project', { level: 'project' }, 'kept'],
    ['of a blocked run', { sync_status: 'blocked_by_validation' }, 'kept'],
    ['of another major version', { schema_version: '2.0' }, 'unknown_schema'],
    ['of a version that only begins alike', { schema_version: '10.0' }, 'unknown_schema'],
    ['with a version that is none', { schema_version: null }, 'unknown_schema'],
    ['of a later minor version', { schema_version: '1.12', sync_status: 'synced' }, 'kept'],
  ] as const)('%s is not written', (_, more, outcome) => {
    expect(withStatus(creationText(more), 'synced')).toBe(outcome)
  })

  it.each(['', '{"schema_version":"1.9","lev', '[]', '{"schema_version":"1.9","sync_status":7}'])(
    '%j is not whole, and may be written later',
    (text) => expect(() => withStatus(text, 'synced')).toThrow(SyntaxError),
  )

  it('is read with whatever else it has', () => {
    expect(parseCreation(creationText({ run_kind: 7, lims_project: 'x' }))).toMatchObject({
      level: 'run',
      run_kind: null,
      lims_project: null,
    })
  })
})

describe('ingest.json', () => {
  it('that waits for the proof goes one step on, in its history and as its state', () => {
    const next: unknown = JSON.parse(withProof(ingestText('sync_queued'), PROOF) ?? '')
    const before = JSON.parse(ingestText('sync_queued')) as { history: unknown[] }
    expect(next).toEqual({
      ...before,
      current_state: 'sync_verified',
      history: [...before.history, { state: 'sync_verified', ...PROOF }],
    })
  })

  it.each(ingestStates.filter((state) => state !== 'sync_queued'))(
    'in the state %s is left alone',
    (state) => expect(withProof(ingestText(state), PROOF)).toBeNull(),
  )

  it.each([
    ['another major version', ingestText('sync_queued').replace('"1.1"', '"2.0"')],
    [
      'a history that ends elsewhere',
      ingestText('complete').replace(/"current_state":"\w+"/, '"current_state":"sync_queued"'),
    ],
    ['no version', ingestText('sync_queued').replace('"schema_version":"1.1",', '')],
    ['another form', '{"schema_version":"1.1","states":[]}'],
  ])('of %s is left alone', (_, text) => expect(withProof(text, PROOF)).toBeNull())

  it('that is not whole may be written later', () => {
    expect(() => withProof(ingestText('sync_queued').slice(0, 80), PROOF)).toThrow(SyntaxError)
  })
})
