// Setting up from nothing to a proven run on a Windows share: a real Samba, a wrong password first, the share from its list, a
// folder made there. The clicks are counted.
import { expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveSamba } from '../../helpers/samba-server.ts'
import { runRow, test } from '../support/app.ts'
import { countClicks, describeInstrument, step } from '../support/set-up.ts'

/** Clicks from the first look at the window to a proven run, beside typing. */
const MOST_CLICKS = 12

test('a person with server, account and password has a proven run on a Windows share, in few clicks', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const share = join(lab.dir, 'share')
  mkdirSync(join(share, 'old'), { recursive: true })
  const samba = await serveSamba(join(lab.dir, 'samba'), share)
  try {
    const before = 'watch: { sweep_seconds: 5, settle_seconds: 0 }\n'
    writeFileSync(lab.configFile, before)
    lab.run('FLOW_01', 'Complete', { 'a.fcs': 'aaaa', 'done.txt': '' })
    lab.run('FLOW_01', 'Half', { 'b.fcs': 'b' })
    const { page } = await start()
    const clicks = await countClicks(page)
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
    await describeInstrument(page, lab, 'All of them')

    const nas = step(page, 'Where is your NAS?')
    await nas.getByRole('button', { name: 'Windows share (SMB)' }).click()
    await nas.getByRole('textbox', { name: 'Name of this NAS' }).fill('Lab NAS')
    await nas.getByLabel('Server').fill('127.0.0.1')
    await nas.getByLabel('Account').fill(samba.user)
    await nas.getByLabel('Password').fill('wrong')
    await nas.getByText('More options').click()
    await nas.getByLabel('Port').fill(String(samba.port))
    await clicks.without(async () => {
      await nas.getByRole('button', { name: 'Connect' }).click()
      await expect(nas.getByRole('alert')).toContainText('did not accept the sign-in', {
        timeout: 60_000,
      })
    })
    await nas.getByLabel('Password').fill(samba.password)
    await nas.getByRole('button', { name: 'Connect' }).click()
    await nas.getByRole('button', { name: 'data', exact: true }).click()
    await expect(nas.getByRole('button', { name: 'old', exact: true })).toBeVisible()
    await nas.getByRole('button', { name: 'New folder…' }).click()
    await nas.getByRole('textbox', { name: 'Name of the new folder' }).fill('raw')
    await nas.getByRole('button', { name: 'Make' }).click()
    await expect(nas.getByText('There is no folder in it.')).toBeVisible()
    await nas.getByRole('button', { name: 'Next' }).click()

    const tested = step(page, 'Does it work?')
    await expect(tested).toContainText(/It works: .*, proven by Read back/, { timeout: 120_000 })
    // nothing is stored and nothing sent before the end
    expect(readFileSync(lab.configFile, 'utf8')).toBe(before)
    await tested.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Finish', exact: true }).click()
    await expect(runRow(page, 'Complete')).toContainText('Verified', { timeout: 120_000 })
    expect(await clicks.print('a Windows share')).toBeLessThanOrEqual(MOST_CLICKS)
    expect(readFileSync(join(share, 'raw', 'Complete', 'a.fcs'), 'utf8')).toBe('aaaa')
    const config = readFileSync(lab.configFile, 'utf8')
    expect(config).toContain('name: Lab NAS')
    expect(config).not.toContain(samba.password)
  } finally {
    await samba.stop()
  }
})
