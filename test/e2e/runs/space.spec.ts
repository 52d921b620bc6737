// The page Space: which runs may be deleted here, a check of both sides, and the cleanup of all that are safe.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { openDatabase } from '../../../electron/core/db/database.ts'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, lists, runRow, test } from '../support/app.ts'

const CLEANUP = 'nas_cleanup: { enabled: true, min_verify_passes: 1, min_age_hours: 0 }\n'
const SHOW = CLEANUP.replace('true', 'false')

/** Five runs of the last hours, so large that any disk is full within the day; they are off the list. */
const fillDisk = (dataDir: string): void => {
  const db = openDatabase(join(dataDir, 'queue.db'))
  const add = db.prepare(
    `INSERT INTO jobs (folder, run, instrument, run_path, target, state, created_at, updated_at, archived_at)
     VALUES (?1, ?1, 'SCOPE_01', ?1, ?1, 'cancelled', ?2, ?2, ?2)`,
  )
  for (const name of ['Old 1', 'Old 2', 'Old 3', 'Old 4', 'Old 5']) {
    const { lastInsertRowid } = add.run(name, Date.now())
    db.prepare('INSERT INTO file_counts VALUES (?, ?, ?, ?)').run(
      lastInsertRowid,
      'pending',
      1,
      1e15,
    )
  }
  db.close()
}

test('the page says what may be deleted, checks first, and frees exactly that', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument], SHOW)
  const running = await start()
  const { page } = running
  const folders = ['Good', 'Lost'].map((name) =>
    lab.run('SCOPE_01', name, { 'a.tif': Buffer.alloc(2_048, 1) }),
  )
  await addByDialog(running, folders)
  for (const name of ['Good', 'Lost'])
    await expect(runRow(page, name)).toContainText('Verified', { timeout: 30_000 })
  const banner = page.getByRole('banner')
  await banner.getByRole('button', { name: 'Pause all' }).click()
  await page.getByRole('menuitem', { name: 'Until I resume' }).click()
  await expect(banner.getByRole('button', { name: 'Resume all' })).toBeVisible()
  // only now, else the program cleans up by itself before the person does
  lab.configure([instrument], CLEANUP)
  rmSync(join(nas, 'Lost', 'a.tif'))

  await lists(page).getByRole('button', { name: 'Space' }).click()
  const space = page.getByRole('region', { name: 'Space' })
  await expect(space).toContainText(
    '4.0 KB could be freed here: 2 runs only need a check of both sides',
  )
  await expect(space.getByRole('button', { name: /^Free/ })).toHaveCount(0)
  await space.getByRole('button', { name: 'Check now' }).click()
  await expect(space).toContainText('2.0 KB safe to delete here, in 1 run', { timeout: 30_000 })
  await expect(space.getByRole('button', { name: 'Do not delete 1' })).toBeVisible()
  await expect(space.getByRole('listitem').filter({ hasText: 'Lost' })).not.toContainText('Safe')

  // a disk that fills offers exactly that
  fillDisk(lab.dataDir)
  await lists(page)
    .getByRole('button', { name: /^SCOPE_01/ })
    .first()
    .click()
  const helps = page.getByRole('region', { name: 'What helps now' })
  await expect(helps).toContainText('2.0 KB of 1 run can be freed now.', { timeout: 60_000 })
  await expect(helps.getByRole('button')).toHaveCount(1)
  await helps.getByRole('button', { name: 'Free 2.0 KB of 1 run' }).click()
  await expect(space).toContainText('Runs of SCOPE_01')
  await expect(space.getByRole('button', { name: 'Free 2.0 KB…' })).toBeVisible()
  await space.getByRole('button', { name: 'All instruments' }).click()
  await expect(space).not.toContainText('Runs of SCOPE_01')

  // the list has a chip for what was found safe: its number is what a click shows
  await lists(page).getByRole('button', { name: 'All runs' }).click()
  const chip = page.getByRole('button', { name: 'Safe to delete 1' })
  await expect(chip).toHaveAttribute('title', /^By the checks since \d.*ten minutes/)
  await chip.click()
  await expect(runRow(page, 'Lost')).toHaveCount(0)
  await expect(runRow(page, 'Good')).toBeVisible()
  await lists(page).getByRole('button', { name: 'Space' }).click()
  await space.getByRole('button', { name: 'Free 2.0 KB…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2.0 KB here' }).click()
  await expect(page.getByText('1 run will be proven once more')).toBeVisible()
  await banner.getByRole('button', { name: 'Resume all' }).click()
  await expect
    .poll(() => existsSync(join(folders[0] ?? '', 'a.tif')), { timeout: 30_000 })
    .toBe(false)
  expect(existsSync(join(nas, 'Good', 'a.tif'))).toBe(true)
  expect(existsSync(join(folders[1] ?? '', 'a.tif'))).toBe(true)
  await expect(space.getByRole('listitem').filter({ hasText: 'Good' })).toHaveCount(0)
})
