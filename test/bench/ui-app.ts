// The app as a separate process, driven through its debugging port on loopback. The packaged program takes no debugger, so its
// archive runs in the same Electron outside of the package.
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { type Page, chromium } from '@playwright/test'

const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
/** Electron of the checkout; a package has a copy of it. */
const RUNTIME = String(createRequire(import.meta.url)('electron'))

/** Path of a package's archive; null where the checkout is measured. */
export const packaged =
  process.env['BENCH_APP'] === undefined || process.env['BENCH_APP'] === ''
    ? null
    : process.env['BENCH_APP']

interface Running {
  readonly page: Page
  close(): Promise<void>
}

/** Address that Chromium prints once it listens. */
const endpointOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error('the app has no stderr'))
    const lines = createInterface({ input: child.stderr })
    lines.on('line', (line) => {
      const [, endpoint] = /DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (endpoint !== undefined) resolve(endpoint)
    })
    child.on('close', (code) => reject(new Error(`the app ended with ${code}`)))
  })

/** Starts a process with a window of 1280 x 800, whatever the display. */
const start = async (command: string, args: readonly string[]): Promise<Running> => {
  const child = spawn(command, [...SANDBOX, '--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => void child.on('close', () => resolve()))
  const browser = await chromium.connectOverCDP(await endpointOf(child))
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('the app has no window')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 800,
    deviceScaleFactor: 1,
    mobile: false,
  })
  return {
    page,
    async close() {
      await browser.close()
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Starts the app on a data folder. */
export const startApp = (dataDir: string): Promise<Running> =>
  start(RUNTIME, [packaged ?? '.', '--data-dir', dataDir])

/** Starts the same Electron with an empty page and no other code. */
export const startNothing = (folder: string): Promise<Running> => start(RUNTIME, [folder])
