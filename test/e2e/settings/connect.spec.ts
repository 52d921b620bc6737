// Connecting where something is in the way: no rclone on this computer, an rclone.conf that is encrypted, several passwords behind one
// destination; and a server that announces itself on the network.
import { type ElectronApplication, expect } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import multicastDns from 'multicast-dns'
import { encrypt } from '../../../electron/core/transports/rclone/conf-format.ts'
import { startConnectProxy } from '../../helpers/connect-proxy.ts'
import { addRuns, runRow, test } from '../support/app.ts'
import { cardOf, showNeedsYou, unfold } from '../support/cause-card-expectations.ts'
import { describeInstrument, firstRuns, nas, openSettings, showAll } from '../support/set-up.ts'

const LOOPBACK = '127.0.0.1'
const RELEASE = /rclone-v[\d.]+-\w+-\w+/

/** A throw-away key and certificate of rclone's makers. */
const certificateIn = (dir: string): { readonly key: Buffer; readonly cert: Buffer } => {
  const [key, cert] = [join(dir, 'makers.key'), join(dir, 'makers.crt')]
  const files = ['-keyout', key, '-out', cert]
  const about = ['-days', '1', '-subj', '/CN=downloads.rclone.org']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...about, ...files], {
    stdio: 'ignore',
  })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

/** rclone's makers: the archive comes in two halves, the second once the test says so. */
const serveMakers = async (dir: string) => {
  let goOn = (): void => undefined
  const archives = new Map<string, Buffer>()
  const archiveOf = (release: string): Buffer => {
    const made =
      archives.get(release) ??
      Buffer.from(
        // large enough to be seen on its way
        zipSync(
          {
            [`${release}/rclone`]: strToU8('#!/bin/sh\nexec /usr/bin/rclone "$@"\n'),
            [`${release}/manual`]: new Uint8Array(4 << 20),
          },
          { level: 0 },
        ),
      )
    archives.set(release, made)
    return made
  }
  const server = createServer(certificateIn(dir), (request, response) => {
    const [release = 'rclone-v0'] = RELEASE.exec(request.url ?? '') ?? []
    if (request.url?.endsWith('.zip') !== true) {
      const lists = ['linux-amd64', 'linux-arm64'].map((machine) => {
        const name = `rclone-${/v[\d.]+/.exec(request.url ?? '')?.[0] ?? ''}-${machine}`
        return `${createHash('sha256').update(archiveOf(name)).digest('hex')}  ${name}.zip\n`
      })
      response.end(lists.join(''))
      return
    }
    const archive = archiveOf(release)
    response.writeHead(200, { 'content-length': archive.length })
    response.write(archive.subarray(0, archive.length >> 1))
    goOn = () => response.end(archive.subarray(archive.length >> 1))
  })
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  return {
    // a server that listens on TCP has a port
    port: (server.address() as AddressInfo).port,
    goOn: () => goOn(),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A Windows server that announces itself where the app asks: on the loopback of this machine. */
const announce = async (app: ElectronApplication): Promise<{ stop(): void }> => {
  await app.evaluate((_electron, address) => {
    const os = process.getBuiltinModule('node:os')
    Reflect.set(os, 'networkInterfaces', () => ({
      lab: [{ address, family: 'IPv4', internal: false }],
    }))
  }, LOOPBACK)
  const responder = multicastDns({ interface: LOOPBACK, bind: '0.0.0.0' })
  const type = '_smb._tcp.local'
  const name = `Lab NAS.${type}`
  responder.on('query', (_query, from) =>
    responder.respond(
      {
        answers: [
          { name: type, type: 'PTR', ttl: 120, data: name },
          { name, type: 'SRV', ttl: 120, data: { target: 'lab-nas.local', port: 4450 } },
          { name: 'lab-nas.local', type: 'A', ttl: 120, data: '192.0.2.7' },
        ],
      },
      from,
    ),
  )
  return { stop: () => responder.destroy() }
}

test('a computer without rclone gets it from its makers; a server of the network fills the form', async ({
  lab,
  start,
}) => {
  const makers = await serveMakers(lab.dir)
  const proxy = await startConnectProxy()
  try {
    firstRuns(lab)
    writeFileSync(
      lab.configFile,
      `${readFileSync(lab.configFile, 'utf8')}tools: { rclone: ${join(lab.dir, 'nowhere')} }\n`,
    )
    // as the system's own setting of a proxy
    const args = [`--proxy-server=${LOOPBACK}:${proxy.port}`, '--ignore-certificate-errors']
    const { app, page } = await start({ args })
    const network = await announce(app)
    try {
      await page.getByRole('main').getByRole('button', { name: 'Set up instrument' }).click()
      await describeInstrument(page, lab, 'All of them')
      const found = nas(page).getByRole('region', { name: 'Found on the network' })
      await found.getByRole('button', { name: 'Lab NAS' }).click()
    } finally {
      network.stop()
    }
    const missing = nas(page).getByRole('region', { name: 'rclone' })
    await expect(missing).toContainText('rclone is not on this computer')
    // a proxy that refuses, or asks for a password, is named, with the way out
    for (const status of [403, 407]) {
      proxy.answer({ status })
      await missing.getByRole('button', { name: 'Get rclone' }).click()
      await expect(missing.getByRole('alert')).toContainText('The proxy of this network')
    }
    proxy.answer({ to: makers.port })
    await missing.getByRole('button', { name: 'Get rclone' }).click()
    await expect(missing).toContainText(/[\d.]+ MB of [\d.]+ MB are here/)
    await missing.getByRole('button', { name: 'Stop' }).click()
    await expect(missing.getByRole('button', { name: 'Get rclone' })).toBeEnabled()
    await expect(missing.getByRole('alert')).toHaveCount(0)
    await missing.getByRole('button', { name: 'Get rclone' }).click()
    await expect(missing).toContainText(/[\d.]+ MB of [\d.]+ MB are here/)
    makers.goOn()
    // the form is there, with what the server said of itself
    await expect(nas(page).getByLabel('Server', { exact: true })).toHaveValue('192.0.2.7')
    await expect(nas(page).getByRole('textbox', { name: 'Name of this NAS' })).toHaveValue(
      'Lab NAS',
    )
    await nas(page).getByText('More options').click()
    await expect(nas(page).getByLabel('Port')).toHaveValue('4450')
    expect(readFileSync(lab.configFile, 'utf8')).toMatch(/rclone: .*data\/tools\/rclone-v/)
    expect(new Set(proxy.asked)).toEqual(new Set(['downloads.rclone.org:443']))
  } finally {
    proxy.stop()
    makers.stop()
  }
})

test('an encrypted rclone.conf is opened from its card, and its destinations are managed in the settings', async ({
  lab,
  start,
}) => {
  const conf = join(lab.dir, 'rclone.conf')
  const folder = join(lab.dir, 'nas')
  mkdirSync(join(folder, 'raw'), { recursive: true })
  const away = `type = webdav\nurl = http://${LOOPBACK}:9\nvendor = other\nuser = lab\npass = x\n`
  writeFileSync(
    conf,
    encrypt(
      `[nas]\ntype = alias\nremote = ${folder}\n[one]\n${away}[two]\n${away}[both]\ntype = union\nupstreams = one: two:\n`,
      'of IT',
    ),
    { mode: 0o600 },
  )
  const through = (remote: string): string[] => [
    'type: rclone',
    `rclone_remote: ${remote}`,
    'rclone_remote_path: raw',
    `rclone_config: ${JSON.stringify(conf)}`,
  ]
  lab.configure([
    { id: 'FLOW_01', transport: through('nas') },
    { id: 'SCOPE_01', transport: through('both') },
  ])
  const run = lab.run('FLOW_01', 'Run_1', { 'a.tif': 'one' })
  const { page } = await start()
  await addRuns(page, [run])
  await expect(runRow(page, 'Run_1')).toContainText('Failed', { timeout: 60_000 })
  await showNeedsYou(page)
  const card = cardOf(page, 'config_locked')
  await unfold(card)
  await card.getByRole('button', { name: 'Enter its password…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(conf)
  await dialog.getByLabel('Password').fill('wrong')
  await dialog.getByLabel('Password').press('Enter')
  await expect(dialog).toContainText(`This is not the password of ${conf}.`)
  await dialog.getByLabel('Password').fill('of IT')
  await dialog.getByRole('button', { name: 'Open it' }).click()
  await expect(dialog).toHaveCount(0)
  await showAll(page)
  await expect(runRow(page, 'Run_1')).toContainText('Verified', { timeout: 60_000 })

  await openSettings(page, 'Destinations')
  const list = page.getByRole('main').getByRole('region', { name: 'Destinations' })
  const row = list.locator('.setting').filter({ hasText: 'both:raw' })
  await row.getByRole('button', { name: 'Replace password…' }).click()
  // two connections sign in for it: it is asked whose
  await dialog.getByLabel('Whose password?').selectOption({ label: 'two, for SCOPE_01' })
  await dialog.getByLabel('New password').fill('planted-new')
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect(dialog).toContainText('The password could not be tried', { timeout: 60_000 })
  await dialog.getByRole('button', { name: 'Replace it without a test' }).click()
  await expect(dialog).toHaveCount(0)

  await row.getByRole('button', { name: 'Rename…' }).click()
  await list.getByRole('textbox', { name: 'Name of the destination' }).fill('Archive')
  await list.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(list).toContainText('Archive')
  expect(readFileSync(lab.configFile, 'utf8')).toContain('name: Archive')
})
