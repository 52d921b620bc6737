// A run folder that was moved away: its card, choosing a wrong and the right folder (docs/ux.md D9), several runs at once.
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  callCore,
  details,
  expectNoRuns,
  lists,
  openTab,
  runRow,
  summary,
  test,
  willChoose,
} from '../support/app.ts'
import {
  cardOf,
  expectCard,
  expectFilesBehind,
  expectTexts,
  showNeedsYou,
  unfold,
} from '../support/cause-card-expectations.ts'

const menu = (page: Page, name: string) => page.getByRole('menuitem', { name })

const away = (lab: LabFiles, folder: string, name: string): string => {
  mkdirSync(join(lab.dir, 'archive'), { recursive: true })
  const to = join(lab.dir, 'archive', name)
  renameSync(folder, to)
  return to
}

test('a moved run folder is located, another folder is refused, and the run goes on', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], 'sync:\n  retry_delays_s: [0]\n')
  const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa', 'b.tif': 'bb' })
  const running = await start()
  const { app, page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  const moved = away(lab, folder, 'Run 1 of Monday')
  rmSync(join(nas, 'Run 1/b.tif'))
  await runRow(page, 'Run 1').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Run 1')).toContainText('Failed', { timeout: 60_000 })
  await showNeedsYou(page)
  await expect(cardOf(page, 'remote_changed')).toBeVisible()
  await page.getByRole('banner').getByRole('button', { name: 'Retry failed (1)' }).click()
  await expectCard(page, 'run_folder_missing', 'nas:raw', 'Run 1')
  const count = cardOf(page, 'run_folder_missing').getByRole('button', { name: /^\d+ files?, / })
  await expectFilesBehind(page, count)

  await openTab(page, 'Problem')
  const own = page.getByRole('tabpanel').getByRole('article')
  await expectTexts(own, 'run_folder_missing', 'nas:raw', page.locator('.tool-output'))
  await expect(own.getByRole('button', { name: 'Check again' })).toBeVisible()
  await own.getByRole('button', { name: 'More' }).click()
  await expect(menu(page, 'Acknowledge…')).toBeVisible()
  await menu(page, 'Remove from list').click()
  await expect(page.getByText('Run 1 was taken off the list')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await runRow(page, 'Run 1').click()
  await openTab(page, 'Problem')

  const other = lab.run('SCOPE_01', 'another', { 'a.tif': 'not that' })
  await willChoose(app, [other])
  await own.getByRole('button', { name: 'Locate…' }).click()
  await expect(page.getByText(`${other} does not hold Run 1`, { exact: false })).toBeVisible()

  await willChoose(app, [moved])
  await runRow(page, 'Run 1').click({ button: 'right' })
  await menu(page, 'Locate…').click()
  await page.keyboard.press('Control+5')
  await expect(runRow(page, 'Run 1 of Monday')).toContainText('Verified', { timeout: 60_000 })
  expect(existsSync(join(nas, 'Run 1/b.tif'))).toBe(true)
})

test('a card of several runs with missing folders checks them again and does not offer to locate one', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folders = ['Run 1', 'Run 2'].map((name) => lab.run('SCOPE_01', name, { 'a.tif': name }))
  const running = await start()
  const { page } = running
  await expectNoRuns(page)
  await callCore(page, 'engine.pause', { paused: true })
  await addByDialog(running, folders)
  await expect(runRow(page, 'Run 2')).toBeVisible()
  const [one = '', two = ''] = folders
  const moved = [away(lab, one, 'Run 1'), away(lab, two, 'Run 2')]
  await page.getByRole('banner').getByRole('button', { name: 'Resume all' }).click()
  await showNeedsYou(page)
  const card = cardOf(page, 'run_folder_missing')
  await expect(card.getByRole('button', { name: 'in 2 runs' })).toBeVisible()
  await expect(card.getByRole('button', { name: 'Locate…' })).toHaveCount(0)
  // their disk is connected again
  moved.forEach((from, at) => renameSync(from, folders[at] ?? ''))
  await card.getByRole('button', { name: 'Check again' }).click()
  await page.keyboard.press('Control+5')
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })
  await expect(runRow(page, 'Run 2')).toContainText('Verified', { timeout: 60_000 })
})

test('a link in the place of a run folder has its card, and Locate answers it', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'sync:\n  max_attempts: 1\n')
  const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })
  const running = await start()
  const { app, page } = running
  await callCore(page, 'engine.pause', { paused: true })
  await addByDialog(running, [folder])
  const moved = away(lab, folder, 'Run 1')
  symlinkSync(moved, folder)
  await callCore(page, 'engine.pause', { paused: false })
  await expect(runRow(page, 'Run 1')).toContainText('Failed')
  await showNeedsYou(page)
  await expectCard(page, 'run_folder_link', 'nas:raw', 'Run 1')
  await willChoose(app, [moved])
  await cardOf(page, 'run_folder_link').getByRole('button', { name: 'Locate…' }).click()
  await expect(cardOf(page, 'run_folder_link')).toBeHidden()
  const state = async (): Promise<unknown> => callCore(page, 'jobs.get', { jobId: 1 })
  await expect.poll(state, { timeout: 60_000 }).toMatchObject({ value: { state: 'verified' } })
})

test('records that are a link: the run is Verified, says so, and is whole after they were mended', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })
  const records = join(folder, '.exlab-wizard')
  symlinkSync(lab.dir, records)
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  // it is proven, and not done: strip, lists, row and Activity say that somebody has to mend its records
  await expect(summary(page)).toContainText('1 run needs you.')
  await expect(lists(page).getByRole('button', { name: /^Done/ })).toHaveText('Done')
  await expect(page.getByRole('button', { name: /^Verified/ })).toHaveText('Verified 1')
  await lists(page)
    .getByRole('button', { name: /^Activity/ })
    .click()
  await expect(page.getByRole('treegrid', { name: 'Activity' })).toContainText(
    `Verified, but its records cannot be used: ${records} is a link`,
  )
  await showNeedsYou(page)
  const line = cardOf(page, 'records_unsafe')
  await unfold(line)
  await expect(line).toContainText('Its proof stands')
  await expect(line).not.toContainText('has stopped')
  await expect(runRow(page, 'Run 1')).toContainText("The run's own records can't be used")
  await line.getByRole('button', { name: 'Check again' }).click()
  await expect(line).toContainText('Same fault again', { timeout: 30_000 })
  // its details open with the problem, which has the one primary action
  await runRow(page, 'Run 1').click()
  await expect(details(page).locator('.button.primary')).toHaveCount(1)
  const card = page.getByRole('tabpanel').getByRole('article')
  await expectTexts(card, 'records_unsafe', 'nas:raw', page.locator('.tool-output'))
  await expect(card).toContainText(`${records} is a link`)
  rmSync(records)
  await card.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('tab', { name: 'Problem' })).toBeHidden()
  await expect(summary(page)).toContainText('1 run is verified.')
  await expect(lists(page).getByRole('button', { name: /^Done/ })).toHaveText('Done1')
  expect(existsSync(join(records, 'checksums.sha256'))).toBe(true)
  expect(existsSync(join(nas, 'Run 1/.exlab-wizard/checksums.sha256'))).toBe(true)
})
