// A folder that holds only folders is asked about: its card, the list with ticks, the setting; and an instrument's folder that
// is not there (docs/spec.md 6).
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { serious } from '../support/axe.ts'
import { addByDialog, lists, runRow, test } from '../support/app.ts'
import { showNeedsYou } from '../support/cause-card-expectations.ts'

const WATCHING = 'watch:\n  settle_seconds: 0\n'

test('the card asks which runs, and the chosen ones are sent', async ({ lab, start }) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], WATCHING)
  lab.run('SCOPE_01', 'alice/exp1', { 'a.tif': 'a' })
  lab.run('SCOPE_01', 'alice/exp2', { 'b.tif': 'b' })
  const { page } = await start()
  const card = page.locator('[data-finding=unclear]')
  await showNeedsYou(page)
  await expect(card).toContainText('alice holds only folders')
  await expect(lists(page).getByRole('button', { name: /^Needs you/ })).toContainText('1')
  expect(await serious(page)).toEqual([])
  await card.getByRole('button', { name: 'Which runs?…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Which runs?' })
  await expect(dialog.getByRole('checkbox')).toHaveCount(2)
  await expect(dialog.getByRole('button', { name: 'Add it as one run' })).toBeVisible()
  await dialog.getByRole('checkbox', { name: 'exp2' }).uncheck()
  await dialog.getByRole('button', { name: 'Add 1 run' }).click()
  await lists(page)
    .getByRole('button', { name: /^All runs/ })
    .click()
  await expect(runRow(page, 'exp1')).toContainText('Verified', { timeout: 60_000 })
  expect(existsSync(join(nas, 'alice/exp1/a.tif'))).toBe(true)
  expect(existsSync(join(nas, 'alice/exp2'))).toBe(false)
})

test('adding a folder of runs by the dialog asks too', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'watch:\n  enabled: false\n')
  lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
  lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'a' })
  const running = await start()
  await addByDialog(running, [join(lab.dir, 'acquisition', 'SCOPE_01')])
  const dialog = running.page.getByRole('dialog', { name: 'Which runs?' })
  await expect(dialog.getByRole('checkbox')).toHaveCount(2)
  // the folder of an instrument is never one run
  await expect(dialog.getByRole('button', { name: 'Add it as one run' })).toBeHidden()
  await dialog.getByRole('button', { name: 'Add 2 runs' }).click()
  await expect(runRow(running.page, 'Run 2')).toContainText('Verified', { timeout: 60_000 })
})

test("an instrument's folder that is not there needs somebody until it is back", async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], WATCHING)
  lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' })
  const root = join(lab.dir, 'acquisition', 'SCOPE_01')
  renameSync(root, `${root}.away`)
  const { page } = await start()
  await showNeedsYou(page)
  const card = page.locator('[data-finding=root_missing]')
  await expect(card).toContainText('is not there')
  renameSync(`${root}.away`, root)
  await card.getByRole('button', { name: 'Look again' }).click()
  await expect(card).toBeHidden()
})
