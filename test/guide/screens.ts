// Every screen of the window, and how an operator gets to it.
import { type ElectronApplication, type Locator, type Page, expect } from '@playwright/test'
import type { CommandId } from '../../shared/commands.ts'

export interface Shown {
  readonly app: ElectronApplication
  readonly page: Page
}

export const row = (page: Page, name: string): Locator =>
  page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: name })

const go =
  (name: string | RegExp) =>
  ({ page }: Shown): Promise<void> =>
    page
      .getByRole('navigation', { name: 'Lists of runs' })
      .getByRole('button', { name })
      .first()
      .click()

const tab =
  (name: string) =>
  async ({ page }: Shown): Promise<void> => {
    const one = page.getByRole('tab', { name, exact: true })
    await one.click()
    await expect(one).toHaveAttribute('aria-selected', 'true')
  }

/** A command of the menu bar that opens a dialog. */
const dialog =
  (command: CommandId) =>
  async ({ app, page }: Shown): Promise<void> => {
    await app.evaluate(
      ({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(),
      command,
    )
    await page.getByRole('dialog').waitFor()
  }

/** Each screen, opened from wherever the window is; the tabs are those of the run whose details are open. */
export const SCREENS = {
  all: go(/^All runs/),
  'needs-you': go(/^Needs you/),
  active: go(/^Active/),
  waiting: go(/^Waiting/),
  done: go(/^Done/),
  activity: go(/^Activity/),
  instrument: go(/^(CONFOCAL_01|BENCH)/),
  destination: go(/^lab-nas/),
  settings: go('Settings'),
  problem: tab('Problem'),
  files: tab('Files'),
  log: tab('Log'),
  history: tab('History'),
  details: tab('Details'),
  legend: dialog('legend'),
  shortcuts: dialog('shortcuts'),
  bundle: dialog('bundle'),
} as const satisfies Record<string, (shown: Shown) => Promise<void>>

export type Screen = keyof typeof SCREENS

/** The lists and pages that need no run. */
export const LISTS = [
  'all',
  'needs-you',
  'active',
  'waiting',
  'done',
  'activity',
  'instrument',
  'destination',
  'settings',
] as const satisfies readonly Screen[]

/** The tabs of a run that has no problem. */
export const TABS = ['files', 'log', 'history', 'details'] as const satisfies readonly Screen[]
