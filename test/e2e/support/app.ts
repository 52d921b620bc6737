// Starts the real app on a lab of its own, and finds things in its window as an operator would.
import {
  type ElectronApplication,
  type Locator,
  type Page,
  _electron,
  test as base,
} from '@playwright/test'
import { type LabFiles, makeLabFiles } from '../../helpers/lab-files.ts'

/** Chromium refuses its sandbox as root; nowhere else is it switched off. */
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
/** Drawn by Chromium itself, the same on every machine; a display without a GPU tries several in vain at every start. */
const DRAWN = ['--disable-gpu', '--disable-software-rasterizer']

export interface Running {
  readonly app: ElectronApplication
  readonly page: Page
}

/** Starts the app on that data folder; `args` go to Chromium. */
export const launch = (
  dataDir: string,
  { args = [], env = {} }: StartWith = {},
): Promise<ElectronApplication> =>
  _electron.launch({
    args: [...SANDBOX, ...DRAWN, ...args, '.', '--data-dir', dataDir],
    // Playwright takes the whole environment or none of it
    env: { ...(process.env as Record<string, string>), ...env }, // a variable that is not set is no key
  })

/** Quits; where runs are still being sent, as somebody who chooses "Stop now and quit". */
export const quit = async (app: ElectronApplication): Promise<void> => {
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
  })
  await app.close()
}

/** What an app is started with beyond its lab. */
export interface StartWith {
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

export const test = base.extend<{
  lab: LabFiles
  start: (how?: StartWith) => Promise<Running>
}>({
  // Playwright reads which fixtures a function wants from its pattern
  // eslint-disable-next-line no-empty-pattern
  lab: async ({}, use) => {
    const lab = makeLabFiles()
    await use(lab)
    lab.remove()
  },
  start: async ({ lab }, use) => {
    const running: ElectronApplication[] = []
    await use(async (how = {}) => {
      const app = await launch(lab.dataDir, how)
      running.push(app)
      const page = await app.firstWindow()
      await page.setViewportSize({ width: 1280, height: 800 })
      return { app, page }
    })
    for (const app of running) await quit(app).catch(() => undefined)
  },
})

/** The next folder dialog answers with these. */
export const willChoose = (app: ElectronApplication, folders: readonly string[]): Promise<void> =>
  app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
  }, folders)

export const addByDialog = async (
  { app, page }: Running,
  folders: readonly string[],
): Promise<void> => {
  await willChoose(app, folders)
  await page.getByRole('banner').getByRole('button', { name: 'Add run' }).click()
}

export const runRow = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: name })

export const fileRow = (page: Page, path: string): Locator =>
  page.getByRole('grid', { name: 'Files' }).getByRole('row').filter({ hasText: path })

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name }).click()
