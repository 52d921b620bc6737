// Closing and quitting: the window closes and the app keeps working, quitting while a run is sent asks, nothing takes the focus.
import { type ElectronApplication, expect } from '@playwright/test'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, addRuns, expectNoRuns, launch, runRow, test } from '../support/app.ts'

const visible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true)

/** Answers the next message boxes with that button, and records them. */
const answerWith = (app: ElectronApplication, response: number): Promise<void> =>
  app.evaluate(({ dialog }, button) => {
    Reflect.set(globalThis, 'asked', [])
    dialog.showMessageBox = (...args: unknown[]) => {
      Reflect.get(globalThis, 'asked').push(args.at(-1))
      return Promise.resolve({ response: button, checkboxChecked: false })
    }
  }, response)

const asked = (app: ElectronApplication): Promise<{ message: string; detail: string }[]> =>
  app.evaluate(() => Reflect.get(globalThis, 'asked'))

const close = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

test('closing the window leaves the app at work; what that means is said once', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const running = await start()
  const { app, page } = running
  await expectNoRuns(page)
  await answerWith(app, 0)
  await close(app)
  await expect.poll(() => visible(app)).toBe(false)
  const first = await asked(app)
  // without a tray closing asks; with one it is only notified
  expect(first.map((one) => one.message)).toEqual(['This desktop has no tray'])
  await addRuns(page, [lab.run('SCOPE_01', 'Unseen', { 'a.tif': 'a' })])
  // a second start shows the window of the first
  const second = await launch(lab.dataDir).catch(() => null)
  await second?.close().catch(() => undefined)
  await expect.poll(() => visible(app)).toBe(true)
  await expect(runRow(page, 'Unseen')).toContainText('Verified', { timeout: 30_000 })
  await close(app)
  await expect.poll(() => visible(app)).toBe(false)
  expect(await asked(app)).toHaveLength(1)
})

test('quitting while something is sent asks; "finish these" waits for them', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([
    { ...instrument, transport: [...instrument.transport, 'bandwidth: { upload_mbps: 16 }'] },
  ])
  const running = await start()
  const { app, page } = running
  await addByDialog(running, [lab.run('SCOPE_01', 'Slow', { 'a.bin': Buffer.alloc(8_000_000, 1) })])
  await expect(runRow(page, 'Slow')).toContainText('Sending')
  await answerWith(app, 2)
  await app.evaluate(({ app: self }) => self.quit())
  await expect.poll(() => asked(app)).toHaveLength(1)
  expect((await asked(app))[0]).toMatchObject({ message: '1 run is being sent or checked' })
  await expect(runRow(page, 'Slow')).toContainText(/Sending|Checking|Verified/)
  await answerWith(app, 0)
  const closed = app.waitForEvent('close')
  await app.evaluate(({ app: self }) => self.quit())
  await closed
  const again = await start()
  await expect(runRow(again.page, 'Slow')).toContainText('Verified')
})

test('a run that fails takes no focus and opens nothing; a click on its notice opens its problem', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure(
    [instrument],
    `sync:\n  retry_delays_s: [0]\n  max_attempts: 1\ntools:\n  rclone: ${lab.dir}/none\n`,
  )
  const { app, page } = await start()
  await expectNoRuns(page)
  await page.getByRole('textbox', { name: 'Search runs' }).focus()
  await addRuns(page, [lab.run('SCOPE_01', 'Bad', { 'a.tif': 'a' })])
  await expect(runRow(page, 'Bad')).toContainText('Failed', { timeout: 30_000 })
  await expect(page.getByRole('textbox', { name: 'Search runs' })).toBeFocused()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(app.windows()).toHaveLength(1)
  // the command that a click on the notification sends
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('exlab:command', { show: 'run', jobId: 1 }),
  )
  await expect(page.getByRole('tab', { name: 'Problem', selected: true })).toBeVisible()
})
