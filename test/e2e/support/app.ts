// Starts the real app on a lab in a temporary folder, and finds things in its window by role and name.
import {
  type ElectronApplication,
  type Locator,
  type Page,
  _electron,
  test as base,
  expect,
} from '@playwright/test'
import { startVirtualScreen } from '../../helpers/displays.ts'
import { type LabFiles, makeLabFiles } from '../../helpers/lab-files.ts'

/** Chromium refuses its sandbox as root; nowhere else is it switched off. */
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
/** Chromium draws in software, the same on every machine, without trying GPU drivers first. */
const WITHOUT_GPU = ['--disable-gpu', '--disable-software-rasterizer']

export interface Running {
  readonly app: ElectronApplication
  readonly page: Page
}

/** What an app is started with beyond its lab. */
interface StartWith {
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Chromium. */
  readonly args?: readonly string[]
  /** Draws as on this machine, with its GPU: for measurements and pictures. */
  readonly gpu?: boolean
}

/** Starts the app on that data folder. */
export const launch = (
  dataDir: string,
  { args = [], env = {}, gpu = false }: StartWith = {},
): Promise<ElectronApplication> =>
  _electron.launch({
    args: [...SANDBOX, ...(gpu ? [] : WITHOUT_GPU), ...args, '.', '--data-dir', dataDir],
    // Playwright takes the whole environment or none of it
    // the tests name what they click in English, whatever this machine speaks; a variable that is not set is no key
    env: { ...(process.env as Record<string, string>), LANGUAGE: 'en', ...env },
  })

/** Most times that one question to the main process is asked. */
const MAX_ASKED = 5

/**
 * Answers what `ask` finds out in the main process by `evaluate`. V8's inspector keeps only a weak reference to an answer that is on its
 * way, also to a plain value: a garbage collection at that moment loses it, though the function ran. Then it is asked again, so `ask`
 * must bear being called twice.
 */
export const answered = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let asked = 1; ; asked += 1) {
    try {
      return await ask()
    } catch (error) {
      if (asked === MAX_ASKED || !/promise was (?:garbage )?collected/i.test(String(error)))
        throw error
    }
  }
}

/** Quits; while runs are being sent, the question is answered with "Stop now and quit". */
export const quit = async (app: ElectronApplication): Promise<void> => {
  await answered(() =>
    app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    }),
  )
  await app.close()
}

/** Starts the app with a window of 1280 x 800. */
export const open = async (dataDir: string, how: StartWith = {}): Promise<Running> => {
  const app = await launch(dataDir, how)
  const page = await app.firstWindow()
  await page.setViewportSize({ width: 1280, height: 800 })
  return { app, page }
}

export const test = base.extend<
  {
    lab: LabFiles
    start: (how?: StartWith) => Promise<Running>
  },
  { xServer: void }
>({
  // each worker has a screen, and so a clipboard and a keyboard focus, of its own
  xServer: [
    // Playwright reads which fixtures a function wants from its pattern
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      if (process.platform !== 'linux') return use()
      const server = await startVirtualScreen()
      Object.assign(process.env, server.env)
      delete process.env['WAYLAND_DISPLAY']
      await use()
      await server.close()
    },
    { scope: 'worker', auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern
  lab: async ({}, use) => {
    const lab = makeLabFiles()
    await use(lab)
    lab.remove()
  },
  start: async ({ lab }, use) => {
    const running: Running[] = []
    await use(async (how = {}) => {
      const one = await open(lab.dataDir, how)
      running.push(one)
      return one
    })
    for (const { app } of running) await quit(app).catch(() => undefined)
  },
})

/**
 * One lab and one app for all tests of the `describe` block in which this is called: for tests that change nothing but the
 * window. Each of them finds the window as after a start, with no stored columns.
 */
export const shareApp = (
  prepare: (lab: LabFiles) => void,
  fill: (running: Running, lab: LabFiles) => Promise<void>,
): (() => Running & { readonly lab: LabFiles }) => {
  let shared: (Running & { readonly lab: LabFiles }) | null = null
  test.beforeAll(async () => {
    const lab = makeLabFiles()
    prepare(lab)
    const running = await open(lab.dataDir)
    shared = { ...running, lab }
    await fill(running, lab)
  })
  test.beforeEach(async () => {
    await shared?.page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null })
    await shared?.page.evaluate(() => localStorage.clear())
    await shared?.page.reload()
  })
  test.afterAll(async () => {
    if (shared === null) return
    await quit(shared.app).catch(() => undefined)
    shared.lab.remove()
  })
  return () => {
    if (shared === null) throw new Error('the shared app is started before the first test')
    return shared
  }
}

/** Calls the core as the window does, through the bridge of the page; returns its answer, also a refusal. */
export const callCore = (page: Page, method: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    async ([name, value]) =>
      JSON.parse(await Reflect.get(globalThis, 'exlab').call(name, value)) as unknown,
    [method, input] as const,
  )

/** Adds folders as runs without the dialog. */
export const addRuns = async (page: Page, folders: readonly string[]): Promise<void> => {
  const answer = await callCore(page, 'jobs.add', { folders, instrumentId: null, whole: true })
  expect(answer).toMatchObject({ ok: true, value: { refused: [] } })
}

/** Waits until the window shows that its queue is empty. */
export const expectNoRuns = (page: Page): Promise<void> =>
  expect(page.getByText('No runs yet', { exact: true })).toBeVisible({ timeout: 30_000 })

/** Drops a file or a folder of this computer onto the window. */
export const drop = async (page: Page, path: string): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
  await session.detach()
}

/** The next folder dialog returns these folders. */
export const willChoose = (app: ElectronApplication, folders: readonly string[]): Promise<void> =>
  answered(() =>
    app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
    }, folders),
  )

export const addByDialog = async (
  { app, page }: Running,
  folders: readonly string[],
): Promise<void> => {
  await willChoose(app, folders)
  await page.getByRole('banner').getByRole('button', { name: 'Add run' }).click()
}

/** Pauses everything until it is resumed. */
export const pauseAll = async (page: Page): Promise<void> => {
  await page.getByRole('banner').getByRole('button', { name: 'Pause all' }).click()
  await page.getByRole('menuitem', { name: 'Until I resume' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: 'Resume all' })).toBeVisible()
}

/** The list at the side: views, instruments and destinations. */
export const lists = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Lists of runs' })

export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Runs' })

export const runRow = (page: Page, name: string): Locator =>
  grid(page).getByRole('row').filter({ hasText: name })

export const fileRow = (page: Page, path: string): Locator =>
  page.getByRole('grid', { name: 'Files' }).getByRole('row').filter({ hasText: path })

/** The details of the chosen run, below the list. */
export const details = (page: Page): Locator =>
  page.getByRole('region', { name: 'Details of the chosen run' })

/** The sentence at the top of the window. */
export const summary = (page: Page): Locator => page.getByRole('region', { name: 'Summary' })

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name }).click()

export const clipboardText = (app: ElectronApplication): Promise<string> =>
  answered(() => app.evaluate(({ clipboard }) => clipboard.readText()))
