// A run from adding its folder to Verified, file by file, in the window; reload and crash of the window meanwhile.
import { expect } from '@playwright/test'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { localNas } from '../../helpers/lab-files.ts'
import {
  addByDialog,
  drop,
  expectNoRuns,
  fileRow,
  openTab,
  runRow,
  summary,
  test,
} from '../support/app.ts'

const MIB = 1024 * 1024

test('files of an added run move through their states while rclone runs, and end Verified', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 48 }'] },
  ])
  const folder = lab.run('SCOPE_01', 'Zählung Ω 1', {
    'a first.txt': 'x',
    'b stack.czi': Buffer.alloc(20 * MIB, 5),
    'c stack.czi': Buffer.alloc(1 * MIB, 6),
  })
  const running = await start()
  const { page } = running
  await expectNoRuns(page)
  await addByDialog(running, [folder])
  await runRow(page, 'Zählung Ω 1').click()
  await expect(runRow(page, 'Zählung Ω 1')).toContainText('Sending')
  await expect(fileRow(page, 'b stack.czi')).toContainText('Sending')
  await expect(fileRow(page, 'a first.txt')).toContainText('Sent')
  await expect(fileRow(page, 'b stack.czi')).toContainText('Sending')
  await expect(summary(page)).toContainText('1 run in progress')
  await expect(runRow(page, 'Zählung Ω 1')).toContainText('Verified', { timeout: 60_000 })
  for (const name of ['a first.txt', 'b stack.czi', 'c stack.czi'])
    await expect(fileRow(page, name)).toContainText('Verified')
  await expect(runRow(page, 'Zählung Ω 1')).toContainText('Read back')
  await expect(summary(page)).toContainText('1 run is verified.')
  expect(readFileSync(join(nas, 'Zählung Ω 1', 'a first.txt'), 'utf8')).toBe('x')
  await openTab(page, 'History')
  // the push sent three files, the verification compared the same three
  for (const attempt of [/^1 Sending/, /^2 Checking/])
    await expect(page.getByRole('row', { name: attempt })).toContainText('3 files, 21.0 MB')
})

test('a folder dropped on the window is added; a file is refused with the reason', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Dropped', { 'a.txt': 'a' })
  const { page } = await start()
  await expectNoRuns(page)
  await drop(page, folder)
  await expect(runRow(page, 'Dropped')).toContainText('Verified', { timeout: 30_000 })
  await drop(page, join(folder, 'a.txt'))
  await expect(page.getByRole('alert')).toContainText('A run is a folder')
})

test('a folder outside every instrument folder asks which instrument made it', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument, { ...instrument, id: 'SCOPE_02' }])
  const folder = lab.run('../elsewhere', 'Loose', { 'a.txt': 'a' })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await page.getByRole('dialog').getByRole('button', { name: 'SCOPE_02' }).click()
  await expect(runRow(page, 'Loose')).toContainText('SCOPE_02')
  await expect(runRow(page, 'Loose')).toContainText('Verified', { timeout: 30_000 })
})

test('a reload of the window while a run is sent loses nothing', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 24 }'] },
  ])
  const folder = lab.run('SCOPE_01', 'Long', { 'a.txt': 'x', 'b.czi': Buffer.alloc(18 * MIB, 5) })
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Long')).toContainText('Sending')
  await page.reload()
  await expect(runRow(page, 'Long')).toContainText('Sending')
  await runRow(page, 'Long').click()
  await expect(fileRow(page, 'b.czi')).toContainText('Sending')
  await expect(runRow(page, 'Long')).toContainText('Verified', { timeout: 60_000 })
  await openTab(page, 'History')
  await expect(
    page.getByRole('tabpanel').getByRole('row').filter({ hasText: 'Sending' }),
  ).toHaveCount(1)
})

test('a window whose process crashed opens again while the run goes on', async ({ lab, start }) => {
  const { instrument } = localNas(lab)
  lab.configure([
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 24 }'] },
  ])
  const running = await start()
  const { app, page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Long', { 'b.czi': Buffer.alloc(12 * MIB, 5) })])
  await expect(runRow(page, 'Long')).toContainText('Sending')
  // a search without results, with the details open
  await runRow(page, 'Long').click()
  await page.getByRole('textbox', { name: 'Search runs' }).fill('another')
  await expect(page.getByText('No runs match')).toBeVisible()
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  // Playwright abandons a crashed page, so the new one is read through the main process; a question to the old page is never
  // answered, so it counts as empty after half a second and is asked again
  const ask = (script: string): Promise<string> =>
    app.evaluate(({ BrowserWindow }, text) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const lost = new Promise<string>((resolve) => {
        setTimeout(() => resolve(''), 500)
      })
      return Promise.race([lost, contents?.executeJavaScript(text)])
    }, script)
  const shown = (): Promise<string> => ask('document.body.innerText')
  await expect.poll(shown, { timeout: 30_000 }).toContain('Verified')
  // the list of all runs as after a start: no filter, nothing chosen
  expect(await ask(`document.querySelector('[aria-current="true"]').innerText`)).toContain(
    'All runs',
  )
  expect(await ask(`document.querySelector('.toolbar input').value`)).toBe('')
  expect(
    await ask(`String(document.querySelectorAll('[aria-selected="true"][role="row"]').length)`),
  ).toBe('0')
  expect(await shown()).toContain('Long')
})
