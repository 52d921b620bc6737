// Position of the window with two displays, one of which is unplugged, and use of the window at other display scales.
import { type ElectronApplication, expect } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startDisplays } from '../../helpers/displays.ts'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import {
  addRuns,
  grid,
  launch,
  lists,
  openTab,
  quit,
  runRow,
  summary,
  test,
} from '../support/app.ts'

const bounds = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())

const put = (app: ElectronApplication, to: Electron.Rectangle): Promise<void> =>
  app.evaluate(({ BrowserWindow }, at) => BrowserWindow.getAllWindows()[0]?.setBounds(at), to)

/** Starts the app and waits until its window shows the status. */
const open = async (lab: LabFiles, env: Record<string, string> = {}) => {
  const app = await launch(lab.dataDir, { env })
  const page = await app.firstWindow()
  await expect(summary(page)).toBeVisible()
  return app
}

const ONE = { x: 120, y: 90, width: 1_100, height: 700 }
const SECOND = { x: 2_000, y: 50, width: 1_100, height: 700 }

test('the window reopens on the second display, and wholly on the first when the second is unplugged', async ({
  lab,
}) => {
  test.skip(process.platform !== 'linux', 'needs an X server of its own')
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const displays = await startDisplays(lab.dir)
  try {
    const first = await open(lab, displays.env)
    expect(await first.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2)
    await put(first, SECOND)
    await quit(first)

    // both displays are there at the next start; then the second is unplugged between two starts
    const second = await open(lab, displays.env)
    await expect.poll(() => bounds(second)).toEqual(SECOND)
    await quit(second)
    displays.arrange('--output', 'DUMMY1', '--off')
    const third = await open(lab, displays.env)
    await expect.poll(() => bounds(third)).toEqual({ ...SECOND, x: 1_920 - SECOND.width })

    // the second is unplugged while the window is on it; then the first becomes smaller than the window
    displays.arrange('--output', 'DUMMY1', '--mode', '1280x800', '--pos', '1920x0')
    await expect.poll(() => third.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2)
    await put(third, SECOND)
    await expect.poll(() => bounds(third)).toEqual(SECOND)
    displays.arrange('--output', 'DUMMY1', '--off')
    await expect.poll(() => bounds(third)).toEqual({ ...SECOND, x: 1_920 - SECOND.width })
    displays.arrange('--output', 'DUMMY0', '--mode', '1024x768')
    await expect.poll(() => bounds(third)).toEqual({ x: 0, y: 50, width: 1_024, height: 700 })
    await quit(third)
  } finally {
    await displays.close()
  }
})

test('stored bounds outside every display are corrected; valid ones are restored, and so are the colours that were chosen', async ({
  lab,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  writeFileSync(
    join(lab.dataDir, 'window.json'),
    JSON.stringify({ bounds: { x: 9_000, y: -4_000, width: 1_100, height: 700 } }),
  )
  const first = await open(lab)
  const workArea = await first.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  await expect
    .poll(() => bounds(first))
    .toEqual({ x: workArea.x + workArea.width - 1_100, y: workArea.y, width: 1_100, height: 700 })
  const colours = (app: ElectronApplication): Promise<unknown> =>
    app.evaluate(({ nativeTheme }) => [nativeTheme.themeSource, nativeTheme.shouldUseDarkColors])
  const page = await first.firstWindow()
  await lists(page).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Application', exact: true }).click()
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark')
  await expect.poll(() => colours(first)).toEqual(['dark', true])
  await put(first, ONE)
  await quit(first)
  const second = await open(lab)
  await expect.poll(() => bounds(second)).toEqual(ONE)
  expect(await colours(second)).toEqual(['dark', true])
  await quit(second)
})

test('at 150 % and 200 % display scale nothing is cut off, and splitter and column edges follow the pointer', async ({
  lab,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const folder = lab.run('SCOPE_01', 'Alpha', { 'a.tif': 'a' })
  for (const scale of [1.5, 2]) {
    const app = await launch(lab.dataDir, { args: [`--force-device-scale-factor=${scale}`] })
    const page = await app.firstWindow()
    await page.setViewportSize({ width: 1_280, height: 800 })
    await addRuns(page, [folder])
    expect(await app.evaluate(({ screen }) => screen.getPrimaryDisplay().scaleFactor)).toBe(scale)
    await expect(page.getByRole('button', { name: 'Add run' }).first()).toBeInViewport()
    await expect(page.getByRole('contentinfo')).toBeInViewport()
    await runRow(page, 'Alpha').click()
    await openTab(page, 'Details')
    const splitter = page.getByRole('separator', { name: 'Height of the details' })
    const edge = grid(page).getByRole('separator', { name: 'Width of State' })
    for (const [handle, dx, dy] of [
      [splitter, 0, -40],
      [edge, 50, 0],
    ] as const) {
      const before = await handle.boundingBox()
      if (before === null) throw new Error('there is no handle')
      const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + dx, y + dy, { steps: 4 })
      await page.mouse.up()
      const after = await handle.boundingBox()
      expect(Math.abs((after?.x ?? 0) - before.x - dx), `${scale}`).toBeLessThanOrEqual(1)
      expect(Math.abs((after?.y ?? 0) - before.y - dy), `${scale}`).toBeLessThanOrEqual(1)
    }
    await quit(app)
  }
})
