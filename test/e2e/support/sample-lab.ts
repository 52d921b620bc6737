// A lab with something of everything: verified, failed, held, and being recorded.
import { type Locator, type Page, expect } from '@playwright/test'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { type Running, runRow } from './app.ts'

export const lists = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Lists of runs' })
export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Runs' })

/** Two verified runs, one failed, one held, one that is being recorded. */
export const fill = async ({ page }: Running, lab: LabFiles): Promise<void> => {
  await expect(page.getByText('No runs yet', { exact: true })).toBeVisible()
  const folders = [
    lab.run('SCOPE_01', 'Alpha', { 'a.tif': 'a', 'b.tif': 'bb' }),
    lab.run('SCOPE_01', 'Beta', { 'a.tif': 'a' }),
    lab.run('GONE_01', 'Gamma', { 'a.tif': 'a', 'b.tif': 'bb' }),
    lab.run('GONE_01', 'Delta', { 'a.tif': 'a' }),
  ]
  lab.run('SCOPE_01', 'Live', { 'now.tif': 'a' })
  await page.evaluate(
    (all) =>
      Reflect.get(globalThis, 'exlab').call('jobs.add', { folders: all, instrumentId: null }),
    folders,
  )
  await expect(runRow(page, 'Alpha')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'Beta')).toContainText('Verified', { timeout: 30_000 })
  await expect(grid(page).getByRole('row').filter({ hasText: 'Failed' })).toHaveCount(1, {
    timeout: 30_000,
  })
  await page.keyboard.press('F5')
}

export const setUp = (lab: LabFiles): void => {
  const { instrument } = localNas(lab)
  const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${lab.dir}/rclone.conf`]
  lab.configure(
    [
      { ...instrument, more: ['label: Confocal', 'completeness_signal: button'] },
      { id: 'GONE_01', transport: gone },
    ],
    'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n',
  )
}
