// Notifications of the system: one for each cause, a click opens its problem, a restart repeats none (docs/ux.md D13).
import { type ElectronApplication, expect } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { addRuns, expectNoRuns, quit, runRow, test } from '../support/app.ts'

interface Shown {
  readonly title: string
  readonly body: string
}

/** Records notifications instead of showing them, as on a system that has them, with the window not focused. */
const watchNotices = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow, Notification }) => {
    Reflect.set(globalThis, 'notices', [])
    Notification.isSupported = () => true
    BrowserWindow.prototype.isFocused = () => false
    Notification.prototype.show = function show(this: Electron.Notification) {
      Reflect.get(globalThis, 'notices').push(this)
    }
  })
const shown = (app: ElectronApplication): Promise<Shown[]> =>
  app.evaluate(() =>
    Reflect.get(globalThis, 'notices').map((one: Shown) => ({ title: one.title, body: one.body })),
  )
test('a cause is notified once; a click opens the problem; a restart repeats none', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const gone = (id: string) => ({
    id,
    transport: ['type: rclone', `rclone_remote: ${id}`, `rclone_config: ${lab.dir}/rclone.conf`],
  })
  lab.configure(
    [instrument, gone('GONE_01'), gone('GONE_02')],
    'sync:\n  retry_delays_s: [0]\n  max_attempts: 1\n',
  )
  const first = await start()
  await watchNotices(first.app)
  await expectNoRuns(first.page)
  await addRuns(first.page, [lab.run('GONE_01', 'Bad', { 'a.tif': 'a', 'b.tif': 'b' })])
  await expect(runRow(first.page, 'Bad')).toContainText('Failed', { timeout: 30_000 })
  await expect.poll(() => shown(first.app), { timeout: 20_000 }).toHaveLength(1)
  expect((await shown(first.app))[0]).toMatchObject({
    title: expect.stringContaining('GONE_01'),
    body: 'Bad needs you.',
  })
  await first.app.evaluate(() => Reflect.get(globalThis, 'notices')[0].emit('click'))
  await expect(first.page.getByRole('tab', { name: 'Problem', selected: true })).toBeVisible()
  await quit(first.app)

  const second = await start()
  await watchNotices(second.app)
  await addRuns(second.page, [lab.run('GONE_02', 'Worse', { 'a.tif': 'a' })])
  await expect.poll(() => shown(second.app), { timeout: 20_000 }).toHaveLength(1)
  expect((await shown(second.app))[0]).toMatchObject({ body: 'Worse needs you.' })
  const { told } = JSON.parse(readFileSync(join(lab.dataDir, 'window.json'), 'utf8'))
  expect(Object.values(told.problems)).toEqual([
    expect.objectContaining({ times: 1 }),
    expect.objectContaining({ times: 1 }),
  ])
})
