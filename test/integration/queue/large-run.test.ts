// A run of 10,000 small files: sent and verified, with pages from any position of its list of files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { localNas, makeLab, work } from '../../helpers/lab.ts'

const TOTAL = 10_000

describe('a run of 10,000 files', () => {
  it(
    'becomes Verified, and its last page and a search answer directly',
    { timeout: 600_000 },
    async () => {
      const lab = makeLab()
      const { instrument } = localNas(lab)
      lab.configure([instrument], 'sync:\n  transfers: 16\n')
      const folder = lab.run('SCOPE_01', 'Run', {})
      for (let i = 0; i < TOTAL; i += 1) {
        if (i % 1_000 === 0) mkdirSync(join(folder, `tile ${i / 1_000}`))
        writeFileSync(
          join(folder, `tile ${Math.floor(i / 1_000)}`, `frame_${String(i).padStart(6, '0')}.tif`),
          `frame ${i}`,
        )
      }
      const core = await lab.open()
      const job = await work(core, folder)
      expect(job).toMatchObject({
        state: 'verified',
        files: { total: TOTAL, byState: { verified: TOTAL } },
      })
      const page = await core.handlers['files.page']({
        jobId: job.id,
        view: 'all',
        search: '',
        offset: TOTAL - 5,
        limit: 200,
      })
      expect(page.rows.map((row) => row.seq)).toEqual([9_995, 9_996, 9_997, 9_998, 9_999])
      const found = await core.handlers['files.page']({
        jobId: job.id,
        view: 'all',
        search: 'frame_004321',
        offset: 0,
        limit: 200,
      })
      expect(found).toMatchObject({
        total: 1,
        rows: [{ path: 'tile 4/frame_004321.tif', state: 'verified' }],
      })
    },
  )
})
