// The tables of runs and of files: columns, the file tree by keyboard, states while a run waits, double click.
import { type Locator, type Page, expect } from '@playwright/test'
import { join } from 'node:path'
import { type LabFiles, blockFiles, localNas } from '../../helpers/lab-files.ts'
import {
  type Running,
  addRuns,
  callCore,
  clipboardText,
  expectNoRuns,
  openTab,
  runRow,
  test,
} from '../support/app.ts'
import { serious } from '../support/axe.ts'

const FILES = {
  'a/deep/1.tif': '1',
  'a/deep/bad.tif': 'bad',
  'a/2.tif': '2',
  'a.b': 'ab',
  'b/3.tif': '3',
  'top.txt': 'top',
}

/** Adds a run of which one file cannot be sent; `waits`: the run waits for a later try instead of having failed. */
const failing = async (running: Running, lab: LabFiles, waits: boolean): Promise<void> => {
  const { nas, instrument } = localNas(lab)
  const blocked = blockFiles([join(nas, 'Run_7/a/deep/bad.tif')], join(lab.dir, 'block'))
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: ${waits ? 3 : 1}\ntools:\n  rclone: ${lab.wrap('rclone', blocked)}\n`,
  )
  const folder = lab.run('SCOPE_01', 'Run_7', {
    ...FILES,
    '.exlab-wizard/readme_fields.json': JSON.stringify({
      core_fields: { label: 'Beads in agar', operator: 'J. Lee' },
    }),
  })
  await callCore(running.page, 'config.reload', {})
  await expectNoRuns(running.page)
  await addRuns(running.page, [folder])
  await expect(runRow(running.page, 'Run_7')).toContainText(waits ? 'Retrying' : 'Failed', {
    timeout: 30_000,
  })
  await runRow(running.page, 'Run_7').click()
  await openTab(running.page, 'Files')
}

const tree = (page: Page): Locator => page.getByRole('treegrid', { name: 'Files' })
const list = (page: Page): Locator => page.getByRole('grid', { name: 'Files' })
const names = (page: Page): Promise<string[]> =>
  tree(page)
    .locator('.grid-row')
    .evaluateAll((rows) =>
      rows
        .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map(
          (row) =>
            `${row.ariaLevel} ${(row.querySelector('.folder .mono') ?? row.querySelector('.mono'))?.textContent ?? ''}`,
        ),
    )

/** Records what would be opened or shown in the file manager, instead of doing it. */
const recordShell = ({ app }: Running): Promise<void> =>
  app.evaluate(({ shell }) => {
    const asked: string[] = []
    Reflect.set(globalThis, 'asked', asked)
    shell.showItemInFolder = (path) => void asked.push(`reveal ${path}`)
    shell.openPath = (path) => Promise.resolve(String(asked.push(`open ${path}`)).slice(99))
  })
const askedOf = ({ app }: Running): Promise<string[]> =>
  app.evaluate(() => Reflect.get(globalThis, 'asked'))

test('the keyboard follows the marks of the file tree to the failed file', async ({
  lab,
  start,
}) => {
  const running = await start()
  const { page } = running
  await failing(running, lab, false)
  await page.getByRole('button', { name: 'Tree' }).click()
  await expect.poll(() => names(page)).toEqual(['1 a', '1 a.b', '1 b', '1 top.txt'])
  await expect(tree(page).getByRole('row', { name: /^Failed a 3 files/ })).toHaveAttribute(
    'aria-expanded',
    'false',
  )
  await tree(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('t')
  await expect(tree(page).getByRole('row', { selected: true })).toContainText('top.txt')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect
    .poll(() => names(page))
    .toEqual(['1 a', '2 2.tif', '2 deep', '1 a.b', '1 b', '1 top.txt'])
  const open = tree(page).getByRole('row', { selected: true })
  await expect(open).toHaveAttribute('aria-expanded', 'true')
  await expect(open).toHaveAttribute('aria-posinset', '1')
  await expect(open).toHaveAttribute('aria-setsize', '4')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('d')
  await page.keyboard.press('ArrowRight')
  await expect
    .poll(async () => (await names(page)).filter((one) => one.startsWith('3')))
    .toEqual(['3 1.tif', '3 bad.tif'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const bad = tree(page).getByRole('row', { selected: true })
  await expect(bad).toContainText('Failed')
  await expect(bad).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'About this file' })
  await expect(drawer).toContainText('a/deep/bad.tif')
  await expect(drawer).toContainText('Attempt 1')
  await expect(drawer).toContainText('exit code 1')
  expect(await serious(page)).toEqual([])
  await page.keyboard.press('Escape')
  await tree(page).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await names(page)).some((one) => one.startsWith('3'))).toBe(false)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await names(page)).length).toBe(4)

  // a filter shows a flat list with whole paths; the tree comes back with the filter off, and after a reload
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^Failed 1/ })
    .click()
  await expect(list(page).getByRole('row').nth(1)).toContainText('a/deep/bad.tif')
  await page.getByRole('button', { name: /^All / }).last().click()
  await expect(tree(page)).toBeVisible()
  await page.reload()
  await runRow(page, 'Run_7').click()
  await openTab(page, 'Files')
  await expect(tree(page)).toBeVisible()
})

test('failed files of a run that waits for its next try are Retrying in chip, row and folder', async ({
  lab,
  start,
}) => {
  const running = await start()
  const { page } = running
  await failing(running, lab, true)
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^Retrying 1/ })
    .click()
  const row = list(page).getByRole('row').nth(1)
  await expect(row).toContainText('Retrying')
  await expect(row).toContainText('a/deep/bad.tif')
  await expect(page.getByRole('tabpanel').getByRole('button', { name: /^Failed/ })).toHaveCount(0)
  await page.getByRole('button', { name: /^All 6/ }).click()
  await page.getByRole('button', { name: 'Tree' }).click()
  await expect(tree(page).getByRole('row', { name: /^Retrying a 3 files/ })).toBeVisible()
})

test('label and operator of a run, and the columns of both tables, are shown and remembered', async ({
  lab,
  start,
}) => {
  const running = await start()
  const { page } = running
  await failing(running, lab, false)
  await expect(runRow(page, 'Run_7')).toContainText('Beads in agar')
  const runs = page.getByRole('grid', { name: 'Runs' })
  await runs.getByRole('columnheader').filter({ hasText: 'Size' }).click({ button: 'right' })
  await page.getByRole('menuitemcheckbox', { name: 'Operator' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Destination' }).click()
  await page.keyboard.press('Escape')
  await expect(runRow(page, 'Run_7')).toContainText('J. Lee')
  await expect(
    runRow(page, 'Run_7').getByRole('gridcell', { name: 'nas:raw', exact: true }),
  ).toHaveCount(1)
  await page.getByRole('textbox', { name: 'Search runs' }).fill('agar')
  await expect(runRow(page, 'Run_7')).toBeVisible()
  await page.getByRole('textbox', { name: 'Search runs' }).fill('')

  const head = (name: string): Locator =>
    list(page)
      .getByRole('columnheader')
      .filter({ hasText: new RegExp(`^${name}$`) })
  await head('Attempts').click({ button: 'right' })
  await expect(page.getByRole('menuitemcheckbox', { name: 'Last try' })).toHaveAttribute(
    'aria-checked',
    'true',
  )
  await page.getByRole('menuitemcheckbox', { name: 'Exit code' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Proof' }).click()
  await page.getByRole('menuitem', { name: 'Attempts: Move left' }).click()
  const order = () => list(page).getByRole('columnheader').allTextContents()
  await expect.poll(order).toContain('Exit code')
  const edge = page.getByRole('separator', { name: 'Width of Path' })
  const before = Number(await edge.getAttribute('aria-valuenow'))
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  const bad = list(page).getByRole('row').filter({ hasText: 'bad.tif' })
  await expect(bad.getByRole('gridcell').last()).toHaveText('1')
  const after = (await order()).filter((name) => name !== '')
  expect(after.indexOf('Attempts')).toBeLessThan(after.indexOf('Problem'))
  expect(after).not.toContain('Proof')
  await page.reload()
  await runRow(page, 'Run_7').click()
  await openTab(page, 'Files')
  await expect.poll(async () => (await order()).filter((name) => name !== '')).toEqual(after)
  expect(Number(await edge.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(before)
})

test('a double click shows the file in its folder and opens nothing; a click on its digest copies all of it', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { app, page } = running
  const folder = lab.run('SCOPE_01', 'Run_8', { 'in/1.tif': '1', '2.exe': '2' })
  await expectNoRuns(page)
  await addRuns(page, [folder])
  await expect(runRow(page, 'Run_8')).toContainText('Verified', { timeout: 30_000 })
  await recordShell(running)
  await runRow(page, 'Run_8').click()
  await openTab(page, 'Files')
  await list(page)
    .getByRole('row')
    .filter({ hasText: '2.exe' })
    .dblclick({ position: { x: 200, y: 10 } })
  await expect.poll(() => askedOf(running)).toEqual([`reveal ${join(folder, '2.exe')}`])
  await expect(page.getByRole('complementary', { name: 'About this file' })).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'About this file' })).toContainText('2.exe')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Tree' }).click()
  await tree(page)
    .getByRole('row', { name: /in 1 file/ })
    .dblclick({ position: { x: 200, y: 10 } })
  await tree(page)
    .getByRole('row', { name: /1\.tif/ })
    .dblclick({ position: { x: 200, y: 10 } })
  await expect
    .poll(() => askedOf(running))
    .toEqual([`reveal ${join(folder, '2.exe')}`, `reveal ${join(folder, 'in', '1.tif')}`])
  await tree(page)
    .getByRole('row', { name: /2\.exe/ })
    .locator('button.link')
    .first()
    .click()
  const sha = 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35'
  await expect.poll(() => clipboardText(app)).toBe(sha)
})
