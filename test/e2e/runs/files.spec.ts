// The flat list of files: type-ahead search, and the file drawer, which follows changes without showing a loading state.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, details, fileRow, openTab, runRow, test } from '../support/app.ts'

const FILES = { 'alpha.tif': 'a', 'beam.tif': 'b', 'deep/gamma.tif': 'c', 'gain.tif': 'd' }

test('typed letters find a file in the flat list, and an open drawer follows its file without a loading state', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Run 1', FILES)
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })
  await runRow(page, 'Run 1').dblclick()
  await openTab(page, 'Files')
  await page.getByRole('button', { name: 'Flat' }).click()
  const grid = page.getByRole('grid', { name: 'Files' })
  const chosen = grid.locator('[aria-selected="true"]')
  await fileRow(page, 'alpha.tif').click()
  await grid.focus()
  await page.keyboard.type('g')
  await expect(chosen).toContainText('deep/gamma.tif')
  await page.keyboard.press('Home')
  await page.keyboard.type('gai')
  await expect(chosen).toContainText('gain.tif')
  await page.keyboard.press('Home')
  await page.keyboard.type('d')
  await expect(chosen).toContainText('deep/gamma.tif')

  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'About this file' })
  await expect(drawer).toContainText('Verified')
  await expect(drawer.getByRole('listitem')).toHaveCount(2)
  // every text that the drawer shows from now on is recorded
  await drawer.evaluate((element) => {
    const texts: string[] = []
    Reflect.set(globalThis, 'drawerTexts', texts)
    new MutationObserver(() => texts.push(element.textContent)).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  writeFileSync(join(folder, 'deep/gamma.tif'), 'another')
  await page.keyboard.press('Control+Shift+V')
  await expect(drawer).toContainText('Changed on this computer since it was verified.')
  await expect(drawer.getByRole('listitem')).toHaveCount(3)
  const texts = await page.evaluate((): string[] => Reflect.get(globalThis, 'drawerTexts'))
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.filter((text) => text.includes('Reading'))).toEqual([])
})

test('problems come first with their names uncut, and Compare shows original and copy without a scroll', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = 'a long folder of the microscope/session of the afternoon/reads'
  const reads = [1, 2, 10].map((n) => `${folder}/read_${n}.tif`)
  const run = lab.run('SCOPE_01', 'Run 1', {
    ...Object.fromEntries(reads.map((path) => [path, path])),
    'z.tif': 'as it was',
  })
  const running = await start()
  const { page } = running
  await addByDialog(running, [run])
  await expect(runRow(page, 'Run 1')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(join(nas, 'Run 1', 'z.tif'), 'as it is now')
  await runRow(page, 'Run 1').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Run 1')).toContainText('Failed', { timeout: 60_000 })

  await runRow(page, 'Run 1').dblclick()
  await openTab(page, 'Problem')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  const drawer = page.getByRole('complementary', { name: 'About this file' })
  const table = drawer.getByRole('table', { name: 'Original and copy' })
  await expect(table.getByRole('columnheader')).toHaveText(['Original', 'Copy on the NAS'])
  await expect(table.locator('mark')).toHaveCount(2)
  for (const mark of await table.locator('mark').all()) await expect(mark).toBeInViewport()
  await expect(table.getByRole('row').nth(2)).toContainText('9 B')
  await expect(drawer).toContainText('The first difference is at character 1 of 64.')

  await page.getByRole('button', { name: 'Flat' }).click()
  await page.getByRole('button', { name: /^All 4/ }).click()
  const paths = page.getByRole('grid', { name: 'Files' }).locator('.file-path')
  await expect(paths).toHaveText(['z.tif', ...reads])
  // the last part of each path is the name: nothing of it is cut
  for (const name of await paths.locator('> :last-child').all())
    expect(await name.evaluate((span) => span.scrollWidth <= span.clientWidth)).toBe(true)

  // on a wide window the details are at the right of the list, and the arrow keys size them
  await page.setViewportSize({ width: 1_800, height: 900 })
  await page.getByRole('button', { name: 'Half height' }).click()
  const split = page.getByRole('separator', { name: 'Width of the details' })
  await expect(split).toHaveAttribute('aria-orientation', 'vertical')
  const [row, pane] = [await runRow(page, 'Run 1').boundingBox(), await details(page).boundingBox()]
  expect(pane?.x ?? 0).toBeGreaterThan(row?.x ?? 0)
  expect(pane?.y ?? 0).toBeLessThanOrEqual(row?.y ?? 0)
  await split.focus()
  await page.keyboard.press('ArrowLeft')
  await expect
    .poll(async () => (await details(page).boundingBox())?.width)
    .toBe((pane?.width ?? 0) + 24)
  await page.setViewportSize({ width: 1_280, height: 800 })
  await expect(page.getByRole('separator', { name: 'Height of the details' })).toBeVisible()
})
