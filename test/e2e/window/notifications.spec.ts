// Notices of the system: one for a cause, a click leads to its problem, and a start repeats nothing (docs/ux.md D13).
import { type ElectronApplication, type Page, expect } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { quit, runRow, test } from '../support/app.ts'

interface Shown {
  readonly title: string
  readonly body: string
}

/** Keeps what would be shown, as on a system with notices and a person who looks elsewhere. */
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
const add = (page: Page, folders: readonly string[]): Promise<unknown> =>
  page.evaluate(
    (all) =>
      Reflect.get(globalThis, 'exlab').call('jobs.add', { folders: all, instrumentId: null }),
    folders,
  )

test('one notice for a cause; its click opens the problem; a start repeats none', async ({
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
  await expect(first.page.getByText('No runs yet', { exact: true })).toBeVisible()
  await add(first.page, [lab.run('GONE_01', 'Bad', { 'a.tif': 'a', 'b.tif': 'b' })])
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
  await add(second.page, [lab.run('GONE_02', 'Worse', { 'a.tif': 'a' })])
  await expect.poll(() => shown(second.app), { timeout: 20_000 }).toHaveLength(1)
  expect((await shown(second.app))[0]).toMatchObject({ body: 'Worse needs you.' })
  const { told } = JSON.parse(readFileSync(join(lab.dataDir, 'window.json'), 'utf8'))
  expect(Object.values(told.problems)).toEqual([
    expect.objectContaining({ times: 1 }),
    expect.objectContaining({ times: 1 }),
  ])
})
