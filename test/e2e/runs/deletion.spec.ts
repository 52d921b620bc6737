// "Delete local data…": the dialog names bytes and proof, the local files are deleted, the copies stay, the receipt is valid.
import { expect } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { type Running, addByDialog, openTab, pauseAll, runRow, test } from '../support/app.ts'
import { cardOf, causes, expectCard, showNeedsYou } from '../support/cause-card-expectations.ts'

const NOW = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'

/** A verified run in a paused queue, so that the automatic cleanup does not come before the button. */
const verified = async ({ app, page }: Running, lab: LabFiles): Promise<string> => {
  const folder = lab.run('SCOPE_01', 'Old', {
    'a.tif': Buffer.alloc(2_048, 1),
    'sub/b.tif': 'bb',
  })
  await addByDialog({ app, page }, [folder])
  await expect(runRow(page, 'Old')).toContainText('Verified', { timeout: 30_000 })
  await pauseAll(page)
  await expect(page.getByRole('banner').getByRole('button', { name: 'Resume all' })).toBeVisible()
  return folder
}

test('a run whose copy is gone is not safe to delete: the dialog checks both sides before it lets anybody delete', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { page } = running
  const folder = await verified(running, lab)
  lab.configure([instrument], NOW)
  await runRow(page, 'Old').click()
  await openTab(page, 'Details')
  const safe = page.getByRole('region', { name: 'May the local data be deleted?' })
  await safe.getByRole('button', { name: 'Check now' }).click()
  await expect(safe).toContainText(/Safe to delete, as of \S/, { timeout: 15_000 })
  rmSync(join(nas, 'Old', 'sub/b.tif'))
  await safe.getByRole('button', { name: 'Delete local data…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 file not on the NAS as verified: sub/b.tif', {
    timeout: 15_000,
  })
  await expect(dialog).toContainText('Do not delete')
  await expect(dialog.getByRole('button', { name: 'Delete 2.0 KB here' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Leave as it is' }).click()
  await expect(runRow(page, 'Old')).not.toContainText('Verified')
  expect(existsSync(join(folder, 'a.tif'))).toBe(true)
})

test('local data that a person deletes is gone here, is still on the NAS, and has a valid receipt', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { app, page } = running
  const folder = await verified(running, lab)
  await runRow(page, 'Old').click()
  const dialog = page.getByRole('dialog')
  const yes = dialog.getByRole('button', { name: 'Delete 2.0 KB here' })

  // cleanup is switched off: no button offers the deletion, and Details says why and from when it would be possible
  await openTab(page, 'Details')
  const safe = page.getByRole('region', { name: 'May the local data be deleted?' })
  const buttons = page.getByRole('button', { name: 'Delete local data…' })
  await expect(safe).toContainText('has not switched cleanup on')
  await expect(safe).toContainText(/Not yet, from \S/)
  await expect(buttons).toHaveCount(2)
  for (const button of await buttons.all()) await expect(button).toBeDisabled()
  await runRow(page, 'Old').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Delete local data…' })).toBeDisabled()
  await page.keyboard.press('Escape')
  lab.configure([instrument], NOW)
  await expect(async () => {
    await openTab(page, 'Files')
    await openTab(page, 'Details')
    await expect(safe.getByRole('button', { name: 'Delete local data…' })).toBeEnabled({
      timeout: 500,
    })
  }).toPass()
  // nobody looked at both sides yet: the deletion is offered, and nothing is called safe before a check
  await expect(safe).toContainText(/Not checked since .*: check now/)
  await expect(safe).not.toContainText('Safe to delete')
  for (const button of await buttons.all()) await expect(button).toBeEnabled()
  await safe.getByRole('button', { name: 'Check now' }).click()
  await expect(safe).toContainText(/Safe to delete, as of \S/, { timeout: 15_000 })

  // cleanup is switched off again while the dialog is open: it says so and cannot be confirmed
  await buttons.first().click()
  await expect(yes).toBeEnabled({ timeout: 15_000 })
  lab.configure([instrument])
  await expect(dialog).toContainText('has not switched cleanup on')
  await expect(yes).toBeDisabled()
  await dialog.getByRole('button', { name: 'Leave as it is' }).click()
  lab.configure([instrument], NOW)
  for (const button of await buttons.all()) await expect(button).toBeEnabled()

  await runRow(page, 'Old').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete local data…' }).click()
  await expect(dialog).toContainText(`2 files, 2.0 KB, in ${folder}. The copies on the NAS stay.`)
  await expect(dialog).toContainText('Proven by reading back')
  await expect(dialog).toContainText('1 of 1 verify passes')
  await expect(dialog).toContainText('No file changed on this computer since it was verified')
  await expect(dialog).toContainText(/Safe to delete, as of \S/)
  await yes.dblclick()
  await expect(dialog).toHaveCount(0)
  await expect(runRow(page, 'Old')).toContainText('Deletion due')
  expect(existsSync(join(folder, 'a.tif'))).toBe(true)
  await page.getByRole('banner').getByRole('button', { name: 'Resume all' }).click()
  await expect(runRow(page, 'Old')).toContainText('On NAS only', { timeout: 30_000 })
  expect(existsSync(join(folder, 'a.tif'))).toBe(false)
  expect(existsSync(join(folder, 'sub'))).toBe(false)
  expect(readFileSync(join(nas, 'Old', 'a.tif'))).toEqual(Buffer.alloc(2_048, 1))
  expect(readFileSync(join(nas, 'Old', 'sub/b.tif'), 'utf8')).toBe('bb')
  await expect(runRow(page, 'Old')).toContainText('2 of 2 on the NAS, last checked')
  await openTab(page, 'Details')
  await expect(safe).toContainText('The local data was deleted already')
  await expect(safe).toContainText('2 of 2 on the NAS, last checked')
  await expect(safe.getByRole('button', { name: 'Delete local data…' })).toBeDisabled()
  await openTab(page, 'Log')
  await expect(page.getByRole('log')).toContainText('deleted: a.tif')

  const cli = join(import.meta.dirname, '../../../out/main/cli.cjs')
  const check = (file: string): string =>
    execFileSync(process.execPath, [cli, '--data-dir', lab.dataDir, 'receipt', '--check', file], {
      encoding: 'utf8',
    })
  const save = async (file: string, press: () => Promise<void>): Promise<string> => {
    const filePath = join(lab.dir, file)
    await app.evaluate(({ dialog: system }, to) => {
      system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: to })
    }, filePath)
    await press()
    await expect.poll(() => existsSync(filePath)).toBe(true)
    return filePath
  }
  await openTab(page, 'Details')
  for (const [file, name] of [
    ['old.json', 'As JSON'],
    ['old.txt', 'As text'],
  ] as const) {
    const saved = await save(file, () => safe.getByRole('button', { name }).click())
    await expect.poll(() => check(saved)).not.toMatch(/^no /m)
    // the check of a changed receipt fails
    writeFileSync(saved, readFileSync(saved, 'utf8').replace('a.tif', 'x.tif'))
    expect(() => check(saved)).toThrow(/Command failed/)
  }
  const html = await save('old.html', async () => {
    await runRow(page, 'Old').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Save receipt…' }).click()
  })
  await expect.poll(() => readFileSync(html, 'utf8')).toContain('Old')

  // the only copy is checked again: a file that is gone there needs a person, and no button sends anything
  const copy = join(nas, 'Old', 'sub/b.tif')
  rmSync(copy)
  const again = page.getByRole('button', { name: 'Verify again' })
  await again.click()
  await expect(runRow(page, 'Old')).toContainText('Failed', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Retry', exact: true })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await showNeedsYou(page)
  await expectCard(page, 'only_copy_unproven', 'nas:raw', 'Old')
  await expect(cardOf(page, 'only_copy_unproven')).toContainText('Nothing is sent for it.')
  writeFileSync(copy, 'bb')
  await cardOf(page, 'only_copy_unproven').getByRole('button', { name: 'Check again' }).click()
  await expect(causes(page).getByRole('article')).toHaveCount(0, { timeout: 30_000 })
})
