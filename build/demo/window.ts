// Drives the demo's window as an operator would, through Playwright under Xvfb, and takes screenshots.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Locator, _electron } from '@playwright/test'
import { root } from '../bootstrap/paths.mjs'
import { say } from '../bootstrap/process.mjs'
import { sandboxArguments } from '../steps/electron-launch.ts'
import type { Lab } from './lab.ts'

/** Longest wait for one thing on the screen, milliseconds. */
const LONG = 180_000

/**
 * Watches the runs until the sequencer's fails, repairs the NAS, clicks Retry and waits until every run is Verified; writes
 * screenshots into the folder `pictures`. Throws when the window does not show that within three minutes a step.
 */
export const watchWindow = async (lab: Lab, pictures: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true })
  const app = await _electron.launch({
    args: [...sandboxArguments, root, '--data-dir', lab.dataDir],
  })
  try {
    const page = await app.firstWindow()
    await page.setViewportSize({ width: 1280, height: 800 })
    let shots = 0
    const shot = async (name: string): Promise<void> => {
      shots += 1
      await page.screenshot({ path: join(pictures, `${shots}-${name}.png`) })
    }
    const row = (name: string): Locator =>
      page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: name })
    await row(lab.failing).first().waitFor({ timeout: LONG })
    await shot('sending')
    await row(lab.failing).filter({ hasText: 'Failed' }).waitFor({ timeout: LONG })
    say('the sequencer run failed, as it must')
    await row(lab.failing).click()
    await page.getByRole('tab', { name: 'Problem' }).click()
    await shot('failed')
    await page.getByRole('tab', { name: 'Log' }).click()
    await shot('log')
    lab.repair()
    say('the NAS was repaired; clicking Retry')
    await page.getByRole('tab', { name: 'Problem' }).click()
    await page.getByRole('article').getByRole('button', { name: 'Retry' }).click()
    for (const run of lab.runs) {
      const name = run.slice(run.lastIndexOf('/') + 1)
      await row(name).filter({ hasText: 'Verified' }).waitFor({ timeout: LONG })
    }
    await page.getByRole('tab', { name: 'Files' }).click()
    await shot('verified')
    await page.emulateMedia({ colorScheme: 'dark' })
    await shot('verified-dark')
  } finally {
    await app.close()
  }
}
