// The set-up as a person goes through it: its steps, the instrument, and the number of clicks.
import { type Locator, type Page, expect } from '@playwright/test'
import { join } from 'node:path'
import type { LabFiles } from '../../helpers/lab-files.ts'

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

/** Fills the first step for FLOW_01, whose runs are finished by done.txt, and goes on. `take`: which of the runs there are sent. */
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
  await expect(instrument.getByRole('group', { name: 'Which runs are sent?' })).toContainText(
    '1 finished run is here',
  )
  if (take !== null) await instrument.getByRole('radio', { name: take }).check()
  await instrument.getByRole('button', { name: 'Next' }).click()
}
