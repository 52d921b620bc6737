// Every view with axe in light and dark (docs/ux.md D19.10), 200 % text, high contrast, the menu bar and notes.
import { expect } from '@playwright/test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND_LIST } from '../../../shared/commands.ts'
import {
  expectNoRuns,
  grid,
  lists,
  openTab,
  pauseAll,
  runRow,
  shareApp,
  summary,
  test,
} from '../support/app.ts'
import { environmentWithTray, trayShown, watchTray } from '../support/tray.ts'
import { serious } from '../support/axe.ts'
import { fill, setUp } from '../support/sample-lab.ts'

test.describe('on one lab that no test changes', () => {
  const shared = shareApp(setUp, fill)

  test('each view shows its content; axe finds nothing serious in light and dark', async () => {
    test.setTimeout(240_000)
    const { page } = shared()
    // its item, what it shows, its name, and the toolbar's next step, unless the page has its own
    const screens: readonly (readonly [string | RegExp, string, string, string?])[] = [
      [/^Needs you/, 'What to do:', 'Needs you'],
      [/^Active/, 'The connection to gone: is not set up on this computer.', 'Active'],
      [/^Waiting/, 'Mark run finished', 'Waiting', 'Retry failed (1)'],
      [/^Done/, 'Alpha', 'Done', 'Retry failed (1)'],
      [/^All runs/, 'Beta', 'All runs', 'Retry failed (1)'],
      [/^Activity/, 'Failed: The connection to gone: is not set up', 'Activity'],
      [/^SCOPE_01/, 'A run is finished when', 'Confocal'],
      ['Space', 'By instrument', 'Space'],
      [/^nas:raw/, 'Sent each day', 'nas:raw'],
      ['Settings', 'rclone remote', 'Settings'],
    ]
    for (const [name, text, title, nextStep] of screens) {
      await lists(page).getByRole('button', { name }).first().click()
      await expect(page.getByRole('main')).toContainText(text)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
      await expect(page.getByRole('banner').locator('.button.primary')).toHaveText(
        nextStep === undefined ? [] : [nextStep],
      )
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await serious(page), `${String(name)}, ${colorScheme}`).toEqual([])
      }
    }
    await page.getByRole('button', { name: 'Set up instrument' }).click()
    expect(await serious(page), 'first run').toEqual([])
    await page.keyboard.press('Control+/')
    await expect(page.getByRole('dialog')).toContainText('Retry all failed')
    expect(await serious(page), 'shortcuts').toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('Activity has one line for each outcome that unfolds, filters and an export', async () => {
    const { app, page, lab } = shared()
    await lists(page)
      .getByRole('button', { name: /^Activity/ })
      .click()
    const activity = page.getByRole('treegrid', { name: 'Activity' })
    const rows = activity.getByRole('row')
    const alpha = rows.filter({ hasText: 'Alpha' })
    await expect(alpha).toHaveCount(1)
    await expect(alpha).toContainText('Verified')
    // only what deviates is marked
    await expect(alpha).not.toContainText('info')
    await expect(rows.filter({ hasText: 'Failed: ' })).toContainText('error')
    const folded = await rows.count()
    await alpha.getByRole('button', { name: '3 steps' }).click()
    await expect(rows).toHaveCount(folded + 3)
    for (const text of ['Checking', 'Sending', 'Added'])
      await expect(rows.filter({ hasText: text }).first()).toBeVisible()
    await alpha.click()
    await expect(alpha).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('ArrowLeft')
    await expect(rows).toHaveCount(folded)
    await page.keyboard.press('ArrowRight')
    await expect(rows).toHaveCount(folded + 3)
    await page.getByRole('combobox', { name: 'Days' }).selectOption('Yesterday')
    await expect(page.getByText('No line of Activity matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('combobox', { name: 'Days' }).selectOption('Today')
    await expect(rows).toHaveCount(folded)
    await page.getByRole('combobox', { name: 'By whom' }).selectOption('What people did')
    await expect(rows.filter({ hasText: 'Verified' })).toHaveCount(0)
    await page.getByRole('combobox', { name: 'By whom' }).selectOption('App and people')
    const file = join(lab.dir, 'activity.csv')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'As CSV, for spreadsheets' }).click()
    await expect(page.getByText('Activity exported')).toBeVisible()
    expect(readFileSync(file, 'utf8')).toMatch(/,info,app,SCOPE_01,Alpha,Sending\r\n/)
  })

  test('pictures of throughput and volume have their figures as a table, by keyboard too', async () => {
    const { page } = shared()
    await lists(page)
      .getByRole('button', { name: /^nas:raw/ })
      .click()
    const pictures = page.getByRole('region', { name: 'Throughput and volume' })
    await expect(pictures.getByRole('figure')).toHaveCount(2)
    // the strip has the last hour as a small picture, with its figures as text
    await expect(
      summary(page).getByRole('img', { name: /^Sent in the last hour: 4 B, at most / }),
    ).toBeVisible()
    const volume = pictures.getByRole('figure').nth(1)
    await expect(volume).toContainText('4 B in 14 days')
    await volume.getByText('Figures as a table').focus()
    await page.keyboard.press('Enter')
    const table = volume.getByRole('table', { name: 'Sent each day' })
    await expect(table.getByRole('columnheader')).toHaveText(['Time', 'SCOPE_01'])
    await expect(table.getByRole('row')).toHaveCount(15)
    await expect(table.getByRole('row').last()).toContainText('4 B')
    await pictures.getByRole('button', { name: 'Last 24 hours' }).click()
    const rates = pictures.getByRole('figure').first()
    await rates.getByText('Figures as a table').click()
    await expect(rates.getByRole('row')).toHaveCount(25)
    await expect(page.getByRole('main').getByRole('row').filter({ hasText: 'Alpha' })).toBeVisible()
  })

  test('with 200 % text, high contrast and reduced motion all is visible and nothing moves', async () => {
    const { app, page } = shared()
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2),
    )
    await lists(page)
      .getByRole('button', { name: /^Needs you/ })
      .click()
    const card = page.getByRole('region', { name: 'Causes' })
    for (const name of ['Open settings', 'Copy for IT', 'Acknowledge…']) {
      await card.getByRole('button', { name }).scrollIntoViewIfNeeded()
      await expect(card.getByRole('button', { name })).toBeInViewport()
    }
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
    )
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    await page.keyboard.press('Control+5')
    await runRow(page, 'Alpha').click()
    expect(
      await runRow(page, 'Alpha').evaluate((row) => getComputedStyle(row).forcedColorAdjust),
    ).toBe('none')
    await expect(runRow(page, 'Alpha').locator('svg').first()).toBeVisible()
    expect(
      await page.evaluate(
        () => document.getAnimations().filter((one) => one.playState === 'running').length,
      ),
    ).toBe(0)
  })
})

test('the menu bar has every command, and its commands act in the window', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const { app, page } = await start()
  await expectNoRuns(page)
  const ids = await app.evaluate(({ Menu }) => {
    const all: string[] = []
    const walk = (menu: Electron.Menu | null | undefined): void => {
      for (const item of menu?.items ?? []) {
        if (item.id !== '') all.push(item.id)
        walk(item.submenu)
      }
    }
    walk(Menu.getApplicationMenu())
    return all
  })
  for (const [id] of COMMAND_LIST) expect(ids, id).toContain(id)
  const choose = (id: string): Promise<void> =>
    app.evaluate(
      ({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(),
      id,
    )
  await choose('view_6')
  await expect(page.getByRole('region', { name: 'Activity' })).toBeVisible()
  await choose('settings')
  await expect(page.getByRole('navigation', { name: 'Sections of the settings' })).toBeVisible()
  await choose('legend')
  await expect(page.getByRole('dialog')).toContainText('Sent, not proven')
  await page.keyboard.press('Escape')
  await choose('bundle')
  await expect(page.getByRole('dialog')).toContainText('no data files and no secrets')
  await page.keyboard.press('Escape')
  await choose('unlimited')
  await expect(page.getByRole('contentinfo')).toContainText('no cap')
  await choose('pause_all')
  await page.getByRole('menuitem', { name: 'Until I resume' }).click()
  await expect(summary(page)).toContainText('Paused by you since')
})

test('an acknowledged problem leaves the badge and is noted in the details and in both histories', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const running = await start()
  const { app, page } = running
  await fill(running, lab)
  await watchTray(app)
  const badge = async () => (await trayShown(app)).badges.at(-1)
  await expect.poll(badge).toBe(1)
  await lists(page)
    .getByRole('button', { name: /^Needs you/ })
    .click()
  await page
    .getByRole('region', { name: 'Causes' })
    .getByRole('button', { name: 'Acknowledge…' })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Your name' }).fill('J. Lee')
  await dialog.getByRole('textbox', { name: 'Note' }).fill('IT ticket 4521')
  await dialog.getByRole('button', { name: 'Take note' }).click()
  await expect.poll(badge).toBe(0)
  // it leaves the counts; name and time are on the card, in the row and in the strip
  await expect(lists(page).getByRole('button', { name: /^Needs you/ })).toHaveText(
    'Needs you1 known',
  )
  await expect(summary(page).getByRole('button', { name: /^1 known: J\. Lee, / })).toBeVisible()
  await expect(summary(page)).not.toContainText('needs you.')
  const card = page.getByRole('region', { name: 'Causes' }).getByRole('article')
  await expect(card).toContainText(/Known: J\. Lee, .+: IT ticket 4521/)
  await expect(grid(page).getByRole('row').nth(1)).toContainText('J. Lee')
  await grid(page).getByRole('row').nth(1).click()
  await expect(page.getByRole('tabpanel')).toContainText(/Known: J\. Lee/)
  await openTab(page, 'History')
  await expect(page.getByRole('tabpanel')).toContainText('Acknowledged by J. Lee: IT ticket 4521')
  await lists(page)
    .getByRole('button', { name: /^Activity/ })
    .click()
  await expect(page.getByRole('treegrid', { name: 'Activity' })).toContainText(
    'Acknowledged by J. Lee: IT ticket 4521',
  )
})

test('beside runs that need somebody the strip names a pause, a hold and a fault, each with a link; the tray too', async ({
  lab,
  start,
}) => {
  setUp(lab)
  const running = await start({ env: environmentWithTray(lab) })
  const { app, page } = running
  await watchTray(app)
  await expectNoRuns(page)
  // the last good settings stay in force
  writeFileSync(lab.configFile, `${readFileSync(lab.configFile, 'utf8')}speed: [\n`)
  await expect(summary(page)).toContainText('config.yaml has a fault', { timeout: 20_000 })
  await fill(running, lab)
  await pauseAll(page)
  const strip = summary(page)
  await expect(strip).toContainText('1 run needs you.')
  for (const chip of [
    /^config\.yaml line \d+$/,
    /^gone set-up problem, 1 waits$/,
    /^Paused by you since /,
  ])
    await expect(strip.getByRole('button', { name: chip })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('contentinfo')).toContainText('Paused by you since')
  await expect
    .poll(async () => (await trayShown(app)).tips.at(-1), { timeout: 20_000 })
    .toMatch(/1 run needs you\. .*gone set-up problem, 1 waits\. Paused by you since /)
  await strip.getByRole('button', { name: /^gone / }).click()
  await expect(page.getByRole('main')).toContainText('gone')
  await expect(lists(page).locator('[aria-current="true"]')).toContainText('gone')
  await strip.getByRole('button', { name: /^Paused/ }).click()
  await expect(lists(page).locator('[aria-current="true"]')).toContainText('Waiting')
})
