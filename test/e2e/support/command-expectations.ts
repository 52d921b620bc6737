// Visible result of each command of the menu bar, however the command is given.
import { type ElectronApplication, type Locator, type Page, expect } from '@playwright/test'
import type { CommandId } from '../../../shared/commands.ts'
import type { LabFiles } from '../../helpers/lab-files.ts'
import {
  addRuns,
  callCore,
  answered,
  clipboardText,
  details,
  grid,
  lists,
  openTab,
  runRow,
  willChoose,
} from './app.ts'

interface Given {
  readonly app: ElectronApplication
  readonly page: Page
  readonly lab: LabFiles
  /** Number of commands that were given before. */
  readonly turn: number
}

/** Prepares the window, and returns the check that follows the command. */
type Expected = (given: Given) => Promise<() => Promise<void>>

const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, selected: true })
/** Paths that the file manager was asked to show. */
const opened = (app: ElectronApplication): Promise<string[]> =>
  answered(() => app.evaluate(() => Reflect.get(globalThis, 'opened')))

const recordFileManager = (app: ElectronApplication): Promise<void> =>
  answered(() =>
    app.evaluate(({ shell }) => {
      Reflect.set(globalThis, 'opened', [])
      const record = (path: string): void => Reflect.get(globalThis, 'opened').push(path)
      shell.openPath = (path) => {
        record(path)
        return Promise.resolve('')
      }
      shell.showItemInFolder = record
    }),
  )

const opens =
  (path: RegExp, prepare: (page: Page) => Promise<void> = () => Promise.resolve()): Expected =>
  async ({ app, page }) => {
    await prepare(page)
    await recordFileManager(app)
    return () => expect.poll(async () => (await opened(app)).join()).toMatch(path)
  }

/** Waits until no run is sent or checked: rows keep their places then. */
const nothingActive = (page: Page): Promise<void> =>
  expect(lists(page).getByRole('button', { name: /^Active/ })).toHaveText('Active')

const choose = async (page: Page, run: string): Promise<void> => {
  await page.keyboard.press('Control+5')
  await nothingActive(page)
  await runRow(page, run).click()
}

const shows =
  (what: (page: Page) => Locator, prepare?: (page: Page) => Promise<void>): Expected =>
  async ({ page }) => {
    await page.keyboard.press('Control+5')
    await prepare?.(page)
    await expect(what(page)).toHaveCount(0)
    return () => expect(what(page)).toBeVisible()
  }

const view =
  (name: string, from: string): Expected =>
  async ({ page }) => {
    await page.keyboard.press(from)
    const current = lists(page).locator('[aria-current="true"]')
    await expect(current).not.toContainText(name)
    return () => expect(current).toContainText(name)
  }

const banner = (name: string) => (page: Page) =>
  page.getByRole('banner').getByRole('button', { name })

/** Pauses or resumes everything. */
const holdAll = async (page: Page, hold: boolean): Promise<void> => {
  const button = banner(hold ? 'Pause all' : 'Resume all')(page)
  await expect(banner('Pause all')(page).or(banner('Resume all')(page))).toBeVisible()
  if ((await button.count()) > 0) {
    await button.click()
    if (hold) await page.getByRole('menuitem', { name: 'Until I resume' }).click()
  }
  await expect(banner(hold ? 'Resume all' : 'Pause all')(page)).toBeVisible()
}

/** Expects one more row in the history of the run. */
const attempted =
  (run: string): Expected =>
  async ({ page }) => {
    await holdAll(page, false)
    await choose(page, run)
    await openTab(page, 'History')
    const rows = page.getByRole('tabpanel').getByRole('row')
    await expect(rows.nth(1)).toBeVisible()
    const before = await rows.count()
    return () => expect.poll(() => rows.count()).toBeGreaterThan(before)
  }

const dialog = (text: string) => (page: Page) => page.getByRole('dialog').filter({ hasText: text })

const copies =
  (run: string, text: RegExp): Expected =>
  async ({ app, page }) => {
    await choose(page, run)
    await answered(() => app.evaluate(({ clipboard: board }) => board.clear()))
    return () => expect.poll(() => clipboardText(app)).toMatch(text)
  }

const problem =
  (from: string, to: string): Expected =>
  async ({ page }) => {
    await choose(page, from)
    await openTab(page, 'Details')
    return async () => {
      await expect(details(page).getByRole('heading', { name: to })).toBeVisible()
      await expect(tab(page, 'Problem')).toBeVisible()
    }
  }

const pane =
  (from: (page: Page) => Locator, to: string): Expected =>
  async ({ page }) => {
    await choose(page, 'Alpha')
    await from(page).focus()
    return () => expect(page.locator(`[data-pane="${to}"]:focus-within`)).toHaveCount(1)
  }

/** Moves one of three runs that wait while all is paused; `after`: their order then. */
const moved =
  (chosen: 'a' | 'b' | 'c', after: readonly string[]): Expected =>
  async ({ page, lab, turn }) => {
    await holdAll(page, true)
    const name = (which: string): string => `Turn ${turn} ${which}`
    await addRuns(
      page,
      ['a', 'b', 'c'].map((which) => lab.run('SCOPE_01', name(which), { 'a.tif': which })),
    )
    await page.keyboard.press('Control+3')
    // alone in the list, so that all three are drawn beside the details
    await page.getByRole('textbox', { name: 'Search runs' }).fill(`Turn ${turn}`)
    const waiting = grid(page)
      .getByRole('row')
      .filter({ hasText: `Turn ${turn} ` })
    await expect(waiting).toHaveCount(3)
    await runRow(page, name(chosen)).click()
    // rows are drawn in any order: their place in the list is that of their index
    const order = (): Promise<string[]> =>
      waiting.evaluateAll((rows) =>
        rows
          .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
          .map((row) => /Turn \d+ (\w)/.exec(row.textContent)?.[1] ?? ''),
      )
    await expect.poll(order).toEqual(['a', 'b', 'c'])
    return async () => {
      await expect.poll(order).toEqual(after)
      // they would be sent at the next resume, and later commands wait until nothing is
      const query = { view: 'waiting', search: `Turn ${turn}` }
      const found = await callCore(page, 'jobs.ids', query)
      const jobs: unknown = Reflect.get(Object(Reflect.get(Object(found), 'value')), 'ids')
      await callCore(page, 'jobs.act', { jobs, action: 'cancel' })
    }
  }

/** The preparation and the check of each command. */
export const EXPECTED: Readonly<Record<CommandId, Expected>> = {
  async add_run({ app, page, lab, turn }) {
    const name = `Added ${turn}`
    await willChoose(app, [lab.run('SCOPE_01', name, { 'a.tif': 'a' })])
    await page.keyboard.press('Control+5')
    return () => expect(runRow(page, name)).toBeVisible()
  },
  settings: shows((page) => page.getByRole('navigation', { name: 'Sections of the settings' })),
  open_config: opens(/config\.yaml$/),
  set_up: shows((page) => page.getByRole('heading', { name: 'Set up an instrument' })),
  async search({ page }) {
    await choose(page, 'Alpha')
    await grid(page).focus()
    return () => expect(page.getByRole('textbox', { name: 'Search runs' })).toBeFocused()
  },
  copy_path: copies('Alpha', /SCOPE_01.Alpha$/),
  copy_problem: copies('Gamma', /remote_not_configured/),
  view_1: view('Needs you', 'Control+5'),
  view_2: view('Active', 'Control+5'),
  view_3: view('Waiting', 'Control+5'),
  view_4: view('Done', 'Control+5'),
  view_5: view('All runs', 'Control+4'),
  view_6: view('Activity', 'Control+5'),
  space: shows((page) => page.getByRole('region', { name: 'Space' })),
  palette: shows(dialog('Find anything')),
  details: shows(
    (page) => tab(page, 'Details'),
    async (page) => {
      await choose(page, 'Alpha')
      await openTab(page, 'Files')
    },
  ),
  log: shows(
    (page) => tab(page, 'Log'),
    async (page) => {
      await choose(page, 'Alpha')
      await openTab(page, 'Files')
    },
  ),
  log_folder: opens(/logs/, (page) => choose(page, 'Alpha')),
  next_problem: problem('Blocked', 'Gamma'),
  previous_problem: problem('Gamma', 'Blocked'),
  next_pane: pane(grid, 'details'),
  previous_pane: pane(grid, 'lists'),
  rescan: async ({ page, lab, turn }) => {
    const name = `Seen ${turn}`
    lab.run('SCOPE_01', name, { 'a.tif': 'a' })
    await page.keyboard.press('Control+3')
    return () => expect(page.getByRole('main')).toContainText(name)
  },
  retry: attempted('Gamma'),
  retry_all: attempted('Gamma'),
  async hold({ page }) {
    // all is paused, so that the resumed run is not sent
    await holdAll(page, true)
    await choose(page, 'Delta')
    const button = (name: string): Locator =>
      details(page).getByRole('button', { name, exact: true })
    await expect(button('Pause').or(button('Resume'))).toBeVisible()
    const held = (await button('Resume').count()) > 0
    return () => expect(button(held ? 'Pause' : 'Resume')).toBeVisible()
  },
  send_next: moved('c', ['c', 'a', 'b']),
  earlier: moved('c', ['a', 'c', 'b']),
  later: moved('a', ['b', 'a', 'c']),
  verify: attempted('Alpha'),
  async pause_all({ page }) {
    await expect(banner('Pause all')(page).or(banner('Resume all')(page))).toBeVisible()
    // a pause is asked for how long, and the answer is then taken back
    if ((await banner('Resume all')(page).count()) > 0)
      return () => expect(banner('Pause all')(page)).toBeVisible()
    return async () => {
      await page.getByRole('menuitem', { name: 'Until I resume' }).click()
      await expect(banner('Resume all')(page)).toBeVisible()
    }
  },
  async unlimited({ page }) {
    const status = page.getByRole('contentinfo')
    const was = ((await status.textContent()) ?? '').includes('no cap')
    return () =>
      was ? expect(status).not.toContainText('no cap') : expect(status).toContainText('no cap')
  },
  reveal: opens(/SCOPE_01.Alpha$/, (page) => choose(page, 'Alpha')),
  async remove({ page, lab, turn }) {
    const name = `Gone ${turn}`
    await addRuns(page, [lab.run('SCOPE_01', name, { 'a.tif': 'a' })])
    await page.keyboard.press('Control+5')
    await expect(runRow(page, name)).toContainText('Verified', { timeout: 30_000 })
    await choose(page, name)
    return () => expect(runRow(page, name)).toHaveCount(0)
  },
  async clear_finished({ page }) {
    const notice = page.getByText('taken off the list', { exact: false })
    return async () => {
      await expect(notice).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(notice).toHaveCount(0)
    }
  },
  guide: opens(/guide.README\.html$/),
  shortcuts: shows(dialog('Retry all failed')),
  legend: shows(dialog('Sent, not proven')),
  bundle: shows(dialog('no data files and no secrets')),
}
