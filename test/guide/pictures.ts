// Takes the guide's pictures: each screen empty, busy, failing and with a million files, light and dark.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, type Locator, type Page, _electron } from '@playwright/test'
import { makeLab } from '../../build/demo/lab.mjs'
import { openDatabase } from '../../electron/core/store/database.ts'
import { fillLog, fillQueue } from '../bench/ui-data.ts'

const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const GUIDE = join(import.meta.dirname, '../../docs/guide')
const ALL = join(GUIDE, 'pictures')
/** Those that the guide and the README show: kept with them, without the others. */
const SHOWN = new Set([
  'empty-setup-light',
  'busy-all-light',
  'failing-needs-you-light',
  'failing-problem-light',
  'failing-files-light',
  'busy-destination-light',
  'busy-safe-light',
  'busy-settings-light',
  'million-files-dark',
])

const lists = (page: Page): Locator => page.getByRole('navigation', { name: 'Lists of runs' })
const row = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: name })
const go = (page: Page, name: string | RegExp): Promise<void> =>
  lists(page).getByRole('button', { name }).first().click()
const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click()

/** Both themes of what is on the screen. */
const take = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const file = `${name}-${colorScheme}`
    await page.screenshot({ path: join(ALL, `${file}.png`) })
    if (SHOWN.has(file)) cpSync(join(ALL, `${file}.png`), join(GUIDE, `${file}.png`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

const withApp = async (dataDir: string, work: (page: Page) => Promise<void>): Promise<void> => {
  const app: ElectronApplication = await _electron.launch({
    args: [...SANDBOX, '.', '--data-dir', dataDir],
  })
  try {
    const page = await app.firstWindow()
    await page.setViewportSize({ width: 1280, height: 800 })
    await work(page)
  } finally {
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    })
    await app.close()
  }
}

const empty = async (page: Page): Promise<void> => {
  await page.getByText('Connect your first instrument to start').waitFor()
  await take(page, 'empty-all')
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  await take(page, 'empty-setup')
  await go(page, /^Needs you/)
  await take(page, 'empty-needs-you')
  await go(page, /^Activity/)
  await take(page, 'empty-activity')
}

const MINUTES = 180_000

const busyAndFailing = async (
  page: Page,
  failing: string,
  runs: readonly string[],
): Promise<void> => {
  const [first = ''] = runs.map((run) => run.slice(run.lastIndexOf('/') + 1))
  await page.evaluate(
    (folders) => Reflect.get(globalThis, 'exlab').call('jobs.add', { folders, instrumentId: null }),
    runs,
  )
  await row(page, first).filter({ hasText: 'Sending' }).waitFor({ timeout: MINUTES })
  await row(page, first).click()
  await tab(page, 'Files')
  await page
    .getByText(/MB left/)
    .first()
    .waitFor()
  await take(page, 'busy-all')
  await tab(page, 'Log')
  await take(page, 'busy-log')
  await go(page, /^Active/)
  await take(page, 'busy-active')

  await go(page, /^Needs you/)
  await row(page, failing).waitFor({ timeout: MINUTES })
  await take(page, 'failing-needs-you')
  await row(page, failing).click()
  for (const name of ['Problem', 'Files', 'Log', 'History', 'Details']) {
    await tab(page, name)
    await page.waitForTimeout(300)
    await take(page, `failing-${name.toLowerCase()}`)
  }
  await go(page, /^Done/)
  await row(page, first).waitFor({ timeout: MINUTES })
  await row(page, first).click()
  await tab(page, 'Details')
  await page.getByRole('region', { name: 'May the local data be deleted?' }).waitFor()
  await take(page, 'busy-safe')
  await go(page, /lab-nas/)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText(/steps? passed|steps? failed/).waitFor({ timeout: MINUTES })
  await take(page, 'busy-destination')
  await go(page, 'CONFOCAL_01')
  await take(page, 'busy-instrument')
  await go(page, /^Activity/)
  await take(page, 'busy-activity')
  await go(page, 'Settings')
  await page.getByRole('textbox', { name: 'ID' }).waitFor()
  await take(page, 'busy-settings')
}

const million = async (page: Page): Promise<void> => {
  await row(page, 'Million').click()
  await tab(page, 'Files')
  await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(4).waitFor()
  await take(page, 'million-files')
  await tab(page, 'Log')
  await page.getByRole('log').getByText('Copied').first().waitFor()
  await take(page, 'million-log')
}

const dir = mkdtempSync(join(tmpdir(), 'lab-'))
rmSync(ALL, { recursive: true, force: true })
mkdirSync(ALL, { recursive: true })
const lab = await makeLab(dir)
try {
  const none = join(dir, 'nothing')
  mkdirSync(none)
  await withApp(none, empty)
  await withApp(lab.dataDir, (page) => busyAndFailing(page, lab.failing, lab.runs))
  const large = join(dir, 'large')
  mkdirSync(large)
  writeFileSync(
    join(large, 'config.yaml'),
    `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'runs')}\n    transport: { type: rclone, rclone_remote: lab-nas }\n`,
  )
  const db = openDatabase(join(large, 'queue.db'))
  const { jobId, attemptId } = fillQueue(db, join(dir, 'runs'))
  db.close()
  fillLog(join(large, 'logs', 'runs', String(jobId), `${attemptId}.log`))
  await withApp(large, million)
  console.log(`pictures: ${ALL}`)
} finally {
  await lab.close()
  rmSync(dir, { recursive: true, force: true })
}
