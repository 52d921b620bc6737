// Settings: a saved change keeps the comments of config.yaml, faults are named before saving, the lock, the dry run of cleanup.
import { type Page, expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, callCore, lists, runRow, test } from '../support/app.ts'

const open = async (page: Page, section: string): Promise<void> => {
  await lists(page).getByRole('button', { name: 'Settings' }).click()
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('button', { name: section })
    .click()
}
const review = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Review and save…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
}

test('a change is reviewed as a difference, saved, in force at once, and the comments stay', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], '# how many tries\nsync:\n  max_attempts: 3 # few\n')
  const before = readFileSync(lab.configFile, 'utf8')
  const { page } = await start()
  await open(page, 'Speed and schedule')
  const tries = page.getByRole('textbox', { name: 'Tries' })
  await expect(tries).toHaveValue('3')
  await tries.fill('0')
  await expect(page.getByText('sync.max_attempts')).toBeVisible()
  await review(page)
  await expect(page.getByRole('dialog')).toContainText('must be 1 or more')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.getByRole('dialog').getByRole('button', { name: 'Go on changing' }).click()
  await tries.fill('7')
  await review(page)
  await expect(page.getByRole('dialog')).toContainText('-   max_attempts: 3 # few')
  await expect(page.getByRole('dialog')).toContainText('+   max_attempts: 7 # few')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()
  expect(readFileSync(lab.configFile, 'utf8')).toBe(
    before.replace('max_attempts: 3', 'max_attempts: 7'),
  )
  await page.reload()
  await open(page, 'Speed and schedule')
  await expect(page.getByRole('textbox', { name: 'Tries' })).toHaveValue('7')
})

test('a change that another program wrote meanwhile is never overwritten', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'sync:\n  max_attempts: 3\n')
  const { page } = await start()
  await open(page, 'Speed and schedule')
  await page.getByRole('textbox', { name: 'Tries' }).fill('7')
  await review(page)
  const foreign = `${readFileSync(lab.configFile, 'utf8')}# by ExLab-Wizard\n`
  writeFileSync(lab.configFile, foreign)
  // the window may notice the change before the click, and then closes the review with the same words
  const said = expect(page.getByText('changed by another program', { exact: false })).toBeVisible()
  await Promise.any([page.getByRole('dialog').getByRole('button', { name: 'Save' }).click(), said])
  await said
  expect(readFileSync(lab.configFile, 'utf8')).toBe(foreign)
  // both changes stand once the difference was shown again
  await review(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(() => readFileSync(lab.configFile, 'utf8'))
    .toBe(foreign.replace('max_attempts: 3', 'max_attempts: 7'))
})

test('settings are found by a word, and locked ones cannot be changed', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { page } = await start()
  await open(page, 'Advanced')
  await page.getByRole('textbox', { name: 'Search settings' }).fill('awake')
  await expect(
    page.getByRole('switch', { name: 'Keep the computer awake while sending' }),
  ).toBeVisible()
  await page.getByRole('textbox', { name: 'Search settings' }).fill('no such thing')
  await expect(page.getByText('No setting matches')).toBeVisible()
  await page.getByRole('textbox', { name: 'Search settings' }).fill('awake')
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByText('The settings are locked.', { exact: false })).toBeVisible()
  await expect(
    page.getByRole('switch', { name: 'Keep the computer awake while sending' }),
  ).toBeDisabled()
  const refused = await callCore(page, 'config.save', {
    edits: [{ path: ['sync', 'transfers'], value: 1 }],
    version: '',
  })
  expect(refused).toMatchObject({ ok: false, error: { code: 'conflict' } })
})

test('a connection that is changed is tested as it would be saved, before it is', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  for (const folder of ['other', 'third']) mkdirSync(join(nas, '..', folder))
  lab.configure([instrument])
  const before = readFileSync(lab.configFile, 'utf8')
  const { page } = await start()
  const dialog = page.getByRole('dialog')
  const button = (name: string) => dialog.getByRole('button', { name, exact: true })
  await open(page, 'SCOPE_01')
  await page.getByRole('textbox', { name: 'Folder on the NAS' }).fill('other')
  await review(page)
  await expect(dialog).toContainText('The connection of SCOPE_01 changes, and was not tested yet.')
  await expect(button('Save without a test')).toBeEnabled()
  await button('Test').click()
  await expect(dialog.getByText(/It works: .*, proven by/)).toBeVisible({ timeout: 60_000 })
  await expect(button('Save')).toBeEnabled()
  expect(readFileSync(lab.configFile, 'utf8')).toBe(before)

  // what was found is about that folder alone
  await button('Go on changing').click()
  await page.getByRole('textbox', { name: 'Folder on the NAS' }).fill('third')
  await review(page)
  await expect(dialog).toContainText('Something was changed since the test of SCOPE_01')
  await expect(button('Save')).toHaveCount(0)
  await button('Go on changing').click()
  await page.getByRole('textbox', { name: 'Folder on the NAS' }).fill('other')
  await review(page)
  await button('Save').click()
  await expect(page.getByText('Settings saved')).toBeVisible()
  expect(readFileSync(lab.configFile, 'utf8')).toContain('other')
  await lists(page)
    .getByRole('button', { name: /nas:other/ })
    .click()
  await expect(page.getByText(/All is well: \d+ steps passed/)).toBeVisible()
})

test('cleanup: the dry run comes before the switch, and deletion names bytes and proof', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], 'nas_cleanup:\n  min_verify_passes: 1\n  min_age_hours: 0\n')
  const running = await start()
  const { page, app } = running
  const folder = lab.run('SCOPE_01', 'Proven', { 'a.tif': Buffer.alloc(2_048, 1) })
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Proven')).toContainText('Verified', { timeout: 30_000 })
  await runRow(page, 'Proven').click()
  await page.getByRole('tab', { name: 'Details' }).click()
  const verdict = page.getByRole('region', { name: 'May the local data be deleted?' })
  await verdict.getByRole('button', { name: 'Check now' }).click()
  await expect(verdict).toContainText('Safe to delete', { timeout: 15_000 })
  await expect(verdict).toContainText('has not switched cleanup on')
  await expect(verdict.getByRole('listitem').filter({ hasText: 'holds:' }).first()).toBeVisible()
  await expect(verdict.getByRole('button', { name: 'Delete local data…' })).toBeDisabled()
  const receipt = `${lab.dir}/receipt.html`
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, receipt)
  await verdict.getByRole('button', { name: 'Save receipt…' }).click()
  await expect(() => expect(readFileSync(receipt, 'utf8')).toContain('Proven')).toPass()

  await open(page, 'Cleanup')
  await expect(page.getByText('It would free 2.0 KB in 1 run.')).toBeVisible()
  await page
    .getByRole('switch', { name: 'Delete local data of runs that are safe to delete' })
    .click()
  await review(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()
  // the automatic cleanup may have deleted it by now
  await lists(page)
    .getByRole('button', { name: /^All runs/ })
    .click()
  const row = runRow(page, 'Proven')
  await expect(row).toContainText(/Verified|Deletion due|On NAS only/)
  await expect(row).toContainText('On NAS only', { timeout: 60_000 })
  expect(readFileSync(`${nas}/Proven/a.tif`).length).toBe(2_048)
})
