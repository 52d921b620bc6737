// An exported list: all runs in the order of the list, as CSV that a spreadsheet reads, or as JSON.
import { describe, expect, it } from 'vitest'
import { createListExport } from '../../../../../electron/core/services/runs/export-list.ts'
import type { ListFacts } from '../../../../../electron/core/queue/job-list.ts'
import type { Job } from '../../../../../electron/core/queue/job-row.ts'
import type { JobSummary } from '../../../../../shared/model/model.ts'

const run = (id: number, name: string, message: string) => ({
  id,
  run: name,
  instrument: 'A',
  label: '',
  operator: 'Ann',
  state: 'failed',
  held: false,
  heldBy: null,
  failures: 3,
  dueAt: null,
  livePhase: null,
  verifiedAt: null,
  restoredAt: null,
  files: { total: 2, byState: { verified: 1, failed: 1 } },
  bytes: { done: 1, total: 300 },
  proof: 'none',
  folder: `/acq/${name}`,
  target: `nas:${name}`,
  createdAt: 0,
  updatedAt: 86_400_000,
  lastError: { reason: 'auth_failed', message },
})

const exported = (runs: readonly object[], form: 'csv' | 'json'): string => {
  const jobs = runs as Job[]
  const { exportList } = createListExport({
    activity: { page: () => ({ rows: [], total: 0 }) },
    list: {
      page: (_query, _facts, offset, limit) => ({
        jobs: jobs.slice(offset, offset + limit),
        total: jobs.length,
      }),
    },
    listFacts: () => ({}) as ListFacts,
    summary: (job) => job as unknown as JobSummary,
  })
  return [...exportList({ view: 'all', search: '' }, form)].join('')
}

describe('an exported list', () => {
  it('is CSV with one line for each run, quoted where a text needs it', () => {
    const text = exported([run(1, 'plain', 'No, "never"\nagain'), run(2, '=1+2', '')], 'csv')
    const lines = text.slice(1).split('\r\n')
    expect(text).toMatch(/^\u{feff}number,run,instrument,label,operator,state,files,/u)
    expect(lines[1]).toBe(
      '1,plain,A,,Ann,Failed,2,1,300,none,/acq/plain,nas:plain,1970-01-01T00:00:00.000Z,,1970-01-02T00:00:00.000Z,auth_failed,"No, ""never""\nagain"',
    )
    expect(lines[2]).toContain(`2,'=1+2,A`)
    expect(lines).toHaveLength(4)
  })

  it('is JSON of all pages', () => {
    const many = Array.from({ length: 1_201 }, (_, index) => run(index + 1, `r${index}`, ''))
    const rows: { number: number }[] = JSON.parse(exported(many, 'json'))
    expect(rows.map((row) => row.number)).toEqual(many.map((one) => one.id))
    expect(JSON.parse(exported([], 'json'))).toEqual([])
  })
})
