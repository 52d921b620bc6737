// Takes the guide's pictures: each screen empty, busy, failing and with a million files, light and dark.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, _electron } from '@playwright/test'
import { makeLab } from '../../build/demo/lab.ts'
import { openDatabase } from '../../electron/core/db/database.ts'
import { fillLog, fillQueue } from '../bench/ui-data.ts'
import { LISTS, SCREENS, type Screen, type Shown, TABS, row } from './screens.ts'

const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const GUIDE = join(import.meta.dirname, '../../docs/guide')
const ALL = join(GUIDE, 'pictures')
const MINUTES = 180_000
/** Slow enough that a run is still being sent when its last picture is taken. */
const MBPS = 16

/** Those that the guide and the README show: kept with them, without the others. */
const KEPT = new Set([
  'empty-setup-light',
  'busy-files-light',
  'failing-needs-you-light',
  'failing-problem-light',
  'failing-files-light',
  'failing-destination-light',
  'done-details-light',
  'busy-settings-light',
  'busy-legend-light',
  'million-files-dark',
])

/** Both themes of what is on the screen. */
const take = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const file = `${name}-${colorScheme}`
    await page.screenshot({ path: join(ALL, `${file}.png`) })
    if (KEPT.has(file)) cpSync(join(ALL, `${file}.png`), join(GUIDE, `${file}.png`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Opens each screen and takes it; what a screen still fetches is waited for. */
const each = async (shown: Shown, state: string, screens: readonly Screen[]): Promise<void> => {
  const { page } = shown
  for (const screen of screens) {
    await SCREENS[screen](shown)
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 500 })))
    await take(page, `${state}-${screen}`)
    const dialog = page.getByRole('dialog')
    if (await dialog.isVisible()) {
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }
  }
}

const withApp = async (dataDir: string, work: (shown: Shown) => Promise<void>): Promise<void> => {
  const app = await _electron.launch({ args: [...SANDBOX, '.', '--data-dir', dataDir] })
  try {
    const page = await app.firstWindow()
    await page.setViewportSize({ width: 1280, height: 800 })
    await work({ app, page })
  } finally {
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    })
    await app.close()
  }
}

const empty = async (shown: Shown): Promise<void> => {
  const { page } = shown
  await page.getByText('Connect your first instrument to start').waitFor()
  await take(page, 'empty-first')
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  await take(page, 'empty-setup')
}

/** A lab whose first run has yet to come. */
const waitingLab = (shown: Shown): Promise<void> => each(shown, 'empty', LISTS)

const add = async (page: Page, runs: readonly string[]): Promise<void> => {
  await page.evaluate(
    (folders) => Reflect.get(globalThis, 'exlab').call('jobs.add', { folders, instrumentId: null }),
    runs,
  )
}

const busy = async (shown: Shown, run: string): Promise<void> => {
  const { page } = shown
  await row(page, run).filter({ hasText: 'Sending' }).waitFor({ timeout: MINUTES })
  await row(page, run).click()
  await page
    .getByText(/MB left/)
    .first()
    .waitFor()
  await each(shown, 'busy', TABS)
  await each(shown, 'busy', LISTS)
  await each(shown, 'busy', ['legend', 'shortcuts', 'bundle'])
}

const failing = async (shown: Shown, run: string): Promise<void> => {
  const { page } = shown
  await SCREENS['needs-you'](shown)
  await row(page, run).waitFor({ timeout: MINUTES })
  await each(shown, 'failing', LISTS)
  await page.getByRole('button', { name: 'lab-nas' }).first().click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText(/steps? passed|steps? failed/).waitFor({ timeout: MINUTES })
  await take(page, 'failing-destination')
  await SCREENS['needs-you'](shown)
  await row(page, run).click()
  await each(shown, 'failing', ['problem', ...TABS])
}

const done = async (shown: Shown, run: string): Promise<void> => {
  const { page } = shown
  await SCREENS.done(shown)
  await row(page, run).filter({ hasText: 'Verified' }).waitFor({ timeout: MINUTES })
  await row(page, run).click()
  await SCREENS.details(shown)
  await page.getByRole('region', { name: 'May the local data be deleted?' }).waitFor()
  await each(shown, 'done', TABS)
}

const million = async (shown: Shown): Promise<void> => {
  const { page } = shown
  await row(page, 'Million').waitFor()
  await each(shown, 'million', LISTS)
  await SCREENS.all(shown)
  await row(page, 'Million').click()
  await SCREENS.files(shown)
  await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(4).waitFor()
  await each(shown, 'million', ['problem', ...TABS])
}

/** A queue as it is after years. */
const makeLarge = (dir: string): string => {
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
  return large
}

const dir = mkdtempSync(join(tmpdir(), 'lab-'))
rmSync(ALL, { recursive: true, force: true })
mkdirSync(ALL, { recursive: true })
const lab = await makeLab(dir, { mbps: MBPS })
const [first = ''] = lab.runs.map((run) => run.slice(run.lastIndexOf('/') + 1))
try {
  const none = join(dir, 'nothing')
  mkdirSync(none)
  await withApp(none, empty)
  await withApp(lab.dataDir, async (shown) => {
    await waitingLab(shown)
    await SCREENS.all(shown)
    await add(shown.page, lab.runs)
    await busy(shown, first)
    await failing(shown, lab.failing)
    await done(shown, first)
  })
  await withApp(makeLarge(dir), million)
  console.log(`pictures: ${ALL}`)
} finally {
  await lab.close()
  rmSync(dir, { recursive: true, force: true })
}
