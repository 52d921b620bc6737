// Every command of the menu bar, chosen there and by each of its shortcuts, with what an operator sees of it; then the keys of
// the lists and the panes (docs/ux.md D14, D19: 10).
import { type Locator, expect } from '@playwright/test'
import { COMMAND_LIST, COMMANDS, type Command } from '../../../shared/commands.ts'
import { openTab, runRow, test } from '../support/app.ts'
import { EXPECTED, details } from '../support/command-expectations.ts'
import { fill, grid, setUp } from '../support/sample-lab.ts'

const pressed = (keys: string): string => keys.replace('CmdOrCtrl', 'Control')

test('D19.10: every command does what it says, from the menu bar and by each of its keys', async ({
  lab,
  start,
}) => {
  test.setTimeout(240_000)
  test.skip(process.platform === 'darwin', 'the keys of the table are those of Windows and Linux')
  setUp(lab)
  const running = await start()
  const { app, page } = running
  const blocked = lab.run('SCOPE_01', 'Blocked', {
    'a.tif': 'a',
    '.exlab-wizard/creation.json': '{ "sync_status": "blocked_by_validation" }',
  })
  await fill(running, lab)
  await page.evaluate(
    (folder) =>
      Reflect.get(globalThis, 'exlab').call('jobs.add', { folders: [folder], instrumentId: null }),
    blocked,
  )
  await expect(runRow(page, 'Blocked')).toContainText('Blocked', { timeout: 30_000 })
  // the other one of that destination would be tried in its place
  await runRow(page, 'Delta').click()
  await details(page).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(runRow(page, 'Delta')).toContainText('by you')
  let turn = 0
  for (const [id] of COMMAND_LIST) {
    const { keys, alsoKeys }: Command = COMMANDS[id]
    for (const way of ['the menu', keys, alsoKeys]) {
      if (way === undefined) continue
      turn += 1
      const seen = await test.step(`${id}: ready`, () => EXPECTED[id]({ app, page, lab, turn }))
      await test.step(`${id} by ${way}`, async () => {
        if (way === 'the menu')
          await app.evaluate(
            ({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(),
            id,
          )
        else await page.keyboard.press(pressed(way))
        await seen()
      })
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
  }
})

test('D19.10: the keys of a list, the panes in their order, and Esc from the inside out', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const running = await start()
  const { page } = running
  await fill(running, lab)
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
