// Reasons whose faults are made with the real tools, from the fault to the cause card in the window (docs/ux.md D19.9). The
// reasons with recorded output are in reasons.spec.ts.
import { expect } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, untilListening } from '../../../build/demo/sshd.ts'
import { localNas } from '../../helpers/lab-files.ts'
import { addRuns, expectNoRuns, openTab, runRow, test } from '../support/app.ts'
import {
  cardOf,
  causes,
  expectCard,
  expectFilesBehind,
  expectTexts,
  showNeedsYou,
} from '../support/cause-card-expectations.ts'

/** rclone's WebDAV server over a folder, on loopback. */
const serveWebdav = async (folder: string): Promise<{ url: string; stop(): void }> => {
  mkdirSync(folder)
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const child = spawn('rclone', ['serve', 'webdav', folder, '--addr', address], { stdio: 'ignore' })
  await untilListening(port, () => (child.exitCode === null ? null : 'rclone serve ended'))
  return { url: `http://${address}`, stop: () => child.kill('SIGKILL') }
}

test('a missing program, storage without SHA-256 and storage behind a cache each have their card', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const nas = join(lab.dir, 'nas')
  const conf = join(lab.dir, 'crypt.conf')
  writeFileSync(
    conf,
    `[crypt]\ntype = crypt\nremote = ${nas}/c\npassword = PDPDLLDY0hRtxfzGkRzWrfJwuL0Lmw\n`,
  )
  mkdirSync(join(nas, 'c'))
  writeFileSync(join(lab.dir, 'key'), 'key')
  const dav = await serveWebdav(join(lab.dir, 'dav'))
  const davConf = join(lab.dir, 'dav.conf')
  writeFileSync(davConf, `[dav]\ntype = webdav\nurl = ${dav.url}\nvendor = other\n`)
  lab.configure(
    [
      instrument,
      {
        id: 'DAV',
        transport: ['type: rclone', 'rclone_remote: dav', `rclone_config: ${davConf}`],
      },
      {
        id: 'CRYPT',
        transport: ['type: rclone', 'rclone_remote: crypt', `rclone_config: ${conf}`],
      },
      {
        id: 'SSH',
        transport: [
          'type: rsync_ssh',
          'ssh_target: lab@nas',
          `ssh_key_path: ${lab.dir}/key`,
          'remote_path: /v',
        ],
      },
    ],
    // rsync itself is missing
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\nverify:\n  max_stream_bytes: 1\ntools:\n  rsync: ${lab.dir}/none/rsync\n`,
  )
  const { page } = await start()
  await addRuns(page, [
    lab.run('SCOPE_01', 'Fine', { 'a.tif': 'abc' }),
    lab.run('CRYPT', 'Behind a cache', { 'a.tif': 'abc' }),
    lab.run('DAV', 'No hash', { 'a.tif': 'abc' }),
    lab.run('SSH', 'No program', { 'a.tif': 'abc' }),
  ])
  await expect(runRow(page, 'Fine')).toContainText('Verified', { timeout: 60_000 })
  await showNeedsYou(page)
  await expect(causes(page).getByRole('article')).toHaveCount(3, { timeout: 60_000 })
  dav.stop()
  await expectCard(page, 'cache_not_passed', 'crypt:', 'Behind a cache')
  await expectCard(page, 'binary_missing', 'lab@nas:/v', 'No program')
  // the server has no digests, and one byte is too little to read a run back with
  await expectCard(page, 'remote_hash_unsupported', 'dav:', 'No hash')
  await expect(runRow(page, 'No hash')).toContainText('Sent, not proven')
  await expect(page.getByText('all verified', { exact: false })).toHaveCount(0)
  const count = cardOf(page, 'remote_hash_unsupported').getByRole('button', { name: /^1 file, / })
  await expectFilesBehind(page, count)
})

test('a link in a run, which no tool sends, is named on a card, and the run is not Verified', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument], 'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n')
  const folder = lab.run('SCOPE_01', 'Linked', { 'a.tif': 'abc' })
  symlinkSync('a.tif', join(folder, 'link'))
  const { page } = await start()
  await expectNoRuns(page)
  await addRuns(page, [folder])
  await expect(runRow(page, 'Linked')).toContainText('Sent, not proven', { timeout: 60_000 })
  await showNeedsYou(page)
  await expect(causes(page).getByRole('article')).toContainText('is left out: link.')
  await expect(causes(page).getByRole('button', { name: 'in Linked' })).toBeVisible()
  const card = cardOf(page, 'entries_left_out')
  await card.getByRole('button', { name: 'Leave them out and finish…' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 file')
  await page.keyboard.press('Escape')
})

test('copies that changed on the NAS after they were verified have their card', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const spoil = join(lab.dir, 'spoil')
  // the copy is damaged before each comparison, so that sending it once more does not help
  const before = `if [ "$1" = config ] && [ -e '${spoil}' ]; then printf X > '${nas}/Later/a.tif'; fi`
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\ntools:\n  rclone: ${lab.wrap('rclone', before)}\n`,
  )
  const { page } = await start()
  await expectNoRuns(page)
  await addRuns(page, [lab.run('SCOPE_01', 'Later', { 'a.tif': 'abc', 'b.tif': 'abc' })])
  await expect(runRow(page, 'Later')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(spoil, '')
  await runRow(page, 'Later').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Later')).toContainText('Failed', { timeout: 60_000 })
  await showNeedsYou(page)
  await expectCard(page, 'remote_changed', 'nas:raw', 'Later')
  const count = cardOf(page, 'remote_changed').getByRole('button', { name: /^1 file, 3 B/ })
  await expectFilesBehind(page, count)
  await expect(page.getByRole('grid', { name: 'Files' })).toContainText('a.tif')
})

test('originals that changed here after they were verified have their card', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { page } = await start()
  await expectNoRuns(page)
  const folder = lab.run('SCOPE_01', 'Drift', { 'a.tif': 'abc', 'b.tif': 'abc' })
  await addRuns(page, [folder])
  await expect(runRow(page, 'Drift')).toContainText('Verified', { timeout: 60_000 })
  writeFileSync(join(folder, 'a.tif'), 'abcd')
  await runRow(page, 'Drift').click()
  await page.keyboard.press('Control+Shift+V')
  await expect(runRow(page, 'Drift')).toContainText('Changed since verified', { timeout: 60_000 })
  await showNeedsYou(page)
  await expectCard(page, 'changed_since_verified', 'nas:raw', 'Drift')
  const count = cardOf(page, 'changed_since_verified').getByRole('button', { name: /^1 file, / })
  await expectFilesBehind(page, count)
  await expect(page.getByRole('grid', { name: 'Files' })).toContainText('a.tif')
})

test('a transfer program killed from outside is an interruption, in the row, the details and the card', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const pid = join(lab.dir, 'pid')
  // the shell is replaced by rclone, so the recorded process id is that of rclone
  const tool = lab.wrap('rclone', `if [ "$1" = copy ]; then echo $$ > '${pid}'; fi`)
  const slow = [...instrument.transport, 'bandwidth: { upload_mbps: 8 }']
  lab.configure(
    [{ ...instrument, transport: slow }],
    `sync:\n  retry_delays_s: [3600]\n  max_attempts: 2\ntools:\n  rclone: ${tool}\n`,
  )
  const { page } = await start()
  await expectNoRuns(page)
  await addRuns(page, [lab.run('SCOPE_01', 'Long', { 'a.bin': Buffer.alloc(20_000_000, 1) })])
  const stop = async (): Promise<void> => {
    await expect(runRow(page, 'Long')).toContainText('Sending')
    await expect(page.getByRole('grid', { name: 'Runs' })).toContainText('MB/s')
    process.kill(Number(readFileSync(pid, 'utf8')), 'SIGTERM')
  }
  await runRow(page, 'Long').click()
  await stop()
  // while the run waits for its next try
  await expect(runRow(page, 'Long')).toContainText('Retrying')
  await openTab(page, 'Problem')
  const own = page.getByRole('tabpanel').getByRole('article')
  const toolOutput = page.getByRole('tabpanel').locator('.tool-output')
  await expectTexts(own, 'interrupted', 'nas:raw', toolOutput, 'It will retry by itself')
  await expect(own).toContainText('Attempt 1 of 2 failed. Next try at')
  // the last try
  await runRow(page, 'Long').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Send next' }).click()
  await stop()
  await expect(runRow(page, 'Long')).toContainText('Failed')
  await showNeedsYou(page)
  await expectCard(page, 'interrupted', 'nas:raw', 'Long')
  const count = cardOf(page, 'interrupted').getByRole('button', { name: /^1 file, 19.1 MB/ })
  await expectFilesBehind(page, count)
})
