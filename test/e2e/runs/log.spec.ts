// The Log tab: the choice of the least level by mouse and keyboard, and its message where no line has that level.
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, openTab, runRow, test } from '../support/app.ts'

test('one level is chosen by mouse or keyboard; a level without lines says how many other lines there are', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })])
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })
  await runRow(page, 'Run 1').click()
  await openTab(page, 'Log')
  const levels = page.getByRole('radiogroup', { name: 'Least level' })
  const level = (name: string) => levels.getByRole('radio', { name })
  const log = page.getByRole('log')
  await expect(log).toContainText('checking')
  await expect(level('Everything')).toBeChecked()
  await level('Error').click()
  await expect(level('Error')).toBeChecked()
  await expect(level('Everything')).not.toBeChecked()
  await expect(page.getByRole('heading', { name: 'No messages at this level' })).toBeVisible()
  await expect(page.getByRole('tabpanel')).toContainText(/\d+ lines? at Info\./)
  // the group is one tab stop; arrow keys move within it and wrap around
  await expect(levels.locator('[tabindex="0"]')).toHaveCount(1)
  await page.keyboard.press('ArrowLeft')
  await expect(level('Warning')).toBeFocused()
  await expect(level('Warning')).toBeChecked()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await expect(level('Everything')).toBeFocused()
  await expect(log).toContainText('checking')
  await page.keyboard.press('End')
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(level('Everything')).toBeChecked()
  await expect(log).toContainText('checking')
})
