// Counts of problems: each is a link to exactly so many rows, and what is sent again is exactly what failed (docs/ux.md D19: 2, 4, 11).
import { expect } from '@playwright/test'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { addByDialog, openTab, runRow, test } from '../support/app.ts'
import { causes, expectFilesBehind, showNeedsYou } from '../support/cause-card-expectations.ts'
import { grid, lists } from '../support/sample-lab.ts'

const ONCE = 'sync:\n  retry_delays_s: [3600]\n  max_attempts: 1\n'

test('D19.2: each count of problems, wherever it stands, leads to exactly so many', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const copies = (run: string): string =>
    `for f in a b; do [ -e '${nas}/${run}/'$f.tif ] && printf X > '${nas}/${run}/'$f.tif; done`
  const spoil = `if [ "$1" = hashsum ]; then ${copies('Bad 1')}; ${copies('Bad 2')}; fi`
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${lab.wrap('rclone', spoil)}\n`)
  const running = await start()
  const { page } = running
  const files = { 'a.tif': 'aaaa', 'b.tif': 'bbbb', 'c.tif': 'cccc' }
  await addByDialog(running, [
    lab.run('SCOPE_01', 'Bad 1', files),
    lab.run('SCOPE_01', 'Bad 2', files),
    lab.run('SCOPE_01', 'Good', files),
  ])
  await expect(grid(page).getByRole('row').filter({ hasText: 'Failed' })).toHaveCount(2, {
    timeout: 60_000,
  })
  await expect(runRow(page, 'Good')).toContainText('Verified', { timeout: 30_000 })

  // the list at the side, the sentence at the top, the instrument, the chip
  const side = lists(page).getByRole('button', { name: /^Needs you/ })
  await expect(side).toHaveText('Needs you2')
  await side.click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')
  await page.keyboard.press('Control+5')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4')
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect(summary).toContainText('2 runs need you.')
  await summary.getByRole('button', { name: 'Show them' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')

  // the cell of a row
  await page.keyboard.press('Control+5')
  await expectFilesBehind(
    page,
    runRow(page, 'Bad 1').getByRole('button', { name: '2 files need attention in Bad 1' }),
  )
  // a chip of the files
  await openTab(page, 'History')
  await openTab(page, 'Files')
  await page.getByRole('button', { name: /^All 3$/ }).click()
  await expectFilesBehind(page, page.getByRole('button', { name: /^Failed 2$/ }))
  // both counts of a card
  await showNeedsYou(page)
  const card = causes(page).getByRole('article')
  await expect(card).toHaveCount(1)
  await expect(card).toContainText('4 files, 16 B')
  await card.getByRole('button', { name: 'in 2 runs' }).click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3')

  // the button of the toolbar sends exactly those that it counts
  const attempts = async (run: string): Promise<number> => {
    await runRow(page, run).click()
    await openTab(page, 'History')
    await expect(page.getByRole('tabpanel').getByRole('row').nth(1)).toContainText(/./)
    return page.getByRole('tabpanel').getByRole('row').count()
  }
  await page.keyboard.press('Control+5')
  const before = { bad: await attempts('Bad 1'), good: await attempts('Good') }
  lab.configure([instrument], ONCE)
  await page.getByRole('banner').getByRole('button', { name: 'Retry failed (2)' }).click()
  await expect(grid(page).getByRole('row').filter({ hasText: 'Verified' })).toHaveCount(3, {
    timeout: 60_000,
  })
  await expect(page.getByRole('banner').getByRole('button', { name: /^Retry failed/ })).toHaveCount(
    0,
  )
  await expect(side).toHaveText('Needs you')
  expect(await attempts('Bad 1')).toBeGreaterThan(before.bad)
  expect(await attempts('Good')).toBe(before.good)
})

test('the count of destinations on hold leads to the one, or names exactly those', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  const gone = (id: string) => ({ id, transport: ['type: rclone', `rclone_remote: ${id}`] })
  lab.configure([instrument, gone('GONE_01'), gone('GONE_02')], ONCE)
  const running = await start()
  const { page } = running
  const status = page.getByRole('contentinfo')
  const pageOf = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 })
  await addByDialog(running, [lab.run('GONE_01', 'One', { 'a.tif': 'a' })])
  await status.getByRole('button', { name: '1 of 3 destinations on hold' }).click()
  await expect(pageOf('GONE_01:')).toBeVisible()
  await page.keyboard.press('Control+5')
  await addByDialog(running, [lab.run('GONE_02', 'Two', { 'a.tif': 'a' })])
  await status.getByRole('button', { name: '2 of 3 destinations on hold' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['GONE_01:', 'GONE_02:'])
  await page.getByRole('menuitem', { name: 'GONE_02:' }).click()
  await expect(pageOf('GONE_02:')).toBeVisible()
})

test('D19.4 and 11: of 41,208 files twelve failed; a retry names the twelve to the tool, and no other', async ({
  lab,
  start,
}) => {
  test.setTimeout(240_000)
  const { nas, instrument } = localNas(lab)
  const name = (i: number): string => `f${String(i).padStart(5, '0')}.tif`
  const bad = Array.from({ length: 12 }, (_, i) => name(i * 3_001))
  const folder = lab.run(
    'SCOPE_01',
    'Large',
    Object.fromEntries(Array.from({ length: 41_208 }, (_, i) => [name(i), `${i}`])),
  )
  const said = bad
    .map((path) =>
      JSON.stringify({
        level: 'error',
        msg: 'Failed to copy: EntityTooLarge: Your proposed upload exceeds the maximum allowed object size.',
        object: path,
      }),
    )
    .join('\n')
  writeFileSync(join(lab.dir, 'said'), `${said}\n`)
  // the first time all but the twelve arrive; the second time what it was told is written down, and rclone does it
  const tool = join(lab.dir, 'rclone-large')
  writeFileSync(
    tool,
    `#!/bin/sh
if [ "$1" = copy ] && [ ! -e '${lab.dir}/first' ]; then
  touch '${lab.dir}/first'; mkdir -p '${nas}'; cp -r --preserve=timestamps '${folder}' '${nas}/Large'
  cd '${nas}/Large' && rm ${bad.join(' ')}; cat '${lab.dir}/said' >&2; exit 1
fi
case "$1$*" in copy*--files-from-raw=-*)
  if [ ! -e '${lab.dir}/args' ]; then
    echo "$*" > '${lab.dir}/args'; cat > '${lab.dir}/list'; exec /usr/bin/rclone "$@" < '${lab.dir}/list'
  fi;;
esac
exec /usr/bin/rclone "$@"
`,
  )
  chmodSync(tool, 0o755)
  lab.configure([instrument], `${ONCE}tools:\n  rclone: ${tool}\n`)
  const running = await start()
  const { page } = running
  await addByDialog(running, [folder])
  await expect(runRow(page, 'Large')).toContainText('Failed', { timeout: 120_000 })
  await runRow(page, 'Large').click()
  const own = page.getByRole('tabpanel').getByRole('article')
  await expect(own.getByRole('button', { name: /^12 files, / })).toBeVisible()
  // ten thousands of rows, a handful of elements, the last one at hand
  await openTab(page, 'Files')
  const files = page.getByRole('grid', { name: 'Files' })
  await page.getByRole('button', { name: /^All 41,208$/ }).click()
  await expect(files).toHaveAttribute('aria-rowcount', '41209')
  await files.focus()
  await page.keyboard.press('End')
  await expect(files).toContainText('f41207.tif')
  expect(await files.getByRole('row').count()).toBeLessThan(80)
  await openTab(page, 'Problem')
  await own.getByRole('button', { name: 'Re-send 12 files' }).click()
  await expect(runRow(page, 'Large')).toContainText('Verified', { timeout: 120_000 })
  expect(readFileSync(join(lab.dir, 'args'), 'utf8')).toContain('--files-from-raw=-')
  const sent = readFileSync(join(lab.dir, 'list'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  expect(sent.toSorted()).toEqual(bad)
})
