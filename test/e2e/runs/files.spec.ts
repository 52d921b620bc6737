// The flat list of files: type-ahead search, and the file drawer, which follows changes without showing a loading state.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, fileRow, openTab, runRow, test } from '../support/app.ts'

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
