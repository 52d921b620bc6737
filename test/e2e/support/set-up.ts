// The set-up as a person goes through it: its steps, the instrument, the end, and the number of clicks.
import { type Locator, type Page, expect } from '@playwright/test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { lists } from './app.ts'

/** A step of the set-up by its name. */
export const step = (page: Page, name: string): Locator =>
  page.getByRole('region', { name, exact: true })

/** Counts the clicks in the window from now on; fields that are typed into are not clicked by the tests. */
export const countClicks = async (page: Page): Promise<{ now(): Promise<number> }> => {
  await page.evaluate(() => {
    Reflect.set(globalThis, 'clicks', 0)
    // a click on a label counts once, although its field is clicked by it
    document.addEventListener(
      'pointerdown',
      () => Reflect.set(globalThis, 'clicks', Number(Reflect.get(globalThis, 'clicks')) + 1),
      { capture: true },
    )
  })
  return { now: () => page.evaluate(() => Number(Reflect.get(globalThis, 'clicks'))) }
}

/**
 * Fills the first step for FLOW_01, whose runs are finished by done.txt, and goes on. Complete is finished, Half is not. `take`: which
 * of the runs there are sent.
 */
export const describeInstrument = async (
  page: Page,
  lab: LabFiles,
  take: 'All of them' | null,
): Promise<void> => {
  const instrument = step(page, 'Which instrument?')
  await instrument.getByRole('textbox', { name: 'Name of the instrument' }).fill('Flow 01')
  await expect(instrument).toContainText('Its ID in lists and folders: FLOW_01')
  await instrument
    .getByRole('textbox', { name: 'Folder with its runs' })
    .fill(join(lab.dir, 'acquisition', 'FLOW_01'))
  await instrument
    .getByRole('combobox', { name: 'A run is finished by' })
    .selectOption('a marker file')
  await instrument.getByRole('textbox', { name: 'Name of the marker file' }).fill('done.txt')
  const judged = instrument.getByRole('region', { name: 'What this rule says of the last runs' })
  await expect(judged.getByRole('listitem').filter({ hasText: 'Complete' })).toContainText(
    'finished',
  )
  await expect(judged.getByRole('listitem').filter({ hasText: 'Half' })).toContainText(
    'waits for its sentinel file',
  )
  await expect(instrument.getByRole('group', { name: 'Which runs are sent?' })).toContainText(
    '1 finished run is here',
  )
  if (take !== null) await instrument.getByRole('radio', { name: take }).check()
  await instrument.getByRole('button', { name: 'Next' }).click()
}

/** What config.yaml has before the set-up stays in force: here a short sweep interval. */
const BEFORE = 'watch: { sweep_seconds: 5, settle_seconds: 0 }\n'

/** Runs of FLOW_01 before the set-up: one is finished. */
export const firstRuns = (lab: LabFiles): void => {
  writeFileSync(lab.configFile, BEFORE)
  lab.run('FLOW_01', 'Complete', { 'a.fcs': 'aaaa', 'done.txt': '' })
  lab.run('FLOW_01', 'Half', { 'b.fcs': 'b' })
}

/** Opens the list of all runs. */
export const showAll = (page: Page): Promise<void> =>
  lists(page)
    .getByRole('button', { name: /^All runs/ })
    .click()

/** Opens a section of the settings. */
export const openSettings = async (page: Page, section: string): Promise<void> => {
  await lists(page).getByRole('button', { name: 'Settings' }).click()
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('button', { name: section, exact: true })
    .click()
}

/** The step about the destination. */
export const nas = (page: Page) => step(page, 'Where is your NAS?')
/** The step that tests it. */
export const tested = (page: Page) => step(page, 'Does it work?')

/** From the tested draft to the list of runs: nothing is stored before its end. */
export const finish = async (page: Page, lab: LabFiles): Promise<void> => {
  await expect(tested(page)).toContainText(
    /It works: .*, proven by Read back|It works: .*, proven by SHA-256/,
    {
      timeout: 120_000,
    },
  )
  expect(readFileSync(lab.configFile, 'utf8')).toBe(BEFORE)
  await tested(page).getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Finish', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Set up an instrument' })).toHaveCount(0)
  expect(readFileSync(lab.configFile, 'utf8')).toContain('sentinel_filename: done.txt')
}
