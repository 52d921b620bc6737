// Keyboard and mouse on the list of runs: keys alone, the heads of columns, right clicks, keys of lists and panes.
import { type Locator, expect } from '@playwright/test'
import {
  clipboardText,
  details,
  grid,
  lists,
  openTab,
  runRow,
  shareApp,
  summary,
  test,
} from '../support/app.ts'
import { fill, setUp } from '../support/sample-lab.ts'

test('views, rows, tabs, menus and actions are reached by keys alone', async ({ lab, start }) => {
  setUp(lab)
  const running = await start()
  const { app, page } = running
  await fill(running, lab)
  const current = lists(page).locator('[aria-current="true"]')
  for (const [key, name] of [
    ['1', 'Needs you'],
    ['2', 'Active'],
    ['3', 'Waiting'],
    ['4', 'Done'],
    ['6', 'Activity'],
    ['5', 'All runs'],
  ]) {
    await page.keyboard.press(`Control+${key}`)
    await expect(current).toContainText(name ?? '')
  }
  // a view takes the focus with the next frame, unless another command was given before it
  await page.evaluate(async () => {
    for (const press of [
      { key: '5', code: 'Digit5', ctrlKey: true },
      { key: '/', code: 'Slash' },
    ])
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { ...press, bubbles: true, cancelable: true }),
      )
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve))
  })
  await expect(page.getByRole('textbox', { name: 'Search runs' })).toBeFocused()
  await page.keyboard.type('alp')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2')
  await page.keyboard.press('Escape')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '5')

  await grid(page).focus()
  await page.keyboard.press('Home')
  await expect(runRow(page, 'Gamma').or(runRow(page, 'Delta')).first()).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('a')
  await expect(runRow(page, 'Alpha')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+a')
  await expect(grid(page).locator('[aria-selected="true"]')).toHaveCount(4)
  await page.keyboard.press('b')
  await expect(runRow(page, 'Beta')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+c')
  await expect.poll(() => clipboardText(app)).toMatch(/Beta$/)
  await page.keyboard.press('Enter')
  await expect(grid(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(grid(page)).toBeVisible()
  await page.keyboard.press('Control+l')
  await expect(page.getByRole('tab', { name: 'Log', selected: true })).toBeVisible()
  await page.keyboard.press('Alt+Enter')
  await expect(page.getByRole('tab', { name: 'Details', selected: true })).toBeVisible()
  await page.keyboard.press('F8')
  await expect(page.getByRole('tab', { name: 'Problem', selected: true })).toBeVisible()
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => clipboardText(app)).toContain('remote_not_configured')
  await grid(page).focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('F6')
  await expect(page.locator('[data-pane="details"]').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Control+p')
  // the menu asks for how long, and has the focus
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(summary(page)).toContainText('need')
  await expect(summary(page)).toContainText('Paused by you since')
  await expect(page.getByRole('banner').getByRole('button', { name: 'Resume all' })).toBeVisible()
  await page.keyboard.press('Control+p')
  await expect(page.getByRole('banner').getByRole('button', { name: 'Pause all' })).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('b')
  await page.keyboard.press('Delete')
  await expect(runRow(page, 'Beta')).toHaveCount(0)
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('navigation', { name: 'Sections of the settings' })).toBeVisible()
})

test.describe('on one lab that no test changes', () => {
  const shared = shareApp(setUp, fill)

  test('columns are sorted, moved, resized and hidden, and all of it is remembered', async () => {
    const { page } = shared()
    const head = (name: string): Locator =>
      grid(page).getByRole('columnheader').filter({ hasText: name })
    await head('Run').getByRole('button', { name: 'Run', exact: true }).click()
    await expect(head('Run')).toHaveAttribute('aria-sort', 'ascending')
    await expect(grid(page).getByRole('row').nth(1)).toContainText('Alpha')
    await head('Run').getByRole('button', { name: 'Run', exact: true }).click()
    await expect(grid(page).getByRole('row').nth(1)).toContainText('Gamma')
    await head('Size').click({ button: 'right' })
    await page.getByRole('menuitemcheckbox', { name: 'Speed' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Attempts' }).click()
    await page.keyboard.press('Escape')
    await expect(head('Speed')).toHaveCount(0)
    await expect(head('Attempts')).toHaveCount(1)
    const edge = page.getByRole('separator', { name: 'Width of Instrument' })
    const before = Number(await edge.getAttribute('aria-valuenow'))
    await edge.focus()
    await page.keyboard.press('ArrowRight')
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 8))
    await head('Proof')
      .getByRole('button')
      .dragTo(head('Run').getByRole('button', { name: 'Run', exact: true }))
    const names = () => grid(page).getByRole('columnheader').allTextContents()
    await expect.poll(async () => (await names()).indexOf('Proof')).toBeLessThan(3)
    await page.reload()
    await expect(head('Run')).toHaveAttribute('aria-sort', 'descending')
    await expect(head('Attempts')).toHaveCount(1)
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 8))
    expect((await names()).indexOf('Proof')).toBeLessThan(3)
  })

  test('a right click on a run, on several, on the list and on a file opens the menu of each', async () => {
    const { app, page } = shared()
    await runRow(page, 'Alpha').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Copy NAS path' }).click()
    await expect.poll(() => clipboardText(app)).toBe('nas:raw/Alpha')
    await runRow(page, 'Alpha').click()
    await runRow(page, 'Beta').click({ modifiers: ['Shift'] })
    await runRow(page, 'Beta').click({ button: 'right' })
    await expect(page.getByRole('menuitem', { name: 'Verify again' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Show log' })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Close details' }).click()
    await grid(page).click({ button: 'right', position: { x: 300, y: 320 } })
    await page.getByRole('menuitem', { name: 'Select all failed' }).click()
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2')
    await expect(page.getByRole('button', { name: 'Failed', pressed: true })).toBeVisible()
    await page.keyboard.press('Control+5')
    await runRow(page, 'Alpha').click()
    await openTab(page, 'Files')
    await page
      .getByRole('grid', { name: 'Files' })
      .getByRole('row')
      .nth(2)
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'About this file' }).click()
    const drawer = page.getByRole('complementary', { name: 'About this file' })
    await expect(drawer).toContainText('b.tif')
    await expect(drawer).toContainText('nas:raw/Alpha/b.tif')
    await page.keyboard.press('Escape')
    await expect(drawer).toHaveCount(0)
  })

  // docs/ux.md D19.10
  test('a list has its keys, F6 goes through the panes, and Esc closes the innermost first', async () => {
    const { page } = shared()
    const chosen = grid(page).locator('[aria-selected="true"]')
    const name = (at: number): Locator => grid(page).getByRole('row').nth(at)
    await grid(page).focus()
    const names = await grid(page).getByRole('row').allTextContents()
    for (const [key, at] of [
      ['Home', 1],
      ['ArrowDown', 2],
      ['End', 4],
      ['ArrowUp', 3],
      ['PageUp', 1],
      ['PageDown', 4],
    ] as const) {
      await page.keyboard.press(key)
      await expect(name(at), key).toHaveAttribute('aria-selected', 'true')
      await expect(chosen, key).toHaveCount(1)
    }
    expect(names).toHaveLength(5)
    await page.keyboard.press('Shift+ArrowUp')
    await expect(chosen).toHaveCount(2)
    await page.keyboard.press('Control+a')
    await expect(chosen).toHaveCount(4)
    await expect(page.getByRole('contentinfo')).toContainText('4 of 4 runs chosen')
    await page.keyboard.press('Home')
    await page.keyboard.press(' ')
    await expect(chosen).toHaveCount(0)
    await page.keyboard.press(' ')
    await expect(chosen).toHaveCount(1)
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menuitem', { name: 'Copy path' })).toBeVisible()
    await page.keyboard.press('Escape')

    const order = ['toolbar', 'lists', 'list', 'details']
    await page.getByRole('textbox', { name: 'Search runs' }).focus()
    for (const [key, panes] of [
      ['F6', ['lists', 'list', 'details']],
      ['Shift+F6', ['list', 'lists', 'toolbar']],
    ] as const)
      for (const place of panes) {
        expect(order).toContain(place)
        await page.keyboard.press(key)
        await expect(page.locator(`[data-pane="${place}"]:focus-within`), key).toHaveCount(1)
      }

    await runRow(page, 'Alpha').dblclick()
    await openTab(page, 'Files')
    const files = page.getByRole('grid', { name: 'Files' })
    await files.getByRole('row').nth(1).click()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'About this file' })
    await expect(drawer).toBeVisible()
    const search = page.getByRole('textbox', { name: 'Search runs' })
    await search.fill('Al')
    await page.keyboard.press('Escape')
    await expect(search).toHaveValue('')
    await expect(drawer).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer).toHaveCount(0)
    await expect(grid(page)).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(grid(page)).toBeVisible()
    await expect(details(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(details(page)).toHaveCount(0)
  })
})
