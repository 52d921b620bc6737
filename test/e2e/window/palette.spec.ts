// The command palette finds commands, runs, instruments and settings; the focus follows every command that leads somewhere.
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, details, runRow, test } from '../support/app.ts'
import { serious } from '../support/axe.ts'

test('Ctrl+K leads by keys alone to a run, an instrument, a setting and a command', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Mouse brain 7', { 'a.tif': 'a' })])
  await expect(runRow(page, 'Mouse brain 7')).toContainText('Verified', { timeout: 30_000 })
  const dialog = page.getByRole('dialog', { name: 'Find anything' })
  const find = async (text: string, option: RegExp): Promise<void> => {
    await page.keyboard.press('Control+k')
    await expect(dialog.getByRole('combobox')).toBeFocused()
    await page.keyboard.type(text)
    await expect(dialog.getByRole('option', { name: option })).toHaveAttribute(
      'aria-selected',
      'true',
    )
  }

  await find('brain mouse', /^Run Mouse brain 7 SCOPE_01, Verified$/)
  expect(await serious(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(details(page)).toContainText('Mouse brain 7')

  await find('instrument scope', /^Instrument SCOPE_01/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('Data disk')

  await find('settings cleanup', /^Settings/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Sections of the settings' })).toBeVisible()

  await find('all runs', /^Command All runs Ctrl\+5$/)
  await page.keyboard.press('Enter')
  await expect(runRow(page, 'Mouse brain 7')).toBeVisible()
  // the focus is in the list, so that the arrow keys move in it
  await page.keyboard.press('ArrowDown')
  await expect(runRow(page, 'Mouse brain 7')).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('no such thing')
  await expect(dialog).toContainText('Nothing matches.')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})
