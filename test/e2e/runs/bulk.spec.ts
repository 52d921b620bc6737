// Several runs at once: search and chips find them, the bar below the list acts on the part that an action fits; receipts as PDF,
// and the queue by drag.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, callCore, grid, lists, runRow, test, willChoose } from '../support/app.ts'

const ONCE = 'sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n'

test('search, chips, the bar for several runs, their receipts and the exported list', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${lab.dir}/rclone.conf`]
  lab.configure([instrument, { id: 'GONE_01', transport: gone }], ONCE)
  const running = await start()
  const { page, app } = running
  await addByDialog(running, [
    lab.run('SCOPE_01', 'brain 9', { 'a.tif': 'a', 'raw/Stack Z1.czi': 'a' }),
    lab.run('SCOPE_01', 'brain 10', { 'a.tif': 'a' }),
    lab.run('GONE_01', 'liver', { 'a.tif': 'a' }),
  ])
  await expect(runRow(page, 'brain 9')).toContainText('Verified', { timeout: 30_000 })
  await expect(runRow(page, 'brain 10')).toContainText('Verified', { timeout: 30_000 })
  // the row itself says why the run failed
  await expect(runRow(page, 'liver')).toContainText('Failed', { timeout: 30_000 })
  await expect(runRow(page, 'liver')).toContainText('The connection to gone: is not set up')

  const rows = grid(page).getByRole('row')
  const search = page.getByRole('search').first().getByRole('textbox')
  await search.fill('10 scope verified')
  await expect(rows).toHaveCount(2)
  await expect(runRow(page, 'brain 10')).toBeVisible()
  // by the name of a file, with the words of other fields; the row names the file, and the chips follow
  await search.fill('verified z1.CZI')
  await expect(rows).toHaveCount(2)
  await expect(runRow(page, 'brain 9')).toContainText('raw/Stack Z1.czi')
  await expect(page.getByRole('button', { name: /^All 1$/ })).toBeVisible()
  await search.fill('no such file.czi')
  await expect(page.getByText('No run, instrument, state, problem or file')).toBeVisible()
  await search.fill('')
  const chip = (name: RegExp) => page.getByRole('button', { name })
  await chip(/^Verified 2$/).click()
  await expect(rows).toHaveCount(3)
  await chip(/^All 3$/).click()
  await expect(rows).toHaveCount(4)
  // as people count, and newest or largest first where that is looked for
  await grid(page).getByRole('button', { name: 'Run', exact: true }).click()
  await expect(rows.nth(1)).toContainText('brain 9')
  await expect(rows.nth(2)).toContainText('brain 10')

  await rows.nth(1).click()
  await expect(page.getByRole('toolbar', { name: /selected/ })).toHaveCount(0)
  await page.keyboard.press('Control+a')
  const bar = page.getByRole('toolbar', { name: '3 runs selected' })
  // what it sends; nothing was sent there yet, so that no time is known
  await expect(bar.getByRole('button', { name: 'Retry (1)' })).toHaveText('Retry (1) 1 B')
  await expect(bar.getByRole('button', { name: 'Verify again (2)' })).toBeVisible()

  const receipts = join(lab.dir, 'receipts')
  mkdirSync(receipts)
  await willChoose(app, [receipts])
  await bar.getByRole('button', { name: 'Receipts (3)' }).click()
  await expect(page.getByText('3 receipts were saved')).toBeVisible()
  expect(readdirSync(receipts).toSorted()).toEqual([
    'brain 10 (2) receipt.html',
    'brain 9 (1) receipt.html',
    'liver (3) receipt.html',
  ])

  const file = join(lab.dir, 'runs.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await bar.getByRole('button', { name: 'Export list' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  await expect(page.getByText('The list was exported')).toBeVisible()
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(lines.map((line) => line.split(',')[1])).toEqual(['run', 'brain 9', 'brain 10', 'liver'])
  expect(lines[3]).toContain('remote_not_configured')

  // to print or to file away
  const printed = join(lab.dir, 'printed')
  mkdirSync(printed)
  await willChoose(app, [printed])
  await rows.nth(1).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Receipts as PDF (3)' }).click()
  await expect
    .poll(() => readdirSync(printed).toSorted(), { timeout: 30_000 })
    .toEqual(['brain 10 (2) receipt.pdf', 'brain 9 (1) receipt.pdf', 'liver (3) receipt.pdf'])
  await expect(page.getByText('3 receipts were saved')).toBeVisible()
  const pdf = readFileSync(join(printed, 'brain 9 (1) receipt.pdf'))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')

  // the queue: a run is dragged by its grip to the place of another one
  const flag = join(lab.dir, 'wait')
  writeFileSync(flag, '')
  const waits = lab.wrap(
    'rclone',
    `if [ "$1" = copy ]; then while [ -e '${flag}' ]; do sleep 0.1; done; fi`,
  )
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${waits}\n`)
  await callCore(page, 'config.reload', {})
  await addByDialog(
    running,
    ['w1', 'w2', 'w3', 'w4'].map((name) => lab.run('SCOPE_01', name, { 'a.tif': name })),
  )
  await lists(page)
    .getByRole('button', { name: /^Waiting/ })
    .click()
  await expect(rows).toHaveCount(4, { timeout: 30_000 })
  // back to the order in which they go
  const head = grid(page).getByRole('button', { name: 'Run', exact: true })
  await head.click()
  await head.click()
  const grip = (name: string) => runRow(page, name).locator('.grip')
  await expect(rows.nth(1)).toContainText('w2')
  await grip('w4').hover()
  await page.mouse.down()
  await runRow(page, 'w2').hover()
  await page.mouse.up()
  await expect(rows.nth(1)).toContainText('w4')
  await expect(rows.nth(2)).toContainText('w2')
  // once it is verified, somebody wants to know
  await runRow(page, 'w4').click()
  const bell = page.getByRole('button', { name: 'Tell me when it is verified' })
  await bell.click()
  await expect(bell).toHaveAttribute('aria-pressed', 'true')
  rmSync(flag)
  await lists(page).getByRole('button', { name: /^Done/ }).click()
  await expect(runRow(page, 'w3')).toContainText('Verified', { timeout: 30_000 })
  await expect
    .poll(() => callCore(page, 'jobs.tell', { jobs: [], tell: true }), { timeout: 30_000 })
    .toMatchObject({ ok: true, value: { jobs: [] } })
})
