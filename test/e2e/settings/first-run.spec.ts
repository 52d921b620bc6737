// Setting up the first instrument until a run is Verified: with the real rclone, and with a real sshd whose host key is compared.
import { type Page, expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../../build/demo/sshd.ts'
import { type LabFiles, localNas } from '../../helpers/lab-files.ts'
import { callCore, lists, runRow, test, willChoose } from '../support/app.ts'

const body = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

const begin = async (page: Page): Promise<void> => {
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  await expect(body(page, 'Welcome')).toContainText('Never changes an original.')
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(body(page, 'Tools')).toContainText('rclone')
  await page.getByRole('button', { name: 'Next' }).click()
}

const describeInstrument = async (page: Page, lab: LabFiles): Promise<void> => {
  const step = body(page, 'Instrument')
  await step.getByRole('textbox', { name: 'ID' }).fill('../x')
  await expect(step.getByText('An ID has letters', { exact: false }).first()).toBeVisible()
  await expect(step.getByRole('button', { name: 'Next' })).toBeDisabled()
  await step.getByRole('textbox', { name: 'ID' }).fill('FLOW_01')
  await step
    .getByRole('textbox', { name: 'Folder with its runs' })
    .fill(join(lab.dir, 'acquisition', 'FLOW_01'))
  await step.getByRole('combobox', { name: 'A run is finished by' }).selectOption('a marker file')
  await step.getByRole('textbox', { name: 'Name of the marker file' }).fill('done.txt')
  const judged = page.getByRole('region', { name: 'What this rule says of the last runs' })
  await expect(judged.getByRole('listitem').filter({ hasText: 'Complete' })).toContainText(
    'finished',
  )
  await expect(judged.getByRole('listitem').filter({ hasText: 'Half' })).toContainText(
    'waits for its sentinel file',
  )
  await step.getByRole('button', { name: 'Next' }).click()
}

const finish = async (page: Page): Promise<void> => {
  await expect(body(page, 'Connection test')).toContainText(/All is well: \d+ steps passed/, {
    timeout: 90_000,
  })
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(body(page, 'Rehearsal')).toContainText(/It works: .*, proven by Read back/, {
    timeout: 60_000,
  })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Finish', exact: true }).click()
  // the app discovers the run that has the sentinel file
  await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 120_000 })
  await expect(runRow(page, 'Half')).toHaveCount(0)
  await lists(page)
    .getByRole('button', { name: /^Waiting/ })
    .click()
  await expect(page.getByRole('region', { name: 'Being recorded' })).toContainText('Half')
  await page.getByRole('button', { name: 'Mark run finished' }).click()
  await lists(page)
    .getByRole('button', { name: /^All runs/ })
    .click()
  await expect(runRow(page, 'Half')).toContainText('Verified', { timeout: 60_000 })
}

const runs = (lab: LabFiles): void => {
  // settings that config.yaml has already stay in force: here a short sweep interval
  writeFileSync(lab.configFile, 'watch: { sweep_seconds: 5, settle_seconds: 0 }\n')
  lab.run('FLOW_01', 'Complete', { 'a.fcs': 'aaaa', 'done.txt': '' })
  lab.run('FLOW_01', 'Half', { 'b.fcs': 'b' })
}

test('the set-up with rclone leads from tools, instrument and destination to a Verified run', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  localNas(lab)
  runs(lab)
  const { page, app } = await start()
  await begin(page)
  await describeInstrument(page, lab)
  // after leaving and coming back nothing that was typed is lost
  await page.getByRole('button', { name: 'Leave it for later' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  const step = body(page, 'Destination')
  await willChoose(app, [join(lab.dir, 'rclone.conf')])
  await step.getByRole('button', { name: 'Choose: rclone.conf' }).click()
  await step.getByRole('combobox', { name: 'rclone remote' }).selectOption('nas')
  await step.getByRole('textbox', { name: 'Folder on the NAS' }).fill('raw')
  await step.getByRole('button', { name: 'Save and test' }).click()
  await finish(page)
  expect(readFileSync(lab.configFile, 'utf8')).toContain('sentinel_filename: done.txt')
})

test('an unknown ssh server is a card, its fingerprint is compared, and the run is then sent', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const home = join(lab.dir, 'sshd')
  mkdirSync(home)
  const sshd = await startSshd(home)
  try {
    const vol = join(lab.dir, 'vol')
    mkdirSync(vol)
    const known = join(lab.dir, 'known_hosts')
    writeFileSync(known, '')
    runs(lab)
    const { page } = await start()
    await begin(page)
    await describeInstrument(page, lab)
    const step = body(page, 'Destination')
    await step.getByRole('radio', { name: 'rsync over SSH' }).check()
    await step.getByRole('textbox', { name: 'Account and server' }).fill(`${sshd.user}@127.0.0.1`)
    await step.getByRole('textbox', { name: 'Key file' }).fill(sshd.key)
    await step.getByRole('textbox', { name: 'Folder on the NAS' }).fill(vol)
    await step.getByRole('spinbutton', { name: 'Port' }).fill(String(sshd.port))
    await step.getByRole('textbox', { name: 'File of known hosts' }).fill(known)
    await step.getByRole('button', { name: 'Save and test' }).click()
    await expect(body(page, 'Connection test')).toContainText(/steps? failed/, { timeout: 60_000 })

    await lists(page)
      .getByRole('button', { name: /^Needs you/ })
      .click()
    const card = page.locator('.causes article[data-reason="ssh_host_key_unknown"]')
    await expect(card).toContainText('This computer does not know', { timeout: 120_000 })
    await card.getByRole('button', { name: 'Compare fingerprint…' }).click()
    const dialog = page.getByRole('dialog')
    const fingerprint = (await dialog.locator('.fingerprint').first().textContent()) ?? ''
    expect(fingerprint).toMatch(/^SHA256:/)
    await dialog.getByRole('textbox').fill('wrong123')
    await expect(dialog.getByRole('button', { name: 'Trust this server' })).toBeDisabled()
    await dialog.getByRole('textbox').fill(fingerprint.slice(-8))
    await dialog.getByRole('button', { name: 'Trust this server' }).click()
    await expect(dialog).toHaveCount(0)
    expect(readFileSync(known, 'utf8')).toContain(`[127.0.0.1]:${sshd.port} ssh-`)

    await callCore(page, 'jobs.act', { jobs: 'all_failed', action: 'retry' })
    await lists(page)
      .getByRole('button', { name: /^All runs/ })
      .click()
    await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 60_000 })
  } finally {
    await sshd.stop()
  }
})
