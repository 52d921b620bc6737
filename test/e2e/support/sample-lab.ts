// The sample lab: two verified runs, one failed, one on hold and one that is being recorded.
import { expect } from '@playwright/test'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { type Running, addRuns, expectNoRuns, grid, runRow } from './app.ts'

/** Two instruments: one with a NAS, one whose rclone remote does not exist. A run of the first is finished by a button. */
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

/** Adds the runs and waits until nothing is sent any more: Alpha and Beta are verified, one of Gamma and Delta failed. */
export const fill = async ({ page }: Running, lab: LabFiles): Promise<void> => {
  await expectNoRuns(page)
  lab.run('SCOPE_01', 'Live', { 'now.tif': 'a' })
  await addRuns(page, [
    lab.run('SCOPE_01', 'Alpha', { 'a.tif': 'a', 'b.tif': 'bb' }),
    lab.run('SCOPE_01', 'Beta', { 'a.tif': 'a' }),
    lab.run('GONE_01', 'Gamma', { 'a.tif': 'a', 'b.tif': 'bb' }),
    lab.run('GONE_01', 'Delta', { 'a.tif': 'a' }),
  ])
  await expect(runRow(page, 'Alpha')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'Beta')).toContainText('Verified', { timeout: 30_000 })
  await expect(grid(page).getByRole('row').filter({ hasText: 'Failed' })).toHaveCount(1, {
    timeout: 30_000,
  })
  await page.keyboard.press('F5')
}
