// Settings of several values at once: hours of a speed limit, working hours, duplicated and removed instruments; comments of
// config.yaml stay (docs/ux.md D17).
import { type Page, expect } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { localNas } from '../../helpers/lab-files.ts'
import { addRuns, callCore, lists, test } from '../support/app.ts'

const menu = (page: Page) => page.getByRole('navigation', { name: 'Sections of the settings' })
const open = async (page: Page, section: string): Promise<void> => {
  await lists(page)
    .getByRole('button', { name: /^Settings/ })
    .click()
  await menu(page).getByRole('button', { name: section }).click()
}
const saveAll = async (page: Page): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+s')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Settings saved')).toBeVisible()
}

test('hours of a speed limit are changed, added and removed; the rest of the file stays', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([
    {
      ...instrument,
      transport: [
        ...instrument.transport,
        'bandwidth:',
        '  upload_mbps: 50 # as IT asked',
        '  windows:',
        '    # when people work',
        "    - { days: [mon, tue, wed], from: '08:00', to: '18:00' } # week",
        "    - { days: [sat], from: '10:00', to: '12:00' }",
      ],
    },
  ])
  const before = readFileSync(lab.configFile, 'utf8')
  const { page } = await start()
  await open(page, 'SCOPE_01')
  const hours = page.getByRole('group', { name: 'Hours of the limit' })
  await expect(hours).toContainText(/Limited to 50 Mb\/s Mon–Wed .*; Sat .*no cap at other hours/)
  const first = hours.getByRole('group', { name: 'Hours 1' })
  await first.getByRole('button', { name: 'Thu' }).click()
  await first.getByLabel('To', { exact: true }).fill('19:30')
  await hours
    .getByRole('group', { name: 'Hours 2' })
    .getByRole('button', { name: /^Remove/ })
    .click()
  await hours.getByRole('button', { name: 'Add hours' }).click()
  const added = hours.getByRole('group', { name: 'Hours 2' })
  await added.getByLabel('From', { exact: true }).fill('22:00')
  await added.getByLabel('To', { exact: true }).fill('06:00')
  await expect(added).toContainText('next day')
  await expect(page.getByText('equipment[0].transport.bandwidth.windows')).toBeVisible()
  await saveAll(page)
  expect(readFileSync(lab.configFile, 'utf8')).toBe(
    before
      .replace('[mon, tue, wed]', '[ mon, tue, wed, thu ]')
      .replace('18:00', '19:30')
      .replace(
        "{ days: [sat], from: '10:00', to: '12:00' }",
        "{ days: [ mon, tue, wed, thu, fri ], from: '22:00', to: '06:00' }",
      ),
  )
  await page.getByRole('textbox', { name: 'Speed limit' }).fill('')
  await expect(hours).toContainText('No limit is set')
  await saveAll(page)
  expect(readFileSync(lab.configFile, 'utf8')).not.toContain('bandwidth')
})

test('hours without a day are refused; an unsaved change survives a visit to another view', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const { page } = await start()
  await open(page, 'Notifications')
  const hours = page.getByRole('group', { name: 'Working hours' })
  for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'])
    await hours.getByRole('button', { name: day }).click()
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('dialog')).toContainText('must name at least one day')
  await page.getByRole('dialog').getByRole('button', { name: 'Go on changing' }).click()
  await hours.getByRole('button', { name: 'Sat' }).click()
  await lists(page)
    .getByRole('button', { name: /^All runs/ })
    .click()
  await expect(lists(page)).toContainText('1 change not saved')
  await open(page, 'Notifications')
  await expect(hours.getByRole('button', { name: 'Sat' })).toHaveAttribute('aria-pressed', 'true')
  await saveAll(page)
  expect(readFileSync(lab.configFile, 'utf8')).toContain(
    "working_hours: { days: [ sat ], from: '08:00', to: '18:00' }",
  )
})

test('an instrument is duplicated with its own folder, and another is removed after a question', async ({
  lab,
  start,
}) => {
  const { instrument } = localNas(lab)
  lab.configure([instrument, { ...instrument, id: 'OLD_01' }])
  const { page } = await start()
  await callCore(page, 'engine.pause', { paused: true })
  await addRuns(page, [lab.run('OLD_01', 'Late', { 'a.tif': 'a' })])
  await open(page, 'SCOPE_01')
  await page.getByRole('button', { name: 'Duplicate' }).click()
  await expect(page.getByRole('textbox', { name: 'ID' })).toHaveValue('SCOPE_02')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('dialog')).toContainText('equipment[2].local_root')
  await page.getByRole('dialog').getByRole('button', { name: 'Go on changing' }).click()
  await page.getByRole('textbox', { name: 'Folder with its runs' }).fill(`${lab.dir}/second`)
  await menu(page).getByRole('button', { name: 'OLD_01' }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await expect(page.getByRole('dialog')).toContainText(
    '1 run of it is not done and will be blocked: Late.',
  )
  await page.getByRole('dialog').getByRole('button', { name: 'Remove instrument' }).click()
  await expect(page.getByText('It goes out of config.yaml with the next save.')).toBeVisible()
  await saveAll(page)
  const text = readFileSync(lab.configFile, 'utf8')
  expect(text).not.toContain('OLD_01')
  expect(text).toMatch(/id: SCOPE_01[\s\S]*id: SCOPE_02/)
  await expect(menu(page).getByRole('button')).toContainText([
    'SCOPE_01',
    'SCOPE_02',
    'Set up instrument',
  ])
  await menu(page).getByRole('button', { name: 'Destinations' }).click()
  await expect(page.getByRole('region', { name: 'Destinations' })).toContainText(
    'SCOPE_01, SCOPE_02',
  )
})
