// Setting up over ssh with a key that the app makes and the test lets in; a server whose key is not known any more is a card.
import { expect } from '@playwright/test'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../../build/demo/sshd.ts'
import { callCore, runRow, test } from '../support/app.ts'
import { cardOf, showNeedsYou, unfold } from '../support/cause-card-expectations.ts'
import {
  countClicks,
  describeInstrument,
  finish,
  firstRuns,
  nas,
  showAll,
} from '../support/set-up.ts'

test('ssh: the app makes a key, the server is compared with what IT gave, and the page goes on once IT lets the key in; a server that is unknown later is a card', async ({
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
    firstRuns(lab)
    const { page } = await start()
    const clicks = await countClicks(page)
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
    await describeInstrument(page, lab, 'All of them')
    await nas(page).getByRole('button', { name: 'rsync over SSH' }).click()
    await nas(page).getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1')
    await nas(page).getByRole('textbox', { name: 'Account on the server' }).fill(sshd.user)
    await nas(page).getByRole('textbox', { name: 'Folder on the server' }).fill(place)
    await nas(page).getByText('More options').click()
    await nas(page).getByRole('spinbutton', { name: 'Port' }).fill(String(sshd.port))
    await clicks.without(async () => {
      // what speaks against a key file is said before anything is tried
      await nas(page).getByRole('radio', { name: 'A key file that is there already' }).check()
      await nas(page).getByRole('textbox', { name: 'Key file' }).fill(`${sshd.key}.pub`)
      await nas(page)
        .getByRole('button', { name: `Use ${sshd.key}` })
        .click()
      await expect(nas(page).getByRole('textbox', { name: 'Key file' })).toHaveValue(sshd.key)
      await nas(page).getByRole('radio', { name: 'Sign in with a key of this computer' }).check()
    })
    await nas(page).getByRole('button', { name: 'Connect' }).click()
    await nas(page).getByRole('button', { name: 'Make a key for this computer' }).click()
    // what IT gives is the line of the server's own key
    await nas(page)
      .getByRole('textbox', { name: 'What IT gave you, pasted whole' })
      .fill(readFileSync(join(home, 'host_key.pub'), 'utf8'))
    // it is whole in sight, above the buttons of the step
    const boxOf = async (name: string) => {
      const box = await nas(page).getByRole('button', { name, exact: true }).boundingBox()
      return { top: box?.y ?? 0, bottom: (box?.y ?? 0) + (box?.height ?? 0) }
    }
    await expect
      .poll(async () => (await boxOf('Compare')).bottom <= (await boxOf('Next')).top)
      .toBe(true)
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
    await clicks.print('rsync over ssh with a key of this computer')

    // the server is one that this computer does not know any more: its runs wait for the comparison
    const known = join(lab.dataDir, 'ssh', 'known_hosts')
    rmSync(known)
    lab.run('FLOW_01', 'Later', { 'b.fcs': 'b', 'done.txt': '' })
    await expect(runRow(page, 'Later')).toContainText('Failed', { timeout: 120_000 })
    await showNeedsYou(page)
    const card = cardOf(page, 'ssh_host_key_unknown')
    await expect(card).toContainText('This computer does not know')
    await unfold(card)
    await card.getByRole('button', { name: 'Compare fingerprint…' }).click()
    const dialog = page.getByRole('dialog')
    const given = dialog.getByRole('textbox', { name: 'What IT gave you, pasted whole' })
    // nothing that could be copied from the screen
    await expect(dialog).not.toContainText(/SHA256:\S{43}/)
    await given.fill(`SHA256:${'A'.repeat(43)}`)
    await dialog.getByRole('button', { name: 'Compare' }).click()
    await expect(dialog).toContainText('shows another fingerprint than the one that IT gave')
    expect(existsSync(known)).toBe(false)
    await given.fill(readFileSync(join(home, 'host_key.pub'), 'utf8'))
    await dialog.getByRole('button', { name: 'Compare' }).click()
    await expect(dialog).toHaveCount(0, { timeout: 60_000 })
    expect(readFileSync(known, 'utf8')).toContain(`[127.0.0.1]:${sshd.port} ssh-`)
    await showAll(page)
    await expect(runRow(page, 'Later')).toContainText('Verified', { timeout: 60_000 })
  } finally {
    await sshd.stop()
  }
})
