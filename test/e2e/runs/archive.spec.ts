// Taking runs off the list: the notice with its way back, the filter of archived runs, and a run that changed meanwhile.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, details, openTab, runRow, test } from '../support/app.ts'

const menu = (page: Page, name: string) => page.getByRole('menuitem', { name })
const chip = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name} \\d+$`) })

test('a removed run can be undone, is found in the archive, and comes back with its history', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await page.keyboard.press('Control+5')
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })

  // Delete, and the way back
  await runRow(page, 'Run 1').click()
  await page.keyboard.press('Delete')
  const notice = page.getByRole('status').filter({ hasText: 'Run 1 was taken off the list' })
  await expect(notice).toContainText('Nothing is deleted: passes, logs and receipts are kept.')
  await expect(runRow(page, 'Run 1')).toHaveCount(0)
  await expect(details(page)).toHaveCount(0)
  await notice.getByRole('button', { name: 'Undo' }).click()
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  await expect(notice).toHaveCount(0)

  // the menu, and the archive
  await runRow(page, 'Run 1').click({ button: 'right' })
  await menu(page, 'Remove from list').click()
  await expect(runRow(page, 'Run 1')).toHaveCount(0)
  await chip(page, 'Archived').click()
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  await runRow(page, 'Run 1').click()
  await openTab(page, 'History')
  await expect(page.getByRole('tabpanel')).toContainText('Removed from the list')
  await openTab(page, 'Details')
  await expect(page.getByRole('tabpanel')).toContainText('Taken off the list')

  // found again by hand it stays there, and the answer says so
  await addByDialog(running, [folder])
  const refusal = page.getByRole('alert').filter({ hasText: 'is in the archive since' })
  await expect(refusal).toBeVisible()
  await refusal.getByRole('button', { name: 'Close' }).click()
  await details(page).getByRole('button', { name: 'Put back on the list' }).click()
  await expect(runRow(page, 'Run 1')).toHaveCount(0)
  await chip(page, 'All').click()
  await expect(runRow(page, 'Run 1')).toContainText('Verified')

  // changed in the archive, it comes back for a person
  await runRow(page, 'Run 1').click()
  await page.keyboard.press('Delete')
  await expect(runRow(page, 'Run 1')).toHaveCount(0)
  appendFileSync(join(folder, 'a.tif'), '!')
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 1')).toContainText('Changed since verified')
  await expect(page.getByRole('status').filter({ hasText: 'back on the list' })).toBeVisible()
})
