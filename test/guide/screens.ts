// The screens of the window for the pictures of the guide, and how each is opened.
import { expect } from '@playwright/test'
import type { CommandId } from '../../shared/commands.ts'
import { type Running, lists } from '../e2e/support/app.ts'

const go =
  (name: string | RegExp) =>
  ({ page }: Running): Promise<void> =>
    lists(page).getByRole('button', { name }).first().click()

const tab =
  (name: string) =>
  async ({ page }: Running): Promise<void> => {
    const one = page.getByRole('tab', { name, exact: true })
    await one.click()
    await expect(one).toHaveAttribute('aria-selected', 'true')
  }

/** A command of the menu bar that opens a dialog. */
const dialog =
  (command: CommandId) =>
  async ({ app, page }: Running): Promise<void> => {
    await app.evaluate(
      ({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(),
      command,
    )
    await page.getByRole('dialog').waitFor()
  }

/** Opens a screen from any other; the tabs are those of the run whose details are open. */
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
} as const satisfies Record<string, (shown: Running) => Promise<void>>

export type Screen = keyof typeof SCREENS

/** Lists and pages that need no run. */
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

/** Tabs of a run without a problem. */
export const TABS = ['files', 'log', 'history', 'details'] as const satisfies readonly Screen[]
