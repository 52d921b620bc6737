// `npm run screenshots` takes the pictures of the guide: each screen empty, busy, failing and with a million files, in both themes.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeLab } from '../../build/demo/lab.ts'
import { openDatabase } from '../../electron/core/db/database.ts'
import { fillLog, fillQueue } from '../bench/ui-data.ts'
import { type Running, addRuns, open, quit, runRow } from '../e2e/support/app.ts'
import { LISTS, SCREENS, type Screen, TABS } from './screens.ts'

const GUIDE = join(import.meta.dirname, '../../docs/guide')
const ALL = join(GUIDE, 'pictures')
const MINUTES = 180_000
/** Speed limit, so low that a run is still being sent when its last picture is taken. */
const MBPS = 16

/** Pictures that the guide and the README show; they are copied next to the guide's pages. */
const SHOWN = new Set([
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

/** Takes the screen as it is in both themes. */
const take = async (page: Page, name: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const file = `${name}-${colorScheme}`
    await page.screenshot({ path: join(ALL, `${file}.png`) })
    if (SHOWN.has(file)) cpSync(join(ALL, `${file}.png`), join(GUIDE, `${file}.png`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Opens each screen, waits until it is idle, and takes it. */
const takeEach = async (
  shown: Running,
  state: string,
  screens: readonly Screen[],
): Promise<void> => {
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

const withApp = async (dataDir: string, work: (shown: Running) => Promise<void>): Promise<void> => {
  const shown = await open(dataDir, { gpu: true })
  try {
    await work(shown)
  } finally {
    await quit(shown.app)
  }
}

const empty = async (shown: Running): Promise<void> => {
  const { page } = shown
  await page.getByText('Connect your first instrument to start').waitFor()
  await take(page, 'empty-first')
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  await take(page, 'empty-setup')
}

/** A lab that has no runs yet. */
const noRuns = (shown: Running): Promise<void> => takeEach(shown, 'empty', LISTS)

const busy = async (shown: Running, run: string): Promise<void> => {
  const { page } = shown
  await runRow(page, run).filter({ hasText: 'Sending' }).waitFor({ timeout: MINUTES })
  await runRow(page, run).click()
  await page
    .getByText(/MB left/)
    .first()
    .waitFor()
  await takeEach(shown, 'busy', TABS)
  await takeEach(shown, 'busy', LISTS)
  await takeEach(shown, 'busy', ['legend', 'shortcuts', 'bundle'])
}

const failing = async (shown: Running, run: string): Promise<void> => {
  const { page } = shown
  await SCREENS['needs-you'](shown)
  await runRow(page, run).waitFor({ timeout: MINUTES })
  await takeEach(shown, 'failing', LISTS)
  await page.getByRole('button', { name: 'lab-nas' }).first().click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page
    .getByText(/steps? passed|steps? failed/)
    .first()
    .waitFor({ timeout: MINUTES })
  await take(page, 'failing-destination')
  await SCREENS['needs-you'](shown)
  await runRow(page, run).click()
  await takeEach(shown, 'failing', ['problem', ...TABS])
}

const done = async (shown: Running, run: string): Promise<void> => {
  const { page } = shown
  await SCREENS.done(shown)
  await runRow(page, run).filter({ hasText: 'Verified' }).waitFor({ timeout: MINUTES })
  await runRow(page, run).click()
  await SCREENS.details(shown)
  await page.getByRole('region', { name: 'May the local data be deleted?' }).waitFor()
  await takeEach(shown, 'done', TABS)
}

const million = async (shown: Running): Promise<void> => {
  const { page } = shown
  await runRow(page, 'Million').waitFor()
  await takeEach(shown, 'million', LISTS)
  await SCREENS.all(shown)
  await runRow(page, 'Million').click()
  await SCREENS.files(shown)
  await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(4).waitFor()
  await takeEach(shown, 'million', ['problem', ...TABS])
}

/** A data folder as it is after years of use. */
const makeLarge = (dir: string): string => {
  const large = join(dir, 'large')
  mkdirSync(large, { mode: 0o700 })
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
  mkdirSync(none, { mode: 0o700 })
  await withApp(none, empty)
  await withApp(lab.dataDir, async (shown) => {
    await noRuns(shown)
    await SCREENS.all(shown)
    await addRuns(shown.page, lab.runs)
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
