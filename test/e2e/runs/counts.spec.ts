// Counts of problems: each leads to exactly that many rows (docs/ux.md D19.2), a retry sends exactly the failed files (D19.4),
// also in a large run (D19.11).
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import {
  expectEndOfFiles,
  expectFailed,
  expectRetryOfFailed,
  preparePartialRetry,
} from '../support/partial-retry.ts'
import { addByDialog, grid, lists, openTab, runRow, summary, test } from '../support/app.ts'
import { causes, expectFilesBehind, showNeedsYou } from '../support/cause-card-expectations.ts'

const ONCE = 'sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n'

test('each count of problems in list, summary, row, chip, card and toolbar leads to exactly that many rows', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const copies = (run: string): string =>
    `for f in a b; do [ -e '${nas}/${run}/'$f.tif ] && printf X > '${nas}/${run}/'$f.tif; done`
  const spoil = `if [ "$1" = config ]; then ${copies('Bad 1')}; ${copies('Bad 2')}; fi`
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', spoil)}\n`)
  const running = await start()
  const { page } = running
  const files = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'c.tif': 'cccc' }
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Bad 1', files),
    lab.run('SCOPE_01', 'Bad 2', files),
    lab.run('SCOPE_01', 'Good', files),
  ])
  await expect(grid(page).getByRole('row').filter({ hasText: 'Failed' })).toHaveCount(2, {
    timeout: 60_000,
  })
  await expect(runRow(page, 'Good')).toContainText('Verified', { timeout: 30_000 })

  // the list at the side, the sentence at the top, the instrument, the chip
  const side = lists(page).getByRole('button', { name: /^Needs you/ })
  await expect(side).toHaveText('Needs you2')
  await side.click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')
  await page.keyboard.press('Control+5')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
  await expect(summary(page)).toContainText('2 runs need you.')
  await summary(page).getByRole('button', { name: 'Show them' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')

  // the cell of a row
  await page.keyboard.press('Control+5')
  await expectFilesBehind(
    page,
    runRow(page, 'Bad 1').getByRole('button', { name: '2 files need attention in Bad 1' }),
  )
  // a chip of the files
  await openTab(page, 'History')
  await openTab(page, 'Files')
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^All 3$/ })
    .click()
  await expectFilesBehind(
    page,
    page.getByRole('tabpanel').getByRole('button', { name: /^Failed 2$/ }),
  )
  // both counts of a card
  await showNeedsYou(page)
  const card = causes(page).getByRole('article')
  await expect(card).toHaveCount(1)
  await expect(card).toContainText('4 files, 16 B')
  await card.getByRole('button', { name: 'in 2 runs' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')

  // the button of the toolbar sends exactly those that it counts
  const attempts = async (run: string): Promise<number> => {
    await runRow(page, run).click()
    await openTab(page, 'History')
    await expect(page.getByRole('tabpanel').getByRole('row').nth(1)).toContainText(/./)
    return page.getByRole('tabpanel').getByRole('row').count()
  }
  await page.keyboard.press('Control+5')
  const before = { bad: await attempts('Bad 1'), good: await attempts('Good') }
  lab.configure([instrument], ONCE)
  await page.getByRole('banner').getByRole('button', { name: 'Retry failed (2)' }).click()
  await expect(grid(page).getByRole('row').filter({ hasText: 'Verified' })).toHaveCount(3, {
    timeout: 60_000,
  })
  await expect(page.getByRole('banner').getByRole('button', { name: /^Retry failed/ })).toHaveCount(
    0,
  )
  await expect(side).toHaveText('Needs you')
  expect(await attempts('Bad 1')).toBeGreaterThan(before.bad)
  expect(await attempts('Good')).toBe(before.good)
})

test('the count of destinations on hold opens the only one, or lists them', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const gone = (id: string) => ({ id, transport: ['type: rclone', `rclone_remote: ${id}`] })
  lab.configure([instrument, gone('GONE_01'), gone('GONE_02')], ONCE)
  const running = await start()
  const { page } = running
  const status = page.getByRole('contentinfo')
  const pageOf = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 })
  await addByDialog(running, [lab.run('GONE_01', 'One', { 'a.tif': 'a' })])
  await status.getByRole('button', { name: '1 of 3 destinations on hold' }).click()
  await expect(pageOf('GONE_01:')).toBeVisible()
  await page.keyboard.press('Control+5')
  await addByDialog(running, [lab.run('GONE_02', 'Two', { 'a.tif': 'a' })])
  await status.getByRole('button', { name: '2 of 3 destinations on hold' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['GONE_01:', 'GONE_02:'])
  await page.getByRole('menuitem', { name: 'GONE_02:' }).click()
  await expect(pageOf('GONE_02:')).toBeVisible()
})

// docs/ux.md D19.4 and D19.11; `npm run bench retry` does the same with 41,208 files
test('a retry of twelve failed files of 4,008 names those twelve to the tool, and no other', async ({
  lab,
  start,
}) => {
  const retry = preparePartialRetry(lab, 4_008)
  const running = await start()
  const { page } = running
  await addByDialog(running, [retry.folder])
  await expectFailed(page, 60_000)
  await expectEndOfFiles(page, retry)
  await expectRetryOfFailed(page, retry, 60_000)
})
