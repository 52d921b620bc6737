// Layout at 1280 px: figures of runs with a million files and the words of the legend are not cut off, and ten instruments need no scrolling.
import { join } from 'node:path'
import { type Locator, expect } from '@playwright/test'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { localNas } from '../../helpers/lab-files.ts'
import { callCore, lists, runRow, test } from '../support/app.ts'

/** Texts that are cut off by their boxes. */
const cut = (boxes: Locator): Promise<string[]> =>
  boxes.evaluateAll((all) =>
    all
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.textContent)
      .filter((text) => text !== ''),
  )

const CHANGED = JSON.stringify({
  kind: 'unknown',
  reason: 'changed_since_verified',
  message: 'a.tif changed',
  exitCode: null,
  stderr: '',
  attempt: 2,
  at: 1,
})
/** Among them the states with the longest words. */
const RUNS = [
  { run: 'Plate', state: 'verified', files: { verified: 1_000_000 }, set: "proof = 'read_back'" },
  {
    run: 'Restored',
    state: 'verified',
    files: { verified: 1 },
    set: 'restored_at = 1, verified_at = 1',
  },
  {
    run: 'Changed',
    state: 'failed',
    files: { changed: 1, cleaned: 1 },
    set: `last_error = '${CHANGED}'`,
  },
  { run: 'Proofless', state: 'awaiting_verify', files: { size_only: 1 }, set: 'due_at = NULL' },
  { run: 'Due', state: 'cleanup_eligible', files: { verified: 3 } },
  { run: 'Gone', state: 'cleaned', files: { cleaned: 3 } },
  { run: 'Broken', state: 'failed', files: { sent: 999_999, failed: 1 } },
  { run: 'Resting', state: 'awaiting_verify', files: { verified: 900_000, sent: 100_000 } },
  { run: 'Some', state: 'cancelled', files: { sent: 1_204, pending: 40_004 } },
] as const

test('figures of a million files, the words of the columns in each language and those of the legend are not cut off', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  // nothing goes on: the rows stay as they are
  const others = Array.from({ length: 9 }, (_, at) => ({
    id: `SCOPE_${at + 11}`,
    transport: ['type: rclone', `rclone_remote: nas${at % 3}`],
  }))
  lab.configure([instrument, ...others], 'sync: { enabled: false }\n')
  const db = openDatabase(join(lab.dataDir, 'queue.db'))
  RUNS.forEach((one, at) => {
    const { run, state, files } = one
    db.prepare(
      `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, created_at, updated_at)
       VALUES (:id, :folder, :run, 'SCOPE_01', :run, :target, :state, :now, :now)`,
    ).run({
      ':id': at + 1,
      ':folder': `/data/${run}`,
      ':run': run,
      ':target': `nas:raw/${run}`,
      ':state': state,
      ':now': Date.now(),
    })
    if ('set' in one) db.prepare(`UPDATE jobs SET ${one.set} WHERE id = ?`).run(at + 1)
    for (const [name, n] of Object.entries(files))
      db.prepare('INSERT INTO file_counts VALUES (?, ?, ?, ?)').run(at + 1, name, n, n * 100_000)
  })
  db.close()
  const { app, page } = await start()
  const progress = (run: string, text: string): Locator =>
    runRow(page, run).getByRole('gridcell').filter({ hasText: text })
  await expect(progress('Plate', '1,000,000 / 1,000,000')).toBeVisible()
  await expect(runRow(page, 'Plate').getByTitle('1,000,000 of 1,000,000 files')).toBeVisible()
  await expect(progress('Some', '1,204 / 41,208 files')).toBeVisible()
  await expect(runRow(page, 'Broken')).toContainText('93.1 / 93.1 GB')
  // lists, ten instruments and four destinations, each in one line
  const sidebar = lists(page)
  await expect(sidebar.getByRole('button')).toHaveCount(7 + 10 + 4 + 1)
  expect(await sidebar.evaluate((list) => list.scrollHeight - list.clientHeight)).toBe(0)
  const cells = page.getByRole('gridcell')
  expect(await cut(cells.filter({ hasText: / \/ / }))).toEqual([])
  expect(await cut(cells.filter({ hasText: 'GB' }))).toEqual([])
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('legend')?.click())
  const legend = page.getByRole('dialog').filter({ hasText: 'Changed since verified' })
  await expect(legend).toBeVisible()
  expect(await cut(legend.locator('.clip'))).toEqual([])
  await page.keyboard.press('Escape')

  await expect(runRow(page, 'Restored')).toContainText('Verified before the restore')
  for (const language of ['en', 'de', 'fr', 'ja', 'zh']) {
    await callCore(page, 'app.setLanguage', { choice: language })
    await page.reload()
    const shown = page.locator('.runs .grid-row')
    await expect(shown).toHaveCount(RUNS.length)
    const columns = await page
      .locator('.runs .grid-heads [role="columnheader"]')
      .evaluateAll((heads) => heads.map((head) => head.getAttribute('data-column') ?? ''))
    // names and reasons are cut where they are longer than their columns, and whole in their tooltips
    for (const [at, column] of columns.entries())
      if (!['run', 'progress'].includes(column))
        expect(
          await cut(shown.locator(`[role="gridcell"]:nth-child(${at + 1})`)),
          `${language}, ${column}`,
        ).toEqual([])
    expect(columns.length).toBeGreaterThan(4)
  }
})
