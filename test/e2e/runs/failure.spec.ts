// A failed run: the output of the tool in card, details and log, retry of the run or of chosen files, pause, resume, cancel.
import { expect } from '@playwright/test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { localNas, obstructPush } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  clipboardText,
  details,
  fileRow,
  openTab,
  runRow,
  summary,
  test,
} from '../support/app.ts'

const ONCE = 'sync:\n  retry_delays_s: [1]\n  max_attempts: 1\n'
const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'c.tif': 'cccc' }

test('a failing run shows stderr and last_error; Retry after the repair makes it Verified', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flag = join(lab.dir, 'obstructed')
  const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run 7'), flag))
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${rclone}\n`)
  const running = await start()
  const { page, app } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Run 7', FILES)])
  await expect(runRow(page, 'Run 7')).toContainText('Failed', { timeout: 30_000 })
  await expect(summary(page)).toContainText('1 run needs you.')
  await expect(page.getByRole('grid').getByText('verified')).toHaveCount(0)

  await runRow(page, 'Run 7').click()
  const card = page.getByRole('article', { name: 'Problem' })
  await expect(card).toContainText('Ask IT')
  await expect(card).toContainText('Nothing is lost')
  const panel = page.getByRole('tabpanel')
  await expect(panel.locator('pre')).toContainText('not a directory')
  await expect(panel).toContainText('network')
  await expect(panel).toContainText('remote_path_missing')
  await expect(panel.getByRole('definition').filter({ hasText: /^1$/ }).first()).toBeVisible()

  await card.getByRole('button', { name: 'Copy for IT' }).click()
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible()
  await expect.poll(() => clipboardText(app)).toContain('remote_path_missing')

  await openTab(page, 'Log')
  const log = page.getByRole('log')
  await expect(log).toContainText('not a directory')
  await expect(log).toContainText('rclone ended with exit code 1')
  await page.getByRole('textbox', { name: 'Find in log' }).fill('attempt 1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tabpanel')).toContainText('line 1 of')

  rmSync(flag)
  await openTab(page, 'Problem')
  await card.getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(runRow(page, 'Run 7')).toContainText('Verified', { timeout: 30_000 })
  await expect(summary(page)).toContainText('1 run is verified.')
  await openTab(page, 'History')
  await expect(page.getByRole('row').filter({ hasText: 'remote_path_missing' })).toHaveCount(1)
})

test('the count of problems leads to exactly those files, and chosen ones are sent alone', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flip = `if [ "$1" = config ]; then printf X | tee '${nas}/Run 8/a.tif' > '${nas}/Run 8/b.tif'; fi`
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', flip)}\n`)
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Run 8', FILES)])
  await expect(runRow(page, 'Run 8')).toContainText('Failed', { timeout: 30_000 })
  await runRow(page, 'Run 8')
    .getByRole('button', { name: /2 files need attention/ })
    .click()
  await expect(page.getByRole('grid', { name: 'Files' }).getByRole('row')).toHaveCount(3)
  await expect(fileRow(page, 'c.tif')).toHaveCount(0)
  await expect(fileRow(page, 'a.tif')).toContainText('Different')

  lab.configure([instrument], ONCE)
  await fileRow(page, 'a.tif').getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Retry chosen files' }).click()
  await expect(fileRow(page, 'a.tif')).toHaveCount(0, { timeout: 30_000 })
  await expect(fileRow(page, 'b.tif')).toContainText('Different')
  await expect(runRow(page, 'Run 8')).toContainText('Failed')
  await page.getByRole('banner').getByRole('button', { name: 'Retry failed (1)' }).click()
  await expect(runRow(page, 'Run 8')).toContainText('Verified', { timeout: 30_000 })
})

test('pause, resume and cancel; cancelling asks first', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure(
    [{ ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 8 }'] }],
    'sync: { parallel_jobs: 1 }\n',
  )
  const running = await start()
  const { page } = running
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Slow', { 'a.bin': Buffer.alloc(40_000_000, 1) }),
  ])
  await runRow(page, 'Slow').click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await details(page).getByRole('button', { name: 'Pause' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Held')
  await details(page).getByRole('button', { name: 'Resume' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  // a run that is only behind others says so, and so does one that waits because all is paused
  await addByDialog(running, [lab.run('SCOPE_01', 'Behind', { 'a.bin': 'a' })])
  await expect(runRow(page, 'Behind')).toContainText('Its turn comes')
  await page.getByRole('banner').getByRole('button', { name: 'Pause all' }).click()
  await expect(summary(page)).toContainText('Held by you')
  await expect(runRow(page, 'Behind')).toContainText('Paused by you')
  await runRow(page, 'Behind').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Cancel run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
  await expect(runRow(page, 'Behind')).toContainText('Cancelled')
  await runRow(page, 'Slow').click()
  await page.getByRole('banner').getByRole('button', { name: 'Resume all' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await details(page).getByRole('button', { name: 'Cancel run' }).click()
  await expect(page.getByRole('dialog')).toContainText('nothing is deleted')
  await page.getByRole('dialog').getByRole('button', { name: 'Leave as it is' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await runRow(page, 'Slow').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Cancel run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Cancelled')
  await expect(summary(page)).not.toContainText('verified')
})
