// A second destination of an instrument: added in the settings, tested before it is saved, gets the runs that were there only when
// a person asks, and new ones by itself; it is removed again.
import { expect } from '@playwright/test'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, lists, runRow, test } from '../support/app.ts'
import { nas, openSettings, showAll, tested } from '../support/set-up.ts'

test('an archive beside the NAS: added, offered the runs that it lacks, sent to, and removed', async ({
  lab,
  start,
}) => {
  test.setTimeout(240_000)
  const archive = join(lab.dir, 'archive')
  mkdirSync(archive)
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Old', { 'a.tif': 'a' })])
  await expect(runRow(page, 'Old')).toContainText('Verified', { timeout: 60_000 })

  await openSettings(page, 'SCOPE_01')
  const further = page.getByRole('region', { name: 'Further destinations' })
  const name = further.getByRole('textbox', { name: 'Name, such as archive' })
  const add = further.getByRole('button', { name: 'Add a destination…' })
  await name.fill('a/b')
  await expect(add).toBeDisabled()
  await name.fill('archive')
  await add.click()
  await nas(page).getByRole('button', { name: 'Folder or mapped drive' }).click()
  await nas(page).getByRole('textbox', { name: 'Folder' }).fill(archive)
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await expect(tested(page)).toContainText('It works:', { timeout: 120_000 })
  expect(readFileSync(lab.configFile, 'utf8')).not.toContain('archive')
  await tested(page).getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()

  // nothing is sent there by itself
  await lists(page)
    .getByRole('button', { name: /^SCOPE_01/ })
    .click()
  const about = page.getByRole('region', { name: 'SCOPE_01' })
  await expect(about).toContainText(`archive, required (${archive})`)
  await expect(about).toContainText('1 run is not on archive')
  await expect(runRow(page, 'Old')).toHaveCount(1)
  await about.getByRole('button', { name: 'Send it' }).click()
  await expect(about).not.toContainText('is not on archive')
  await showAll(page)
  const there = runRow(page, 'Old').filter({ hasText: 'to archive' })
  await expect(there).toContainText('Verified', { timeout: 60_000 })
  expect(readFileSync(join(archive, 'Old', 'a.tif'), 'utf8')).toBe('a')

  await addByDialog(running, [lab.run('SCOPE_01', 'New', { 'b.tif': 'b' })])
  await expect(runRow(page, 'New')).toHaveCount(2)
  await expect(runRow(page, 'New').filter({ hasText: 'Verified' })).toHaveCount(2, {
    timeout: 60_000,
  })

  await openSettings(page, 'SCOPE_01')
  await further.getByRole('button', { name: 'Remove archive' }).click()
  await expect(further).toContainText('archive goes out of config.yaml with the next save')
  await page.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(further.getByRole('button', { name: 'Remove archive' })).toHaveCount(0)
  expect(readFileSync(lab.configFile, 'utf8')).not.toContain('archive')
})
