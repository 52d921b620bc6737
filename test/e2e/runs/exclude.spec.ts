// Excluding files in the window: the dialog with its preview, including them again; a vanished file; changed originals.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import * as z from 'zod'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, callCore, fileRow, openTab, runRow, test } from '../support/app.ts'

const menu = (page: Page, name: string) => page.getByRole('menuitem', { name })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const resting = z.object({ value: z.object({ attempts: z.number(), livePhase: z.null() }) })

/** Number of attempts of a run at which nothing works now; undefined: something does. */
const endedAttempts = (answer: unknown): number | undefined =>
  resting.safeParse(answer).data?.value.attempts

test('files are excluded by a pattern with name and reason, and included again', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run 7', { 'a.tif': 'aaa', 'b.tmp': 'bb', 'd/c.tmp': 'c' })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 7')).toContainText('Verified')
  await runRow(page, 'Run 7').dblclick()
  await openTab(page, 'Files')
  await fileRow(page, 'b.tmp').click({ button: 'right' })
  await menu(page, 'Exclude this file / pattern…').click()
  const dialog = page.getByRole('dialog', { name: 'Exclude files from this run' })
  await expect(dialog).toContainText('1 file, 2 B would be left out')
  await dialog.getByLabel('All files that fit a pattern, now and later').check()
  await expect(dialog.getByLabel('Pattern', { exact: true })).toHaveValue('*.tmp')
  await expect(dialog).toContainText('2 files, 3 B would be left out')
  await dialog.getByLabel('Pattern', { exact: true }).fill('*.nothing')
  await expect(dialog).toContainText('No file fits it now')
  await dialog.getByLabel('Pattern', { exact: true }).fill('*.tmp')
  const yes = dialog.getByRole('button', { name: 'Exclude 2 files' })
  await expect(yes).toBeDisabled()
  await dialog.getByLabel('Your name').fill('J. Lee')
  await dialog.getByLabel('Note').fill('scratch')
  await yes.click()
  await expect(fileRow(page, 'b.tmp')).toContainText('Excluded by J. Lee: scratch')
  await page.getByRole('button', { name: 'Excluded 2' }).click()
  await expect(page.getByRole('grid', { name: 'Files' })).toHaveAttribute('aria-rowcount', '3')
  await openTab(page, 'Details')
  await expect(page.getByText('*.tmp: 2 files, 3 B. J. Lee')).toBeVisible()
  await openTab(page, 'Files')
  // the manifest is written again without them
  await expect
    .poll(() => readFileSync(join(folder, '.exlab-wizard/checksums.sha256'), 'utf8'))
    .not.toContain('tmp')
  rmSync(join(nas, 'Run 7/b.tmp'))
  await fileRow(page, 'b.tmp').click({ button: 'right' })
  await menu(page, 'Include again…').click()
  await page.getByRole('button', { name: 'Include 1 file' }).click()
  await expect(page.getByRole('button', { name: 'Excluded 1' })).toBeVisible()
  await expect.poll(() => existsSync(join(nas, 'Run 7/b.tmp'))).toBe(true)
  // with every file left out nothing is proven, and the card leads back
  await expect(page.locator('.details-head')).toContainText('Verified')
  await callCore(page, 'files.exclude', {
    jobId: 1,
    files: { pattern: '*' },
    by: 'J. Lee',
    note: '',
  })
  await expect(page.locator('.details-head')).toContainText('Failed')
  await openTab(page, 'Problem')
  const card = page.getByRole('article', { name: 'Problem' }).last()
  await expect(card.getByRole('heading')).toHaveText('No file of the run is left to send')
  await expect(card).toContainText('Every file of this run is excluded')
  await expect(card).toContainText('You can fix this')
  await card.locator('.button.primary', { hasText: 'Include again…' }).click()
  await page.getByRole('button', { name: 'Include 3 files' }).click()
  await expect(page.locator('.details-head')).toContainText('Verified')
})

test('a vanished file can be checked again, excluded, or accepted as copied with a reason', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const folder = lab.run('SCOPE_01', 'Run 8', { 'a.tif': 'aaa', 'gone.tif': 'ggg' })
  const rclone = lab.wrap(
    'rclone',
    `if [ "$1" = copy ]; then /usr/bin/rclone "$@"; code=$?; rm -f "${join(folder, 'gone.tif')}"; exit $code; fi`,
  )
  lab.configure([instrument], `tools:\n  rclone: ${rclone}\nsync:\n  retry_delays_s: [0]\n`)
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 8')).toContainText('Failed')
  await runRow(page, 'Run 8').dblclick()
  await openTab(page, 'Problem')
  const card = page.getByRole('article', { name: 'Problem' }).last()
  await expect(card.getByRole('heading')).toHaveText('Files are no longer in the run folder')
  await expect(card.getByRole('button', { name: 'Check again' })).toHaveClass(/primary/)
  await expect(card.getByRole('button', { name: 'Reveal folder' })).toBeVisible()
  await card.getByRole('button', { name: 'More' }).click()
  await menu(page, 'Exclude pattern…').click()
  // exactly the file that is gone; a pattern that takes other data says so, in red
  const dialog = page.getByRole('dialog', { name: 'Exclude files from this run' })
  await expect(dialog.getByRole('radio', { name: 'Only this file' })).toBeChecked()
  await expect(dialog).toContainText('1 file, 3 B would be left out')
  await expect(dialog.getByRole('list', { name: 'The first of them' })).toHaveText('gone.tif')
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await dialog.getByRole('radio', { name: 'All files that fit a pattern' }).check()
  const pattern = dialog.getByLabel('Pattern', { exact: true })
  await expect(pattern).toHaveValue('/gone.tif')
  await expect(dialog).toContainText('1 file, 3 B would be left out')
  await expect(dialog.getByRole('button', { name: 'Exclude 1 file' })).toHaveClass(/primary/)
  await pattern.fill('*.tif')
  await expect(dialog.getByRole('alert')).toHaveText(
    '1 of them, 3 B, has no problem: it would be neither sent nor proven.',
  )
  await expect(dialog.getByRole('button', { name: 'Exclude 2 files' })).toHaveClass(/danger/)
  await page.keyboard.press('Escape')
  await card.getByRole('button', { name: 'More' }).click()
  await menu(page, 'Accept the NAS copy…').click()
  const yes = page.getByRole('button', { name: 'Accept 1 file' })
  await page.getByLabel('Your name').fill('J. Lee')
  await expect(yes).toBeDisabled()
  await page.getByLabel('Reason').fill('moved to tape')
  await yes.click()
  await expect(page.getByRole('heading', { name: 'Run 8' })).toBeVisible()
  await openTab(page, 'Files')
  await expect(fileRow(page, 'gone.tif')).toContainText('accepted without proof by J. Lee')
  await expect(fileRow(page, 'a.tif')).toContainText('Verified')
})

test('originals that changed since verified are marked, and copies are replaced only by a decision', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run 9', { 'a.tif': 'aaa', 'b.tif': 'bbb' })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 9')).toContainText('Verified')
  writeFileSync(join(folder, 'a.tif'), 'another')
  await runRow(page, 'Run 9').dblclick()
  await button(page, 'Verify again').click()
  await openTab(page, 'Problem')
  const card = page.getByRole('article', { name: 'Problem' }).last()
  await expect(card.getByRole('heading')).toHaveText('Originals changed after the run was verified')
  await expect(page.locator('.details-head')).toContainText('Changed since verified')
  await expect(card.getByRole('button', { name: 'Check again' })).toHaveClass(/primary/)
  await expect(card.getByRole('button', { name: 'Keep the proven copy…' })).toBeVisible()
  await card.getByRole('button', { name: 'Check again' }).click()
  // the files can be chosen only after the check has ended: it is the fourth attempt
  await expect
    .poll(async () => endedAttempts(await callCore(page, 'jobs.get', { jobId: 1 })))
    .toBe(4)
  await expect(page.locator('.details-head')).toContainText('Changed since verified')
  expect(readFileSync(join(nas, 'Run 9/a.tif'), 'utf8')).toBe('aaa')
  await card.getByRole('button', { name: 'Send the file as it is now…' }).click()
  await page.getByRole('button', { name: 'Replace 1 file' }).click()
  await expect.poll(() => readFileSync(join(nas, 'Run 9/a.tif'), 'utf8')).toBe('another')
  await expect(page.locator('.details-head')).toContainText('Verified')
})
