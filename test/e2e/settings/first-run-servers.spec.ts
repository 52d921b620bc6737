// Setting up from nothing to a proven run on SFTP with a password, on object storage, and on a cloud storage that a person signs in
// to with the browser: three instruments in one window, each of which begins empty. The clicks are counted.
import { type Page, expect } from '@playwright/test'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CloudServer, serveCloud } from '../../helpers/cloud-server.ts'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { filesWith } from '../../helpers/planted-secrets.ts'
import { serveS3 } from '../../helpers/s3-server.ts'
import { knownHostsOf, startServing } from '../../helpers/serve-folder.ts'
import { signInTurn } from '../../helpers/sign-in-port.ts'
import { lists, runRow, test } from '../support/app.ts'
import { countClicks, describeInstrument, finish, firstRuns, nas } from '../support/set-up.ts'

const S3_SECRET = 'planted secret/key+of S3'

/** What a person does in the browser: to the provider, and back to rclone with the code. */
const signIn = async (url: string): Promise<void> => {
  const toProvider = await fetch(url, { redirect: 'manual' })
  const back = await fetch(toProvider.headers.get('location') ?? '', { redirect: 'manual' })
  // rclone ends its server with the code, at times before its page was sent
  await fetch(back.headers.get('location') ?? '').catch(() => null)
}

const connectSftp = async (page: Page, port: number): Promise<void> => {
  await nas(page).getByRole('button', { name: 'SFTP' }).click()
  await nas(page).getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await nas(page).getByLabel('Account').fill('lab')
  await nas(page).getByLabel('Password', { exact: true }).fill('pw')
  await nas(page).getByText('More options').click()
  await nas(page).getByLabel('Port').fill(String(port))
  await nas(page).getByRole('button', { name: 'Connect' }).click()
  // nothing is sent to a server that nobody compared
  await nas(page)
    .getByRole('textbox', { name: 'What IT gave you, pasted whole' })
    .fill(knownHostsOf(port))
  await nas(page).getByRole('button', { name: 'Compare' }).click()
  await nas(page).getByRole('button', { name: 'raw', exact: true }).click()
}

const connectS3 = async (page: Page, port: number): Promise<void> => {
  await nas(page).getByRole('button', { name: /^S3/ }).click()
  await nas(page).getByLabel('Whose S3 it is').selectOption('Other')
  await nas(page).getByLabel('Access key', { exact: true }).fill('lab-access')
  await nas(page).getByLabel('Secret key').fill(S3_SECRET)
  await nas(page).getByLabel('Address of the service').fill(`http://127.0.0.1:${port}`)
  await nas(page).getByRole('button', { name: 'Connect' }).click()
  await nas(page).getByRole('button', { name: 'lab-data', exact: true }).click()
  await nas(page).getByRole('button', { name: 'New folder…' }).click()
  await nas(page).getByRole('textbox', { name: 'Name of the new folder' }).fill('raw')
  await nas(page).getByRole('button', { name: 'Make' }).click()
}

const connectCloud = async (page: Page, cloud: CloudServer): Promise<void> => {
  await nas(page).getByRole('button', { name: 'Something else' }).click()
  await nas(page).getByLabel('Kind of storage').selectOption('hidrive')
  await nas(page).getByText('More options').click()
  await nas(page).getByLabel('Auth url').fill(cloud.authUrl)
  await nas(page).getByLabel('Token url').fill(cloud.tokenUrl)
  await nas(page).getByLabel('Address of the service').fill(cloud.endpoint)
  await nas(page).getByRole('button', { name: 'Connect' }).click()
  const endTurn = await signInTurn()
  try {
    // rclone's own question: whether this computer has a browser
    await nas(page).getByRole('button', { name: 'Go on' }).click()
    const address = nas(page).getByText(/^http:\/\/127\.0\.0\.1:53682\/auth\?state=/)
    await signIn((await address.textContent({ timeout: 60_000 })) ?? '')
  } finally {
    await endTurn()
  }
  await nas(page).getByRole('button', { name: 'lab', exact: true }).click()
}

/**
 * From an instrument that nobody knows to its run on the NAS; prints the clicks. `nth`: those that are proven then. `folder`: the
 * one that is chosen.
 */
const setUp = async (
  page: Page,
  lab: LabFiles,
  nth: 1 | 2 | 3,
  what: string,
  folder: string,
  connect: () => Promise<void>,
): Promise<void> => {
  const id = `FLOW_0${nth}`
  const before = readFileSync(lab.configFile, 'utf8')
  const clicks = await countClicks(page)
  if (nth === 1)
    await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
  else {
    await lists(page).getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Set up instrument' }).click()
  }
  await describeInstrument(page, lab, 'All of them', id)
  await connect()
  await expect(nas(page)).toContainText(`Runs will go into ${folder}.`)
  await nas(page).getByRole('button', { name: 'Next' }).click()
  await finish(page, lab, before)
  await expect(runRow(page, 'Complete').filter({ hasText: 'Verified' })).toHaveCount(nth, {
    timeout: 120_000,
  })
  await clicks.print(what)
}

test('SFTP with a password, S3, and a sign-in with the browser: each from nothing to a proven run', async ({
  lab,
  start,
}) => {
  test.setTimeout(300_000)
  const share = join(lab.dir, 'share')
  mkdirSync(join(share, 'raw'), { recursive: true })
  const sftp = await startServing('sftp', share)
  const s3 = await serveS3('lab-access', S3_SECRET, ['lab-data'])
  const cloud = await serveCloud(['/lab'])
  try {
    firstRuns(lab, ['FLOW_02', 'FLOW_03'])
    const { page } = await start()
    await setUp(page, lab, 1, 'SFTP with a password', 'raw', () => connectSftp(page, sftp.port))
    expect(readFileSync(join(share, 'raw', 'Complete', 'a.fcs'), 'utf8')).toBe('aaaa')
    await setUp(page, lab, 2, 'S3', 'lab-data/raw', () => connectS3(page, s3.port))
    expect(s3.text('lab-data/raw/Complete/a.fcs')).toBe('aaaa')
    await setUp(page, lab, 3, 'a sign-in with the browser', 'lab', () => connectCloud(page, cloud))
    expect(cloud.text('/lab/Complete/a.fcs')).toBe('aaaa')
    expect(filesWith(lab.dir, [S3_SECRET, ...cloud.secrets])).toEqual([])
  } finally {
    sftp.stop()
    s3.stop()
    cloud.stop()
  }
})
