// Robustness of the window: names of any script and length, double clicks, runs and files that vanish while they are shown.
import { type Page, expect } from '@playwright/test'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { localNas } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  callCore,
  details,
  fileRow,
  lists,
  openTab,
  pauseAll,
  runRow,
  test,
} from '../support/app.ts'

const CLEANUP_NOW = 'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n'
const ONCE = 'sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n'

/** Expects that nothing is wider than the window. */
const expectFit = async (page: Page): Promise<void> => {
  const over = await page.evaluate(() =>
    [...document.querySelectorAll('.app > *, .details, .card, .dialog')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className),
  )
  expect(over).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
}

/** Changes a setting without saving it. */
const changeTries = async (page: Page): Promise<void> => {
  await lists(page).getByRole('button', { name: 'Settings' }).click()
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('button', { name: 'Speed and schedule' })
    .click()
  await page.getByRole('textbox', { name: 'Tries' }).fill('7')
}

const NAMES = [
  'n'.repeat(240),
  'שלום עולם ריצה',
  'e\u0301\u0302\u0303\u0304 Zählung',
  '🧫🔬 👩‍🔬 run',
  '<b>bold & "quoted"',
]

test('names of any length and script, and a destination of 500 characters', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const deep = Array.from({ length: 5 }, (_, i) => `${i}`.repeat(100)).join('/')
  mkdirSync(join(lab.dir, 'nas', deep), { recursive: true })
  const transport = instrument.transport.map((line) =>
    line.startsWith('rclone_remote_path') ? `rclone_remote_path: "${deep}"` : line,
  )
  lab.configure([{ ...instrument, transport }], ONCE)
  const running = await start()
  const { page } = running
  await addByDialog(
    running,
    NAMES.map((name) => lab.run('SCOPE_01', name, { [`${name.slice(0, 60)}.tif`]: 'a' })),
  )
  await expect(
    page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: 'Verified' }),
  ).toHaveCount(NAMES.length, { timeout: 60_000 })
  for (const name of NAMES) {
    await runRow(page, name).click()
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
    await openTab(page, 'Details')
    await expectFit(page)
  }
  for (const place of [/^nas:/, /^SCOPE_01/, /^Activity/]) {
    await lists(page).getByRole('button', { name: place }).click()
    await expectFit(page)
  }
})

test('a double click on a button that acts gives its command once', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  const calls = join(lab.dir, 'calls')
  const long = `if [ "$1" = copy ]; then echo x >> '${calls}'; head -c 300000 /dev/zero | tr '\\0' y >&2; echo >&2; echo '2026/11/23 10:00:00 ERROR : a.tif: Failed to copy: no space left on device' >&2; exit 1; fi`
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', long)}\n`)
  const running = await start()
  const { app, page } = running
  const folder = lab.run('SCOPE_01', 'Twice', { 'a.tif': 'a' })
  // like a dialog of the system it stays open until it is answered; a second one could open meanwhile
  await app.evaluate(({ dialog }, path) => {
    Reflect.set(globalThis, 'dialogs', 0)
    dialog.showOpenDialog = () => {
      Reflect.set(globalThis, 'dialogs', Reflect.get(globalThis, 'dialogs') + 1)
      return new Promise((resolve) => {
        Reflect.set(globalThis, 'answer', () => resolve({ canceled: false, filePaths: [path] }))
      })
    }
  }, folder)
  await page.getByRole('banner').getByRole('button', { name: 'Add run' }).dblclick()
  // calls are answered in order, so both clicks have been handled after this one
  await callCore(page, 'app.info', {})
  await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'dialogs'))).toBe(1)
  await app.evaluate(() => Reflect.get(globalThis, 'answer')())
  await expect(runRow(page, 'Twice')).toHaveCount(1)
  await expect(runRow(page, 'Twice')).toContainText('Failed', { timeout: 60_000 })
  expect(await app.evaluate(() => Reflect.get(globalThis, 'dialogs'))).toBe(1)

  // a line of 300,000 letters neither widens the window nor hides the tool's output
  await runRow(page, 'Twice').click()
  await expect(page.getByRole('tabpanel').getByRole('article')).toBeVisible()
  await expectFit(page)
  await openTab(page, 'Log')
  await expect(page.getByRole('log')).toContainText('yyyy')
  await expectFit(page)
  await openTab(page, 'Problem')
  const sends = (): number => readFileSync(calls, 'utf8').trim().split('\n').length
  const before = sends()
  await page.getByRole('tabpanel').getByRole('button', { name: 'Retry', exact: true }).dblclick()
  await expect.poll(sends).toBe(before + 1)
  await expect(runRow(page, 'Twice')).toContainText('Failed', { timeout: 60_000 })
  expect(sends()).toBe(before + 1)

  await changeTries(page)
  await page.getByRole('button', { name: 'Review and save…' }).dblclick()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).dblclick()
  await expect(page.getByText('Settings saved')).toBeVisible()
  await expect(page.getByText('changed by another program', { exact: false })).toHaveCount(0)
  expect(readFileSync(lab.configFile, 'utf8').match(/max_attempts: 7/g)).toHaveLength(1)
})

test('a run, its dialog, the settings file and the folder to save in may vanish while they are shown', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], ONCE)
  const running = await start()
  const { app, page } = running
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Leaves', { 'a.tif': 'a' }),
    lab.run('SCOPE_01', 'Stays', { 'a.tif': 'a' }),
  ])
  await expect(runRow(page, 'Leaves')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'Stays')).toContainText('Verified', { timeout: 30_000 })
  await runRow(page, 'Leaves').click()
  await expect(fileRow(page, 'a.tif')).toContainText('Verified')
  // a deletion is offered only where the lab allows it; paused, so that no cleanup comes before the dialog
  const banner = page.getByRole('banner')
  await pauseAll(page)
  await expect(banner.getByRole('button', { name: 'Resume all' })).toBeVisible()
  lab.configure([instrument], `${ONCE}${CLEANUP_NOW}`)
  await page.getByRole('button', { name: 'Delete local data…' }).first().click()
  await expect(page.getByRole('dialog')).toContainText('Proven by reading back')
  // another program takes it off the list, such as the command line
  const listed = await callCore(page, 'jobs.list', {
    view: 'all',
    search: 'Leaves',
    offset: 0,
    limit: 10,
  })
  const { value } = z
    .object({ value: z.object({ rows: z.tuple([z.object({ id: z.number() })]) }) })
    .parse(listed)
  await callCore(page, 'jobs.act', { jobs: [value.rows[0].id], action: 'archive' })
  await expect(details(page)).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(runRow(page, 'Leaves')).toHaveCount(0)

  await runRow(page, 'Stays').click()
  await openTab(page, 'Details')
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    },
    join(lab.dir, 'no', 'such', 'folder.json'),
  )
  await page.getByRole('button', { name: 'As JSON' }).click()
  await expect(page.getByRole('alert').filter({ hasText: "can't be written" })).toBeVisible()

  await changeTries(page)
  const text = readFileSync(lab.configFile, 'utf8')
  const review = page.getByRole('button', { name: 'Review and save…' })
  await review.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  rmSync(lab.configFile)
  // the review is closed, since it no longer shows what would be written
  await expect(page.getByText('no longer fit it', { exact: false })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await review.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Nothing was saved', { exact: false })).toBeVisible()
  // the deleted file is not written anew, the change is not lost, the runs are still listed
  expect(existsSync(lab.configFile)).toBe(false)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Tries' })).toHaveValue('7')
  writeFileSync(lab.configFile, text)
  await page.keyboard.press('Control+5')
  await expect(runRow(page, 'Stays')).toContainText('Verified')
})
