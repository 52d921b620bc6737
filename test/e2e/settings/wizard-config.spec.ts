// First run on a computer where ExLab-Wizard is set up: its instruments are taken by one button, and its settings count here.
import { expect } from '@playwright/test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '../support/app.ts'

test("ExLab-Wizard's instruments are offered, taken, and stay its own", async ({ lab, start }) => {
  const settings = join(lab.dir, 'settings')
  const theirs = join(settings, 'exlab-wizard', 'config.yaml')
  const root = join(lab.dir, 'acquisition')
  for (const folder of [join(settings, 'exlab-wizard'), join(root, 'CONFOCAL_01')])
    mkdirSync(folder, { recursive: true })
  const common = `local_root: ${root}, nas_root: //nas/lab, completeness_signal: sentinel_file, sentinel_filename: done`
  const save = (enabled: boolean): void =>
    writeFileSync(
      theirs,
      `equipment:
  - { id: CONFOCAL_01, label: Confocal, ${common}, sync_mode: nas, transport: { type: rclone, rclone_remote: nas, rclone_remote_path: raw, bandwidth: { upload_mbps: null } } }
  - { id: FLOW_01, label: Flow cytometer, ${common}, sync_mode: stage, transport: null }
sync: { enabled: ${String(enabled)} }
`,
    )
  save(false)
  const { page } = await start({ env: { XDG_CONFIG_HOME: settings } })
  const offer = page.getByRole('region', { name: 'ExLab-Wizard is set up on this computer' })
  await expect(offer).toContainText(theirs)
  await expect(offer.getByRole('listitem')).toHaveText([
    'Confocal, to nas:raw',
    'Flow cytometer: another computer sends its runs, so it stays as it is',
  ])
  await offer.getByRole('button', { name: 'Take this instrument' }).click()
  await expect(offer).toHaveCount(0)
  expect(readFileSync(lab.configFile, 'utf8')).toMatch(
    /^exlab_wizard_config: .*\nequipment:\n.*id: CONFOCAL_01\n +only_after: /,
  )
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect(summary).toContainText(`Paused by sync.enabled: false in ${theirs}.`)
  save(true)
  await expect(summary).not.toContainText('Paused')

  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  const main = page.getByRole('main')
  await expect(main).toContainText(`CONFOCAL_01 comes from ${theirs}.`)
  await expect(main).toContainText('Flow cytometer is not sent from here')
  await expect(main.getByLabel('Folders that are runs')).toBeVisible()
  await expect(main.getByLabel('Folder with its runs')).toHaveCount(0)
})
