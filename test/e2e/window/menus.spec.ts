// Context menus of the list of runs: of a waiting run, a failed one, one that is being recorded, and of the list itself; folders that
// are dropped on it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import { clipboardText, drop, expectNoRuns, grid, runRow, test } from '../support/app.ts'
import { fill, setUp } from '../support/sample-lab.ts'

/** An item by its label; its accessible name ends with the shortcut. */
const menu = (page: Page, name: string) =>
  page.getByRole('menuitem', { name: new RegExp(`^${name}( Ctrl.*)?$`) })

test('a context menu offers what its row allows: waiting, failed, being recorded, or the list itself', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const running = await start()
  const { app, page } = running
  await fill(running, lab)

  await runRow(page, 'Delta').click({ button: 'right' })
  await expect(menu(page, 'Try now')).toBeVisible()
  await expect(menu(page, 'Retry')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await runRow(page, 'Gamma').click({ button: 'right' })
  await expect(menu(page, 'Retry')).toBeVisible()
  await expect(menu(page, 'Try now')).toHaveCount(0)
  await page.keyboard.press('Escape')

  // below the last row the menu of the list opens; its submenu of columns is reached by keys
  const box = await grid(page).boundingBox()
  await grid(page).click({ button: 'right', position: { x: 300, y: (box?.height ?? 0) - 30 } })
  await expect(menu(page, 'Clear finished')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  const operator = page.getByRole('menuitemcheckbox', { name: 'Operator' })
  await expect(operator).toHaveAttribute('aria-checked', 'false')
  await operator.click()
  await expect(operator).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(grid(page).getByRole('columnheader', { name: 'Operator' })).toBeVisible()

  await page.keyboard.press('Control+3')
  const live = page.getByRole('region', { name: 'Being recorded' }).getByRole('listitem')
  await expect(live).toHaveCount(1)
  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => void Reflect.set(globalThis, 'shown', path)
  })
  const open = (): Promise<void> => live.click({ button: 'right', position: { x: 60, y: 10 } })
  await open()
  await menu(page, 'Show folder').click()
  await expect
    .poll(() => app.evaluate(() => String(Reflect.get(globalThis, 'shown'))))
    .toMatch(/SCOPE_01.Live$/)
  await open()
  // labels are aligned, also that of the default item
  const begins = (name: string): Promise<number> =>
    menu(page, name).evaluate((item) => {
      const text = document.createRange()
      text.selectNodeContents(item)
      return Math.round(text.getBoundingClientRect().left)
    })
  expect(await begins('Mark run finished')).toBe(await begins('Copy path'))
  await menu(page, 'Copy path').click()
  await expect.poll(() => clipboardText(app)).toMatch(/SCOPE_01.Live$/)
  // by keyboard, from the button in the row
  await live.getByRole('button', { name: 'Mark run finished' }).focus()
  await page.keyboard.press('Shift+F10')
  await menu(page, 'Mark run finished').click()
  await page.keyboard.press('Control+5')
  await expect(runRow(page, 'Live')).toContainText('Verified', { timeout: 60_000 })
})

test('a dropped folder of several runs asks which to add, a dropped file is refused, and clearing finished runs can be undone', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const { page } = await start()
  await expectNoRuns(page)
  for (const name of ['One', 'Two', 'Three']) lab.run('SCOPE_01', name, { 'a.tif': name })
  const parent = join(lab.dir, 'acquisition', 'SCOPE_01')
  await drop(page, parent)
  const question = page.getByRole('dialog', { name: 'Which runs?' })
  await expect(question).toContainText(`${parent} holds other folders`)
  await expect(question.getByRole('checkbox')).toHaveCount(3)
  await question.getByRole('checkbox', { name: 'Three' }).uncheck()
  await question.getByRole('button', { name: 'Add 2 runs' }).click()
  await expect(grid(page).getByRole('row').filter({ hasText: 'Verified' })).toHaveCount(2, {
    timeout: 30_000,
  })
  await expect(runRow(page, 'Three')).toHaveCount(0)
  writeFileSync(join(lab.dir, 'drop'), parent)
  await drop(page, join(lab.dir, 'drop'))
  await expect(page.getByText('is a file. A run is a folder', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await grid(page).click({ button: 'right', position: { x: 300, y: 220 } })
  await page.getByRole('menuitem', { name: 'Clear finished' }).click()
  await expect(page.getByText('2 runs were taken off the list')).toBeVisible()
  await expect(runRow(page, 'One')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(grid(page).getByRole('row').filter({ hasText: 'Verified' })).toHaveCount(2)
})
