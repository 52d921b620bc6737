// Numbers, dates and times follow the regional format of the system, whatever the language of Chromium (docs/ux.md D12).
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, openTab, runRow, test } from '../support/app.ts'

test('a German system shows 1,5 and 31.12.2026, 14:05', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start({ env: { LC_ALL: '', LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' } })
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Lokal', { 'a.bin': Buffer.alloc(1_536, 1) })])
  await expect(runRow(page, 'Lokal')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'Lokal')).toContainText('1,5 KB')
  await runRow(page, 'Lokal').click()
  await openTab(page, 'Details')
  await expect(page.getByText(/^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}:\d{2}$/).first()).toBeVisible()
  await expect(page.getByRole('contentinfo')).toContainText(/Checked \d{2}:\d{2}:\d{2}$/)
  expect(await page.evaluate(() => Reflect.get(globalThis, 'exlab').locale)).toBe('de-DE')
})

test('an American system shows 1.5 and a 12 hour clock; the language of Chromium decides nothing', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start({ env: { LC_ALL: 'en_US.UTF-8' }, args: ['--lang=de'] })
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Local', { 'a.bin': Buffer.alloc(1_536, 1) })])
  await expect(runRow(page, 'Local')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'Local')).toContainText('1.5 KB')
  await expect(page.getByRole('contentinfo')).toContainText(/Checked \d{1,2}:\d{2}:\d{2}\s[AP]M$/)
})
