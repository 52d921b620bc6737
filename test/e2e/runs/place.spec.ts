// A run's place on the NAS in the window: a taken place, a folder that is not there, a volume that was replaced, a run that is
// its own copy (docs/spec.md 2a).
import { expect } from '@playwright/test'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { addRuns, callCore, runRow, test } from '../support/app.ts'
import { cardOf, showNeedsYou, unfold } from '../support/cause-card-expectations.ts'

test('a place that holds another run is a card, and the run is sent beside it', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  mkdirSync(join(nas, 'Run 1'))
  writeFileSync(join(nas, 'Run 1/a.tif'), 'theirs')
  const { page } = await start()
  await addRuns(page, [lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'ours', 'b.tif': 'b' })])
  await showNeedsYou(page)
  const card = cardOf(page, 'place_taken')
  await expect(card).toContainText('a.tif')
  await expect(card).toContainText('Nothing was sent')
  await expect(card.getByRole('button', { name: 'Compare' })).toBeVisible()
  await expect(card.getByRole('button', { name: 'Copy for IT' })).toBeVisible()
  await card.getByRole('button', { name: 'Send it beside as “Run 1 (2)”' }).click()
  await expect.poll(() => existsSync(join(nas, 'Run 1 (2)/b.tif'))).toBe(true)
  await page.getByRole('button', { name: /^All/ }).first().click()
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  expect(readFileSync(join(nas, 'Run 1/a.tif'), 'utf8')).toBe('theirs')
})

test('by changed settings the place of another run in the list is a card, and the run is sent beside it', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const apart = instrument.transport.map((line) =>
    line.replace(/^rclone_remote_path: .*/, 'rclone_remote_path: apart'),
  )
  mkdirSync(join(nas, '../apart'))
  lab.configure([instrument, { ...instrument, id: 'SCOPE_02', transport: apart }])
  const { page } = await start()
  await addRuns(page, [
    lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'a' }),
    lab.run('SCOPE_02', 'Run 1', { 'b.tif': 'b' }),
  ])
  await page.getByRole('button', { name: /^All/ }).first().click()
  const rows = runRow(page, 'Run 1')
  await expect(rows.filter({ hasText: 'Verified' })).toHaveCount(2)
  lab.configure([instrument, { ...instrument, id: 'SCOPE_02' }])
  await callCore(page, 'config.reload', {})
  await rows.filter({ hasText: 'SCOPE_02' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Verify now' }).click()
  await showNeedsYou(page)
  const card = cardOf(page, 'target_taken')
  await expect(card).toContainText('Another run has the place of this one on the NAS')
  await expect(card).toContainText('Send this run beside the other one')
  await card.getByRole('button', { name: 'Send it beside as “Run 1 (2)”' }).click()
  await expect.poll(() => existsSync(join(nas, 'Run 1 (2)/b.tif'))).toBe(true)
  await page.getByRole('button', { name: /^All/ }).first().click()
  await expect(rows.filter({ hasText: 'Verified' })).toHaveCount(2)
  expect(readFileSync(join(nas, 'Run 1/a.tif'), 'utf8')).toBe('a')
})

test('a destination folder that is not there is made on request, and what waits is sent', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  rmSync(nas, { recursive: true })
  const { page } = await start()
  await addRuns(page, [lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })])
  await showNeedsYou(page)
  const card = cardOf(page, 'destination_missing')
  await card.getByRole('button', { name: 'Make the folder…' }).click()
  await page.getByRole('button', { name: 'Make the folder', exact: true }).click()
  await expect.poll(() => existsSync(join(nas, 'Run 1/a.tif'))).toBe(true)
  await expect(card).toBeHidden()
})

test('another volume in the place of the destination holds all sending until it is accepted', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const { page } = await start()
  await addRuns(page, [lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })])
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  renameSync(nas, `${nas}-away`)
  mkdirSync(nas)
  await addRuns(page, [lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'aaa' })])
  await showNeedsYou(page)
  const card = cardOf(page, 'destination_changed')
  await expect(card).toContainText('another one is in its place')
  expect(readdirSync(nas)).toEqual([])
  await card.getByRole('button', { name: 'Use it from now on…' }).click()
  await page.getByRole('button', { name: 'Use it from now on', exact: true }).click()
  await expect.poll(() => existsSync(join(nas, 'Run 2/a.tif'))).toBe(true)
})

test('a run that is its own copy, and a destination that is a run, are cards', async ({
  lab,
  start,
}) => {
  const { nas, instrument } = localNas(lab)
  const inRun = instrument.transport.map((line) => line.replace(/path: raw$/, 'path: raw/Run 1'))
  lab.configure([instrument, { id: 'SCOPE_02', transport: inRun }])
  const { page } = await start()
  await addRuns(page, [lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'aaa' })])
  await expect(runRow(page, 'Run 1')).toContainText('Verified')
  const linked = lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'aaa' })
  symlinkSync(linked, join(nas, 'Run 2'))
  await addRuns(page, [linked])
  await showNeedsYou(page)
  await expect(cardOf(page, 'own_copy')).toContainText('one and the same folder')
  await addRuns(page, [lab.run('SCOPE_02', 'Run 3', { 'a.tif': 'aaa' })])
  await unfold(cardOf(page, 'destination_unfit'))
  await expect(cardOf(page, 'destination_unfit')).toContainText('a run that was sent before')
  expect(readFileSync(join(linked, 'a.tif'), 'utf8')).toBe('aaa')
})
