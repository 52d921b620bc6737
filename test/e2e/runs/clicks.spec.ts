// How many clicks the everyday jobs take, beside typing and the system's own dialogs; they are counted and printed.
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  addRuns,
  clipboardText,
  details,
  expectNoRuns,
  grid,
  lists,
  openTab,
  runRow,
  summary,
  test,
  willChoose,
} from '../support/app.ts'
import { causes, showNeedsYou } from '../support/cause-card-expectations.ts'
import { countClicks, showAll } from '../support/set-up.ts'

test('cause, output, log, text for IT, retry, recordings, deletion, receipts and hours of a limit take few clicks', async ({
  lab,
  start,
}) => {
  test.setTimeout(240_000)
  const { instrument } = localNas(lab)
  const conf = join(lab.dir, 'rclone.conf')
  const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${conf}`]
  lab.configure(
    [
      { ...instrument, more: ['completeness_signal: button'] },
      { id: 'GONE_01', transport: gone },
    ],
    'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n',
  )
  const running = await start()
  const { app, page } = running
  await expectNoRuns(page)
  const counted = async (what: string, most: number, job: () => Promise<unknown>) => {
    const clicks = await countClicks(page)
    await job()
    const needed = await clicks.needed()
    console.log(`Clicks: ${what}: ${needed}, at most ${most}`)
    expect(needed, what).toBeLessThanOrEqual(most)
  }

  const first = lab.run('SCOPE_01', 'Alpha', { 'a.tif': 'a' })
  await counted('add a run', 1, async () => {
    await addByDialog(running, [first])
    await expect(runRow(page, 'Alpha')).toContainText('Verified', { timeout: 30_000 })
  })
  const names = ['Beta', 'Gamma', 'Delta', 'Epsilon']
  await addRuns(
    page,
    names.map((name) => lab.run('GONE_01', name, { 'a.tif': name })),
  )
  await expect(summary(page)).toContainText('1 run needs you.', { timeout: 30_000 })
  const failed = grid(page).getByRole('row').filter({ hasText: 'Failed' })
  await counted('from the list to what the tool said', 1, async () => {
    await failed.click()
    await expect(details(page).locator('pre')).toContainText("didn't find section")
  })
  await page.keyboard.press('Escape')
  await expect(details(page)).toHaveCount(0)
  await counted('from the list to the log', 2, async () => {
    await failed.click()
    await openTab(page, 'Log')
    await expect(page.getByRole('log')).toContainText("didn't find section")
  })
  await page.keyboard.press('Escape')

  const card = causes(page).getByRole('article')
  await showAll(page)
  await counted('to the cause', 1, async () => {
    await summary(page).getByRole('button', { name: 'Show them' }).click()
    await expect(card).toContainText('What to do:')
  })
  // a notice leads to the card at once
  await counted('from the cause to a text for IT', 1, async () => {
    await card.getByRole('button', { name: 'Copy for IT' }).click()
    await expect.poll(() => clipboardText(app)).toContain('remote_not_configured')
  })
  appendFileSync(conf, `[gone]\ntype = alias\nremote = ${join(lab.dir, 'nas')}\n`)
  await counted('retry of all runs of one cause, and to know that it worked', 1, async () => {
    await card.getByRole('button', { name: 'Retry', exact: true }).click()
    await expect(causes(page)).toContainText('Solved: 4 runs verified', { timeout: 60_000 })
  })

  const recorded = ['Live 1', 'Live 2', 'Live 3']
  for (const name of recorded) lab.run('SCOPE_01', name, { 'a.tif': name })
  await page.keyboard.press('F5')
  await lists(page)
    .getByRole('button', { name: /^Waiting/ })
    .click()
  await counted('all recordings that are listed are finished', 1, async () => {
    await page.getByRole('button', { name: 'Mark 3 runs finished' }).click()
    await expect(page.getByRole('region', { name: 'Being recorded' })).toHaveCount(0)
  })
  await counted('may it be deleted, for all runs', 1, async () => {
    await lists(page).getByRole('button', { name: 'Space' }).click()
    await expect(page.getByRole('region', { name: 'Space' })).toContainText('as of')
  })

  await showAll(page)
  for (const name of [...names, ...recorded])
    await expect(runRow(page, name)).toContainText('Verified', { timeout: 60_000 })
  const receipts = join(lab.dir, 'receipts')
  mkdirSync(receipts)
  await willChoose(app, [receipts])
  await counted('receipts of all runs', 2, async () => {
    await runRow(page, 'Alpha').click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.getByRole('button', { name: 'Receipts (8)' }).click()
    await expect(page.getByText('8 receipts were saved')).toBeVisible()
  })

  // it touches no connection, so that the difference is shown on request alone
  await counted('a limit by hours', 3, async () => {
    await lists(page)
      .getByRole('button', { name: /^Settings/ })
      .click()
    await page.getByRole('textbox', { name: 'Speed limit' }).fill('50')
    await page.getByRole('button', { name: 'Add hours' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Settings saved')).toBeVisible()
  })
  await showNeedsYou(page)
  await expect(page.getByText('Nothing needs you')).toBeVisible()
})
