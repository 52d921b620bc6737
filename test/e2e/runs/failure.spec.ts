// A failed run: the output of the tool in card, details and log, retry of the run or of chosen files, pause, resume, cancel.
import { expect } from '@playwright/test'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cardOf, showNeedsYou, unfold } from '../support/cause-card-expectations.ts'
import { afterPush, localNas, obstructPush } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  callCore,
  clipboardText,
  details,
  fileRow,
  lists,
  openTab,
  pauseAll,
  runRow,
  summary,
  test,
} from '../support/app.ts'

const ONCE = 'sync:\n  retry_delays_s: [1]\n  max_attempts: 1\n'
const FILES = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'c.tif': 'cccc' }

test('a failing run shows stderr and last_error; Retry after the repair makes it Verified', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flag = join(lab.dir, 'obstructed')
  const rclone = lab.wrap('rclone', obstructPush(join(nas, 'Run 7'), flag))
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${rclone}\n`)
  const running = await start()
  const { page, app } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Run 7', FILES)])
  await expect(runRow(page, 'Run 7')).toContainText('Failed', { timeout: 30_000 })
  await expect(summary(page)).toContainText('1 run needs you.')
  await expect(page.getByRole('grid').getByText('verified')).toHaveCount(0)

  await runRow(page, 'Run 7').click()
  const card = page.getByRole('article', { name: 'Problem' })
  await expect(card).toContainText('Ask IT')
  // one primary action, that of the card
  await expect(details(page).locator('.button.primary')).toHaveCount(1)
  await expect(card).toContainText('Nothing is lost')
  const panel = page.getByRole('tabpanel')
  await expect(panel.locator('pre')).toContainText('not a directory')
  await expect(panel).toContainText('network')
  await expect(panel).toContainText('remote_path_missing')
  await expect(panel.getByRole('definition').filter({ hasText: /^1$/ }).first()).toBeVisible()

  await card.getByRole('button', { name: 'Copy for IT' }).click()
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible()
  await expect.poll(() => clipboardText(app)).toContain('remote_path_missing')

  await openTab(page, 'Log')
  const log = page.getByRole('log')
  await expect(log).toContainText('not a directory')
  await expect(log).toContainText('rclone ended with exit code 1')
  await page.getByRole('textbox', { name: 'Find in log' }).fill('attempt 1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tabpanel')).toContainText('line 1 of')

  rmSync(flag)
  await openTab(page, 'Problem')
  await card.getByRole('button', { name: 'Retry', exact: true }).click()
  await expect(runRow(page, 'Run 7')).toContainText('Verified', { timeout: 30_000 })
  await expect(summary(page)).toContainText('1 run is verified.')
  await openTab(page, 'History')
  // in words; the code for IT is their tooltip
  const failed = page.getByRole('row').filter({ has: page.getByTitle('remote_path_missing') })
  await expect(failed).toHaveCount(1)
  await expect(failed).toContainText(/failed, exit code \d+.*folder/)
  await expect(failed).not.toContainText('remote_path_missing')
})

test('the count of problems leads to exactly those files, and chosen ones are sent alone', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flip = afterPush(`printf X | tee '${nas}/Run 8/a.tif' > '${nas}/Run 8/b.tif'`)
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', flip)}\n`)
  const running = await start()
  const { page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Run 8', FILES)])
  await expect(runRow(page, 'Run 8')).toContainText('Failed', { timeout: 30_000 })
  await runRow(page, 'Run 8')
    .getByRole('button', { name: /2 files need attention/ })
    .click()
  await expect(page.getByRole('grid', { name: 'Files' }).getByRole('row')).toHaveCount(3)
  await expect(fileRow(page, 'c.tif')).toHaveCount(0)
  await expect(fileRow(page, 'a.tif')).toContainText('Different')

  lab.configure([instrument], ONCE)
  await fileRow(page, 'a.tif').getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Retry chosen files' }).click()
  await expect(fileRow(page, 'a.tif')).toHaveCount(0, { timeout: 30_000 })
  await expect(fileRow(page, 'b.tif')).toContainText('Different')
  await expect(runRow(page, 'Run 8')).toContainText('Failed')
  await page.getByRole('banner').getByRole('button', { name: 'Retry failed (1)' }).click()
  await expect(runRow(page, 'Run 8')).toContainText('Verified', { timeout: 30_000 })
})

test('pause, resume and cancel; cancelling asks first', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure(
    [{ ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 8 }'] }],
    'sync: { parallel_jobs: 1 }\n',
  )
  const running = await start()
  const { page } = running
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Slow', { 'a.bin': Buffer.alloc(40_000_000, 1) }),
  ])
  await runRow(page, 'Slow').click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await details(page).getByRole('button', { name: 'Pause' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Held')
  await details(page).getByRole('button', { name: 'Resume' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  // a run that is only behind others says so, and so does one that waits because all is paused
  await addByDialog(running, [lab.run('SCOPE_01', 'Behind', { 'a.bin': 'a' })])
  await expect(runRow(page, 'Behind')).toContainText('next')
  await pauseAll(page)
  await expect(summary(page)).toContainText('Paused by you since')
  await expect(runRow(page, 'Behind')).toContainText('Paused by you')
  await runRow(page, 'Behind').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Cancel run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
  await expect(runRow(page, 'Behind')).toContainText('Cancelled')
  await runRow(page, 'Slow').click()
  await page.getByRole('banner').getByRole('button', { name: 'Resume all' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await details(page).getByRole('button', { name: 'Cancel run' }).click()
  await expect(page.getByRole('dialog')).toContainText('nothing is deleted')
  await page.getByRole('dialog').getByRole('button', { name: 'Leave as it is' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await runRow(page, 'Slow').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Cancel run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Cancelled')
  // what was cancelled is not done
  await expect(lists(page).getByRole('button', { name: /^Done/ })).toHaveText('Done')
  await expect(summary(page)).not.toContainText('verified')
})

test('Retry answers on its card, in place: the same fault again, then solved; a double click leaves the next problem alone', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const flag = join(lab.dir, 'obstructed')
  const log = join(lab.dir, 'pushes')
  writeFileSync(log, '')
  const record = `if [ "$1" = copy ]; then echo "$*" >> '${log}'; fi`
  const inTheWay = ['Run A', 'Run B'].map((run) => obstructPush(join(nas, run), flag))
  const chosen = `case "$*" in *'Run A'*) ${inTheWay[0]};; *'Run B'*) ${inTheWay[1]};; esac`
  const rclone = lab.wrap('rclone', `${record}\n${chosen}`)
  const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${lab.dir}/rclone.conf`]
  // the probe of the hold does not come before the click
  lab.configure(
    [instrument, { id: 'GONE_01', transport: gone }],
    `${ONCE.replace('[1]', '[3600]')}tools:\n  rclone: ${rclone}\n`,
  )
  const running = await start()
  const { page } = running
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Run A', { 'a.tif': 'a' }),
    lab.run('SCOPE_01', 'Run B', { 'a.tif': 'a' }),
    lab.run('GONE_01', 'Other', { 'a.tif': 'a' }),
  ])
  for (const run of ['Run A', 'Run B', 'Other'])
    await expect(runRow(page, run)).toContainText('Failed', { timeout: 60_000 })
  await showNeedsYou(page)
  const card = cardOf(page, 'remote_path_missing')
  const next = cardOf(page, 'remote_not_configured')
  // what blocks most runs is the first, with its instrument, its runs and since when
  await expect(page.locator('.causes article').first()).toHaveAttribute(
    'data-reason',
    'remote_path_missing',
  )
  await expect(card).toContainText('SCOPE_01')
  await expect(card).toContainText('2 runs')
  await expect(card).toContainText('since')
  const before = await next.boundingBox()
  const attempts = async (): Promise<unknown> => {
    const answer = await callCore(page, 'jobs.list', {
      view: 'all',
      search: 'Other',
      offset: 0,
      limit: 1,
    })
    return Reflect.get(Object(answer), 'value').rows[0].attempts
  }
  const tried = await attempts()
  await card.locator('.button.primary').dblclick()
  await expect(card).toContainText(/Trying again…|Same fault again/)
  await expect(card).toContainText('Same fault again', { timeout: 30_000 })
  expect(await next.boundingBox()).toEqual(before)
  expect(await attempts()).toBe(tried)
  // the card answers with the first failure, while the other run may still be pushed
  const open = async (): Promise<number> => {
    const { counts } = Reflect.get(Object(await callCore(page, 'overview.get', {})), 'value')
    return counts.active + counts.waiting
  }
  await expect.poll(open, { timeout: 30_000 }).toBe(0)
  await expect(card).toContainText('2 runs')

  rmSync(flag)
  await card.locator('.button.primary').click()
  await expect(card).toContainText(/Solved: 2 runs verified in [\d.]+ s/, { timeout: 30_000 })
  expect(await next.boundingBox()).toEqual(before)
  await expect(card.locator('.button.primary')).toBeDisabled()
  // folded, once nobody is about to click there
  await page.mouse.move(5, 5)
  await expect(card).toHaveCount(0, { timeout: 20_000 })
  await expect(next).toBeVisible()
  await unfold(next)
  await expect(next).toContainText('The destination is on hold: its runs wait until someone acts')
})

test('a transfer in which nothing moves has stalled: in row, strip and status bar, without a speed', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const pidFile = join(lab.dir, 'pid')
  const rclone = lab.wrap('rclone', `if [ "$1" = copy ]; then echo $$ > '${pidFile}'; fi`)
  lab.configure(
    [{ ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 8 }'] }],
    `tools:\n  rclone: ${rclone}\n`,
  )
  const running = await start()
  const { page } = running
  const bytesLeft = async (): Promise<number> => {
    const answer = await callCore(page, 'overview.get', {})
    return Number(Reflect.get(Object(answer), 'value').bytesLeft)
  }
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Slow', { 'a.bin': Buffer.alloc(60_000_000, 1) }),
  ])
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await expect(page.getByRole('contentinfo')).toContainText(/Sending [\d.]+ [KM]B\/s/, {
    timeout: 20_000,
  })
  // the bytes left fall while the one file is being sent
  await expect.poll(bytesLeft, { timeout: 20_000 }).toBeLessThan(58_000_000)
  const pid = Number(readFileSync(pidFile, 'utf8'))
  process.kill(pid, 'SIGSTOP')
  try {
    // the window's clock goes on by more than a minute; the program's clock and the tool stay
    await page.evaluate(() => {
      const now = Date.now
      Date.now = () => now() + 70_000
    })
    await expect(runRow(page, 'Slow')).toContainText('Stalled 1 min', { timeout: 20_000 })
    await expect(summary(page)).toContainText('1 run has been stalled for 1 min.')
    await expect(summary(page)).not.toContainText('/s')
    await expect(page.getByRole('contentinfo')).toContainText('Stalled 1 min')
    await expect(page.getByRole('contentinfo')).not.toContainText('Sending')
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})
