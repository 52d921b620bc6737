// Columns of the files table that would be empty, or say the same in every row, are folded.
import { describe, expect, it, vi } from 'vitest'
import type { FileColumn } from '../../../../../renderer/ui/grid/columns.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { foldFileColumns } =
  await import('../../../../../renderer/features/files/folded-file-columns.ts')

const ALL: readonly FileColumn[] = ['path', 'sent', 'problem', 'attempts', 'tried', 'proof', 'sha']
const fold = (
  job: Partial<Parameters<typeof foldFileColumns>[1]>,
  room = Number.POSITIVE_INFINITY,
): string =>
  foldFileColumns(
    ALL,
    {
      state: 'queued',
      attempts: 0,
      attention: 0,
      files: { total: 4, byState: { pending: 4 } },
      ...job,
    },
    room,
    () => 100,
  ).join(' ')

describe('folded columns of files', () => {
  it('leaves out everything about tries before there was one', () => {
    expect(fold({})).toBe('path sha')
  })
  it('shows what is sent while it is sent', () => {
    const files = { total: 4, byState: { pending: 2, sent: 1, sending: 1 } }
    expect(fold({ state: 'running', attempts: 1, files })).toBe('path sent attempts tried sha')
  })
  it('shows problems where there are some, of a run that waits too', () => {
    const files = { total: 4, byState: { verified: 3, failed: 1 } }
    expect(fold({ attempts: 2, attention: 1, files })).toBe(ALL.join(' '))
    const left = { total: 4, byState: { verified: 3, skipped: 1 } }
    expect(fold({ attempts: 2, files: left })).toContain('problem')
    const excluded = { total: 3, byState: { verified: 3, excluded: 1 } }
    expect(fold({ state: 'verified', attempts: 2, files: excluded })).toContain('problem')
  })
  it('gives the room of a narrow table to the names', () => {
    const job = {
      attempts: 2,
      attention: 1,
      files: { total: 4, byState: { verified: 3, failed: 1 } },
    }
    expect(fold(job, 700)).toBe(ALL.join(' '))
    expect(fold(job, 500)).toBe('path sent problem attempts proof')
    expect(fold(job, 0)).toBe('path problem')
  })
  it('leaves the room to the names where every file is proven', () => {
    const files = { total: 4, byState: { verified: 4 } }
    expect(fold({ state: 'verified', attempts: 2, files })).toBe('path tried proof sha')
  })
})
