// Setting up from nothing to a proven run: a folder, then a second instrument that starts empty; WebDAV with a password; ssh with a
// key that the app makes and the test lets in.
import { type Page, expect } from '@playwright/test'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../../build/demo/sshd.ts'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { startServing } from '../../helpers/serve-folder.ts'
import { callCore, lists, runRow, test } from '../support/app.ts'
import { describeInstrument, step } from '../support/set-up.ts'

/** What config.yaml has before the set-up stays in force: here a short sweep interval. */
const BEFORE = 'watch: { sweep_seconds: 5, settle_seconds: 0 }\n'

const runs = (lab: LabFiles): void => {
  writeFileSync(lab.configFile, BEFORE)
  lab.run('FLOW_01', 'Complete', { 'a.fcs': 'aaaa', 'done.txt': '' })
}

const nas = (page: Page) => step(page, 'Where is your NAS?')
const tested = (page: Page) => step(page, 'Does it work?')

/** From the tested draft to the list of runs. */
const finish = async (page: Page, lab: LabFiles): Promise<void> => {
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
}

test('a folder: only new runs are sent, a changed draft voids its test, and a second instrument takes nothing from the first', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const place = join(lab.dir, 'nas', 'raw')
  mkdirSync(place, { recursive: true })
  runs(lab)
  const { page } = await start()
  // without an instrument no run can be added: the way leads to the set-up
  await page.getByRole('banner').getByRole('button', { name: 'Add run' }).click()
  await describeInstrument(page, lab, null)
  await nas(page).getByRole('button', { name: 'Folder or mapped drive' }).click()
  const folder = nas(page).getByRole('textbox', { name: 'Folder' })
  await folder.fill(place)
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await expect(tested(page)).toContainText('It works:', { timeout: 120_000 })

  // another folder was not tested, and the report of the former one does not stand for it
  await page.getByRole('button', { name: 'Change: Where is your NAS?' }).click()
  await folder.fill(join(lab.dir, 'nas', 'nowhere'))
  await page.getByRole('button', { name: 'Open: Does it work?' }).click()
  await expect(tested(page)).toContainText('Something was changed since the last test')
  await expect(tested(page)).not.toContainText('It works:')
  await expect(tested(page).getByRole('button', { name: 'Next' })).toBeDisabled()
  await tested(page).getByRole('button', { name: 'Test', exact: true }).click()
  await expect(tested(page)).toContainText('is not there', { timeout: 60_000 })
  await tested(page).getByRole('button', { name: 'Skip for now' }).click()
  await expect(step(page, 'Finish')).toContainText('Still missing:')
  await page.getByRole('button', { name: 'Change: Where is your NAS?' }).click()
  await folder.fill(place)
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await finish(page, lab)

  // the run that was there is left alone; the next one is sent
  lab.run('FLOW_01', 'Later', { 'b.fcs': 'b', 'done.txt': '' })
  await expect(runRow(page, 'Later')).toContainText('Verified', { timeout: 120_000 })
  await expect(runRow(page, 'Complete')).toHaveCount(0)
  const first = readFileSync(lab.configFile, 'utf8')
  expect(first).toContain('only_after:')

  // a second instrument
  mkdirSync(join(lab.dir, 'acquisition', 'CONFOCAL'))
  await lists(page).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Set up instrument' }).click()
  const instrument = step(page, 'Which instrument?')
  const name = instrument.getByRole('textbox', { name: 'Name of the instrument' })
  await expect(name).toHaveValue('')
  await expect(instrument.getByRole('textbox', { name: 'Folder with its runs' })).toHaveValue('')
  await name.fill('flow 01')
  await expect(instrument).toContainText('FLOW_02')
  await instrument.getByRole('button', { name: 'Change the ID' }).click()
  await instrument.getByRole('textbox', { name: 'ID' }).fill('FLOW_01')
  await expect(instrument).toContainText('FLOW_01 is set up already')
  await expect(instrument.getByRole('button', { name: 'Next' })).toBeDisabled()
  await instrument.getByRole('textbox', { name: 'ID' }).fill('CONFOCAL_01')
  await instrument
    .getByRole('textbox', { name: 'Folder with its runs' })
    .fill(join(lab.dir, 'acquisition', 'CONFOCAL'))
  await instrument.getByRole('button', { name: 'Next' }).click()
  await nas(page)
    .getByRole('button', { name: /used by FLOW_01/ })
    .click()
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await expect(tested(page)).toContainText('It works:', { timeout: 120_000 })
  await tested(page).getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Finish', exact: true }).click()
  await expect(lists(page).getByRole('button', { name: /CONFOCAL_01|flow 01/ })).toBeVisible()
  // not a byte of what was there is another one
  const both = readFileSync(lab.configFile, 'utf8')
  expect(both).toContain('id: CONFOCAL_01')
  for (const line of first.split('\n')) expect(both).toContain(line)
})

test('WebDAV: server, account and password are typed, the folder is browsed', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const share = join(lab.dir, 'share')
  mkdirSync(join(share, 'raw'), { recursive: true })
  const server = await startServing('webdav', share, { asksForAccount: true })
  try {
    runs(lab)
    const { page } = await start()
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
    await describeInstrument(page, lab, 'All of them')
    await nas(page).getByRole('button', { name: 'WebDAV' }).click()
    await nas(page).getByLabel('Address').fill(`http://127.0.0.1:${server.port}`)
    await nas(page).getByLabel('Account').fill('lab')
    await nas(page).getByLabel('Password', { exact: true }).fill('pw')
    await nas(page).getByRole('button', { name: 'Connect' }).click()
    await nas(page).getByRole('button', { name: 'raw', exact: true }).click()
    await expect(nas(page)).toContainText('There is no folder in it.')
    await nas(page).getByRole('button', { name: 'Next' }).click()
    await finish(page, lab)
    await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 120_000 })
    expect(readFileSync(join(share, 'raw', 'Complete', 'a.fcs'), 'utf8')).toBe('aaaa')
  } finally {
    server.stop()
  }
})

test('ssh: the app makes a key, the server is compared with what IT gave, and the page goes on once IT lets the key in', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const home = join(lab.dir, 'sshd')
  mkdirSync(home)
  const sshd = await startSshd(home)
  try {
    const place = join(lab.dir, 'vol')
    mkdirSync(place)
    runs(lab)
    const { page } = await start()
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
    await describeInstrument(page, lab, 'All of them')
    await nas(page).getByRole('button', { name: 'rsync over SSH' }).click()
    await nas(page).getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1')
    await nas(page).getByRole('textbox', { name: 'Account on the server' }).fill(sshd.user)
    await nas(page).getByRole('textbox', { name: 'Folder on the server' }).fill(place)
    await nas(page).getByText('More options').click()
    await nas(page).getByRole('spinbutton', { name: 'Port' }).fill(String(sshd.port))
    await nas(page).getByRole('button', { name: 'Connect' }).click()
    await nas(page).getByRole('button', { name: 'Make a key for this computer' }).click()
    // what IT gives is the line of the server's own key
    await nas(page)
      .getByRole('textbox', { name: 'What IT gave you, pasted whole' })
      .fill(readFileSync(join(home, 'host_key.pub'), 'utf8'))
    await nas(page).getByRole('button', { name: 'Compare' }).click()
    await expect(nas(page)).toContainText('Not let in yet.', { timeout: 60_000 })
    const key = await callCore(page, 'ssh.key', {})
    const publicKey: unknown = Reflect.get(
      Object(Reflect.get(Object(Reflect.get(Object(key), 'value')), 'key')),
      'publicKey',
    )
    appendFileSync(join(home, 'authorized_keys'), `${String(publicKey)}\n`)
    await expect(nas(page).getByRole('button', { name: 'Next' })).toBeEnabled({ timeout: 60_000 })
    await nas(page).getByRole('button', { name: 'Next' }).click()
    await finish(page, lab)
    await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 120_000 })
  } finally {
    await sshd.stop()
  }
})
