// The set-up as a person goes through it: its steps, the instrument, the end, and the number of clicks.
import { type Locator, type Page, expect } from '@playwright/test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { lists } from './app.ts'

/** A step of the set-up by its name. */
export const step = (page: Page, name: string): Locator =>
  page.getByRole('region', { name, exact: true })

/**
 * Counts the clicks in the window from now on; fields that are typed into are not clicked by the tests. `without`: those of a part that
 * nobody needs, such as a wrong password. `needed`: how many it were; `print` says it.
 */
export const countClicks = async (page: Page) => {
  await page.evaluate(() => {
    const isCounted = Reflect.has(globalThis, 'clicks')
    Reflect.set(globalThis, 'clicks', 0)
    if (isCounted) return
    // a click on a label counts once, although its field is clicked by it
    document.addEventListener(
      'pointerdown',
      () => Reflect.set(globalThis, 'clicks', Number(Reflect.get(globalThis, 'clicks')) + 1),
      { capture: true },
    )
  })
  const all = (): Promise<number> => page.evaluate(() => Number(Reflect.get(globalThis, 'clicks')))
  let apart = 0
  return {
    async without(part: () => Promise<void>): Promise<void> {
      const before = await all()
      await part()
      apart += (await all()) - before
    },
    needed: async (): Promise<number> => (await all()) - apart,
    async print(what: string): Promise<number> {
      const needed = (await all()) - apart
      console.log(
        `Clicks from start to a proven run, ${what}: ${needed}${apart === 0 ? '' : `, and ${apart} beside that`}`,
      )
      return needed
    },
  }
}

/** What a person calls an instrument: Flow 01 for FLOW_01. */
const labelOf = (id: string): string =>
  `${id.slice(0, 1)}${id.slice(1).toLowerCase()}`.replace('_', ' ')

/**
 * Fills the first step for FLOW_01 or another one, whose runs are finished by done.txt, and goes on. Complete is finished, Half is not.
 * `take`: which of the runs there are sent.
 */
export const describeInstrument = async (
  page: Page,
  lab: LabFiles,
  take: 'All of them' | null,
  id = 'FLOW_01',
): Promise<void> => {
  const instrument = step(page, 'Which instrument?')
  await instrument.getByRole('textbox', { name: 'Name of the instrument' }).fill(labelOf(id))
  await expect(instrument).toContainText(`Its ID in lists and folders: ${id}`)
  await instrument
    .getByRole('textbox', { name: 'Folder with its runs' })
    .fill(join(lab.dir, 'acquisition', id))
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

/** Runs of an instrument before it is set up: one is finished. */
const runsOf = (lab: LabFiles, id: string): void => {
  lab.run(id, 'Complete', { 'a.fcs': 'aaaa', 'done.txt': '' })
  lab.run(id, 'Half', { 'b.fcs': 'b' })
}

/** Runs of FLOW_01, and of others, before the set-up. */
export const firstRuns = (lab: LabFiles, others: readonly string[] = []): void => {
  writeFileSync(lab.configFile, BEFORE)
  for (const id of ['FLOW_01', ...others]) runsOf(lab, id)
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

/** From the tested draft to the list of runs: nothing is stored before its end. `before`: what config.yaml holds until then. */
export const finish = async (page: Page, lab: LabFiles, before = BEFORE): Promise<void> => {
  await expect(tested(page)).toContainText(
    /It works: .*, proven by Read back|It works: .*, proven by SHA-256/,
    {
      timeout: 120_000,
    },
  )
  expect(readFileSync(lab.configFile, 'utf8')).toBe(before)
  await tested(page).getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Finish', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Set up an instrument' })).toHaveCount(0)
  expect(readFileSync(lab.configFile, 'utf8')).toContain('sentinel_filename: done.txt')
}
