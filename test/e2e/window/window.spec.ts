// The window: isolation of its page, checked calls, accessibility (axe), first start, long lists, and a restart.
import { expect } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { localNas } from '../../helpers/lab-files.ts'
import { serious } from '../support/axe.ts'
import {
  addByDialog,
  callCore,
  expectNoRuns,
  fileRow,
  openTab,
  quit,
  runRow,
  shareApp,
  summary,
  test,
} from '../support/app.ts'

const TABS = ['Problem', 'Files', 'Log', 'History', 'Details']

test.describe('with an empty queue', () => {
  const shared = shareApp(
    (lab) => lab.configure([localNas(lab).instrument]),
    ({ page }) => expectNoRuns(page),
  )

  test('the page has no Node, no network, no other windows and no permissions', async () => {
    const { app, page } = shared()
    await expectNoRuns(page)
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(globalThis, 'require'),
        typeof Reflect.get(globalThis, 'process'),
      ]),
    ).toEqual(['undefined', 'undefined'])
    expect(
      await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'exlab')).toSorted()),
    ).toEqual([
      'ack',
      'call',
      'dragOut',
      'locale',
      'onBatch',
      'onCommand',
      'pathForFile',
      'platform',
    ])
    expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true)
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    expect(page.url()).toBe('app://exlab-sync/index.html')
    expect(
      await page.evaluate(() =>
        fetch('https://example.com').then(
          () => 'reached',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.inlineRan = true'
      document.body.append(script)
      return Reflect.get(globalThis, 'inlineRan') === true
    })
    expect(ran).toBe(false)
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
    expect(app.windows()).toHaveLength(1)
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents === undefined
        ? null
        : Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, [])
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    })
  })

  test('calls of the page are checked: unknown methods and wrong input are refused', async () => {
    const { page } = shared()
    expect(await callCore(page, 'fs.readFile', {})).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    })
    expect(await callCore(page, 'jobs.act', { jobs: [1], action: 'rm' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    })
    expect(await callCore(page, 'jobs.get', { jobId: 99 })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  })
})

test('axe finds nothing serious in an empty window and on each tab of a failed run, light and dark', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], `tools:\n  rclone: ${lab.dir}/no/rclone\n`)
  const running = await start()
  const { page } = running
  await expectNoRuns(page)
  expect(await serious(page)).toEqual([])
  await addByDialog(running, [lab.run('SCOPE_01', 'Seven', { 'a.tif': 'a', 'b.tif': 'b' })])
  await expect(runRow(page, 'Seven')).toContainText('Failed', { timeout: 30_000 })
  await runRow(page, 'Seven').click()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const tab of TABS) {
      await openTab(page, tab)
      expect(await serious(page), `${tab}, ${colorScheme}`).toEqual([])
    }
  }
})

test('without instruments the window says how to begin; a faulty config.yaml is named with its line', async ({
  lab,
  start,
}) => {
  const { page } = await start()
  await expect(page.getByText('Connect your first instrument to start')).toBeVisible()
  writeFileSync(lab.configFile, 'equipment:\n  - id: "../x"\n    local_root: /x\n')
  await expect(summary(page)).toContainText('Line 2', {
    timeout: 30_000,
  })
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  await expect(page.getByRole('navigation')).toContainText('SCOPE_01', { timeout: 30_000 })
})

test('a list of thousands of files has few rows in the page, and the keyboard reaches any of them', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'sync:\n  transfers: 16\n')
  const files = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, i) => [`frame_${String(i).padStart(5, '0')}.tif`, `${i}`]),
  )
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Large', files)])
  await runRow(page, 'Large').click()
  await expect(runRow(page, 'Large')).toContainText('Verified', { timeout: 90_000 })
  const grid = page.getByRole('grid', { name: 'Files' })
  await expect(grid).toHaveAttribute('aria-rowcount', '5001')
  await fileRow(page, 'frame_00000.tif').click()
  await page.keyboard.press('End')
  await expect(fileRow(page, 'frame_04999.tif')).toContainText('Verified')
  expect(await grid.getByRole('row').count()).toBeLessThan(80)
  // after scrolling faster than rows can be drawn every row shows its file
  await grid.evaluate(async (box) => {
    for (let step = 0; step <= 20; step += 1) {
      box.scrollTop = (step * box.scrollHeight) / 40
      await new Promise(requestAnimationFrame)
    }
  })
  await expect(grid.getByRole('row', { name: /frame_0250\d\.tif/ })).toHaveCount(10)
  await expect(grid.locator('.grid-row.not-loaded')).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Search files' }).fill('frame_02345')
  await expect(grid).toHaveAttribute('aria-rowcount', '2')
  await expect(fileRow(page, 'frame_02345.tif')).toBeVisible()
})

test('the queue is unchanged after the app was quit and started again', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const first = await start()
  await addByDialog(first, [lab.run('SCOPE_01', 'Kept', { 'a.tif': 'a' })])
  await expect(runRow(first.page, 'Kept')).toContainText('Verified', { timeout: 30_000 })
  await quit(first.app)
  const { page } = await start()
  await expect(runRow(page, 'Kept')).toContainText('Verified')
})
