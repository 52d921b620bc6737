import { expect } from '@playwright/test'
import { symlinkSync, writeFileSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../helpers/lab-files.ts'
import { addRuns, callCore, details, lists, openTab, pauseAll, quit, runRow, summary, test } from './support/app.ts'

const say = (...x: unknown[]) => console.log(...x)
test('drive', async ({ lab, start }) => {
  test.setTimeout(580_000)
  const { instrument } = localNas(lab)
  const gone = ['type: rclone', 'rclone_remote: gone', `rclone_config: ${lab.dir}/rclone.conf`]
  const ssh = ['type: rsync_ssh', 'ssh_target: lab@127.0.0.1', 'ssh_port: 9', `ssh_key_path: ${lab.dir}/key`, `remote_path: ${lab.dir}/vol`]
  writeFileSync(join(lab.dir, 'key'), 'x')
  lab.configure([
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 8 }'] },
    { id: 'GONE_01', transport: gone }, { id: 'SSH_01', transport: ssh },
  ], 'sync: { max_attempts: 3, retry_delays_s: [3600] }\n')
  const { page, app } = await start()
  const side = async () => (await lists(page).innerText()).replaceAll('\n', ' | ')
  const strip = async () => (await summary(page).innerText()).replaceAll('\n', ' | ')
  const bar = async () => (await page.getByRole('contentinfo').innerText()).replaceAll('\n', ' | ')
  const table = async () => (await page.getByRole('grid', { name: 'Runs' }).innerText()).replaceAll('\n', ' | ')
  const shot = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `/tmp/truth/shots/${name}-${colorScheme}.png` })
    }
  }
  await page.waitForTimeout(3000)
  say('SIDE start:', await side())
  const unsafe = lab.run('SCOPE_01', 'Unsafe', { 'a.tif': 'aaa' })
  symlinkSync(lab.dir, join(unsafe, '.exlab-wizard'))
  await addRuns(page, [unsafe])
  await expect(runRow(page, 'Unsafe')).toContainText('Verified', { timeout: 60_000 })
  say('SIDE after proof:', await side())
  await addRuns(page, [
    lab.run('GONE_01', 'G1', { a: 'a' }), lab.run('GONE_01', 'G2', { a: 'a' }), lab.run('GONE_01', 'G3', { a: 'a' }),
    lab.run('SSH_01', 'S1', { a: 'a' }), lab.run('SSH_01', 'S2', { a: 'a' }),
    lab.run('SCOPE_01', 'Slow', { 'big.bin': Buffer.alloc(60_000_000, 1), 'b.bin': 'b' }),
    lab.run('SCOPE_01', 'Next', { 'c.bin': Buffer.alloc(3_000_000, 1) }),
    lab.run('SCOPE_01', 'Third', { 'c.bin': Buffer.alloc(3_000_000, 1) }),
  ])
  await page.waitForTimeout(25_000)
  for (let i = 0; i < 3; i += 1) { say('STRIP', await strip()); say('BAR', await bar()); await page.waitForTimeout(5_000) }
  say('TABLE', await table())
  say('SIDE', await side())
  await shot('all')
  await lists(page).getByRole('button', { name: /^Needs you/ }).click()
  await page.waitForTimeout(1500)
  say('CARDS', (await page.locator('.causes').innerText()).replaceAll('\n', ' | '))
  await shot('needs-you')
  await runRow(page, 'Unsafe').click()
  await page.waitForTimeout(1500)
  await shot('unsafe-open')
  say('DETAILS', (await details(page).innerText()).replaceAll('\n', ' | '))
  await lists(page).getByRole('button', { name: /^All runs/ }).click()
  await runRow(page, 'G1').click()
  await page.waitForTimeout(1500)
  await shot('failed-open')
  await runRow(page, 'Slow').click()
  await openTab(page, 'Files')
  await page.waitForTimeout(1000)
  await details(page).getByRole('button', { name: 'Cancel run' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
  await expect(runRow(page, 'Slow')).toContainText('Cancelled')
  await page.waitForTimeout(1500)
  say('T2 files', (await details(page).innerText()).replaceAll('\n', ' | '))
  say('T2 row', await table())
  await pauseAll(page)
  await page.waitForTimeout(3000)
  say('T12 strip', await strip(), 'BAR', await bar())
  say('T12 table', await table())
  await shot('paused')
  await lists(page).getByRole('button', { name: /^Waiting/ }).click()
  await page.waitForTimeout(1500)
  say('T23 waiting', await table())
  await lists(page).getByRole('button', { name: /^Activity/ }).click()
  await page.waitForTimeout(1500)
  say('ACTIVITY', (await page.getByRole('treegrid').innerText()).replaceAll('\n', ' | '))
  await shot('activity')
  // a test that fails
  void callCore(page, 'destinations.test', { instrumentId: 'GONE_01' })
  await page.waitForTimeout(8000)
  await lists(page).getByRole('button', { name: /SCOPE_01/ }).first().click()
  await lists(page).getByRole('button', { name: /^Activity/ }).click()
  await page.waitForTimeout(1000)
  say('SIDE after failed test', await side())
  // quit during a test and a transfer
  await page.getByRole('banner').getByRole('button', { name: 'Resume all' }).click()
  await addRuns(page, [lab.run('SCOPE_01', 'Slow2', { 'big.bin': Buffer.alloc(60_000_000, 1) })])
  await page.waitForTimeout(6000)
  void callCore(page, 'destinations.test', { instrumentId: 'SCOPE_01' }).catch(() => undefined)
  await page.waitForTimeout(1000)
  const at = Date.now()
  await quit(app)
  say('QUIT ms', Date.now() - at)
  const log = join(lab.dataDir, 'logs/app.log')
  say('LOG', existsSync(log) ? readFileSync(log, 'utf8') : 'none')
})
