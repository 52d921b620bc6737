// Setting up from nothing to a proven run: a folder, then a second instrument that starts empty and moves to a remote that exists;
// WebDAV with a password that IT changes.
import { expect } from '@playwright/test'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localNas } from '../../helpers/lab-files.ts'
import { endServer, startServing } from '../../helpers/serve-folder.ts'
import { addByDialog, lists, runRow, test, willChoose } from '../support/app.ts'
import { cardOf, showNeedsYou, unfold } from '../support/cause-card-expectations.ts'
import {
  countClicks,
  describeInstrument,
  finish,
  firstRuns,
  nas,
  openSettings,
  showAll,
  step,
  tested,
} from '../support/set-up.ts'

test('a folder: only new runs are sent, a changed draft voids its test, and a second instrument takes nothing from the first and moves to a remote that exists', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const place = join(lab.dir, 'nas', 'raw')
  localNas(lab)
  firstRuns(lab)
  const running = await start()
  const { app, page } = running
  // without an instrument no run can be added: the way leads to the set-up
  await page.getByRole('banner').getByRole('button', { name: 'Add run' }).click()
  await describeInstrument(page, lab, null)
  await nas(page).getByRole('button', { name: 'Folder or mapped drive' }).click()
  const folder = nas(page).getByRole('textbox', { name: 'Folder' })
  await folder.fill(place)
  // after leaving and coming back nothing that was typed is lost
  await page.getByRole('button', { name: 'Leave it for later' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  await expect(folder).toHaveValue(place)
  await expect(step(page, 'Which instrument?')).toContainText(
    `FLOW_01: ${join(lab.dir, 'acquisition', 'FLOW_01')}`,
  )
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
  await expect(runRow(page, 'Half')).toHaveCount(0)
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
  await instrument.getByRole('textbox', { name: 'ID' }).fill('../x')
  await expect(instrument.getByText('An ID has letters', { exact: false }).first()).toBeVisible()
  await expect(instrument.getByRole('button', { name: 'Next' })).toBeDisabled()
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

  // its runs go elsewhere: through a remote of an rclone.conf that somebody wrote
  await openSettings(page, 'flow 01')
  await page.getByRole('button', { name: 'Send its runs elsewhere…' }).click()
  await nas(page).getByRole('button', { name: 'Another kind' }).click()
  await nas(page).getByRole('button', { name: 'A remote that exists' }).click()
  await willChoose(app, [join(lab.dir, 'rclone.conf')])
  await nas(page).getByRole('button', { name: 'Choose rclone.conf…' }).click()
  await nas(page).getByRole('combobox', { name: 'Remote' }).selectOption('nas')
  await nas(page).getByRole('button', { name: 'raw', exact: true }).click()
  await expect(nas(page)).toContainText('Runs will go into raw.')
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await expect(tested(page)).toContainText('It works:', { timeout: 120_000 })
  await tested(page).getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(lists(page).getByRole('button', { name: /^nas / })).toBeVisible()
  await addByDialog(running, [lab.run('CONFOCAL', 'Moved', { 'c.tif': 'c' })])
  await expect(runRow(page, 'Moved')).toContainText('Verified', { timeout: 120_000 })
  expect(readFileSync(join(place, 'Moved', 'c.tif'), 'utf8')).toBe('c')
})

test('WebDAV: server, account and password are typed, the folder is browsed; a password that was changed is replaced from its card', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const share = join(lab.dir, 'share')
  mkdirSync(join(share, 'raw'), { recursive: true })
  const { port, stop } = await startServing('webdav', share, { asksForAccount: true })
  let end = stop
  /** The server as it is after somebody changed the password of the account. */
  const changePassword = async (password: string): Promise<void> => {
    await endServer(port)
    const changed = { asksForAccount: true, at: port, password }
    end = (await startServing('webdav', share, changed)).stop
  }
  try {
    firstRuns(lab)
    // no keychain answers there
    const noKeychain = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(lab.dir, 'no-bus')}` }
    const { page } = await start({ env: noKeychain })
    const clicks = await countClicks(page)
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
    await describeInstrument(page, lab, 'All of them')
    await nas(page).getByRole('button', { name: 'WebDAV' }).click()
    await nas(page).getByLabel('Address').fill(`http://127.0.0.1:${port}`)
    await nas(page).getByLabel('Account').fill('lab')
    await nas(page).getByLabel('Password', { exact: true }).fill('pw')
    await nas(page).getByRole('button', { name: 'Connect' }).click()
    await nas(page).getByRole('button', { name: 'raw', exact: true }).click()
    await expect(nas(page)).toContainText('There is no folder in it.')
    await nas(page).getByRole('button', { name: 'Next' }).click()
    await finish(page, lab)
    await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 120_000 })
    expect(readFileSync(join(share, 'raw', 'Complete', 'a.fcs'), 'utf8')).toBe('aaaa')
    await clicks.print('WebDAV')

    // a run without its marker file is finished by hand
    await expect(runRow(page, 'Half')).toHaveCount(0)
    await lists(page)
      .getByRole('button', { name: /^Waiting/ })
      .click()
    await expect(page.getByRole('region', { name: 'Being recorded' })).toContainText('Half')
    await page.getByRole('button', { name: 'Mark run finished' }).click()
    await showAll(page)
    await expect(runRow(page, 'Half')).toContainText('Verified', { timeout: 60_000 })

    // where the password is kept is said beside the connections
    await openSettings(page, 'Destinations')
    if (process.platform === 'linux')
      await expect(page.getByRole('main')).toContainText('No keychain (Secret Service)')
    await showAll(page)

    // the password is another one for a while: the run that failed is retried once a test passed
    await changePassword('other')
    lab.run('FLOW_01', 'Refused', { 'c.fcs': 'c', 'done.txt': '' })
    await expect(runRow(page, 'Refused')).toContainText('Failed', { timeout: 120_000 })
    await changePassword('pw')
    await lists(page)
      .getByRole('button', { name: /^127\.0\.0\.1/ })
      .click()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByRole('button', { name: 'Retry 1 run', exact: true }).click({ timeout: 60_000 })
    await showAll(page)
    await expect(runRow(page, 'Refused')).toContainText('Verified', { timeout: 60_000 })

    // it is changed for good: a wrong one is not taken, and the right one has the run sent
    await changePassword('new')
    lab.run('FLOW_01', 'Locked out', { 'd.fcs': 'd', 'done.txt': '' })
    await expect(runRow(page, 'Locked out')).toContainText('Failed', { timeout: 120_000 })
    await showNeedsYou(page)
    const card = cardOf(page, 'credentials_rejected')
    await unfold(card)
    await card.getByRole('button', { name: 'Replace password…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('New password').fill('wrong')
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
    await expect(dialog).toContainText('did not accept the sign-in', { timeout: 60_000 })
    await dialog.getByLabel('New password').fill('new')
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
    await expect(dialog).toHaveCount(0, { timeout: 60_000 })
    await showAll(page)
    await expect(runRow(page, 'Locked out')).toContainText('Verified', { timeout: 120_000 })
    expect(readFileSync(lab.configFile, 'utf8')).not.toContain('pass')
  } finally {
    end()
  }
})
