// The demo without a display: the same app under Xvfb, driven as an operator would, with screenshots of what is seen.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { isRoot, root, say } from '../steps.mjs'

const LONG = 180_000

/**
 * Watches the runs go through, repairs, clicks Retry. Throws where the window does not show what it must.
 * @param {import('./lab.mjs').Lab} lab
 * @param {string} pictures folder for the screenshots
 */
export const watchWindow = async (lab, pictures) => {
  mkdirSync(pictures, { recursive: true })
  const app = await _electron.launch({
    args: [...(isRoot ? ['--no-sandbox'] : []), root, '--data-dir', lab.dataDir],
  })
  try {
    const page = await app.firstWindow()
    await page.setViewportSize({ width: 1280, height: 800 })
    let shots = 0
    const shot = async (/** @type {string} */ name) => {
      shots += 1
      await page.screenshot({ path: join(pictures, `${shots}-${name}.png`) })
    }
    const row = (/** @type {string} */ name) =>
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
