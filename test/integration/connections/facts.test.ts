// What a ticket for IT tells of a destination: everything that is needed to look for the fault, for each kind, and no secret.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, makeLab } from '../../helpers/lab.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

const SECRET = 'planted-secret'

const keyIn = (lab: Lab, passphrase = ''): string => {
  const file = join(lab.dir, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'lab', '-f', file])
  return file
}

const fingerprint = (key: string): string =>
  execFileSync('ssh-keygen', ['-l', '-f', key], { encoding: 'utf8' }).split(' ')[1] ?? ''

const told = async (core: Core, instrumentId: string): Promise<string[]> => {
  const { rows } = await core.handlers['connections.facts']({ instrumentId, draft: null })
  return rows.map(({ name, value }) => `${name}: ${value}`)
}

const labWith = (transport: readonly string[], conf = '', more = ''): Lab => {
  const lab = makeLab()
  writeFileSync(join(lab.dir, 'rclone.conf'), conf)
  const own = transport.map((line) => line.replace('CONF', join(lab.dir, 'rclone.conf')))
  lab.configure([{ id: 'A', transport: own }], more)
  return lab
}

it('of a share below other remotes it tells each of them, server and account, without their secrets', async () => {
  const obscured = execFileSync('rclone', ['obscure', SECRET], { encoding: 'utf8' }).trim()
  const lab = labWith(
    ['type: rclone', 'rclone_remote: top', 'rclone_remote_path: data/raw', 'rclone_config: CONF'],
    [
      `[top]\ntype = crypt\nremote = nas:\npassword = ${obscured}\n`,
      `[nas]\ntype = smb\nhost = nas.lab\nuser = lab\npass = ${obscured}\n`,
    ].join(''),
  )
  const lines = await told(await lab.open(), 'A')
  expect(lines).toEqual([
    'type: rclone',
    'rclone_remote: top',
    'rclone_remote_path: data/raw',
    `rclone_config: ${join(lab.dir, 'rclone.conf')}`,
    '[top] type: crypt',
    '[top] remote: nas:',
    '[nas] type: smb',
    '[nas] host: nas.lab',
    '[nas] user: lab',
    'Server: nas.lab, port 445',
  ])
})

it('of a web address and a remote made on the fly the secrets in them are masked, in the list of connections too', async () => {
  const lab = labWith(
    ['type: rclone', 'rclone_remote: nas', 'rclone_config: CONF'],
    [
      `[nas]\ntype = combine\nupstreams = a=dav: "b=:webdav,url='http://fly.lab',pass=${SECRET}:"\n`,
      `[dav]\ntype = webdav\nurl = https://lab:${SECRET}@dav.lab:8443/x\n`,
    ].join(''),
  )
  const core = await lab.open()
  const lines = await told(core, 'A')
  expect(lines).toContain('[dav] url: https://lab:***@dav.lab:8443/x')
  expect(lines).toContain('Server: dav.lab, port 8443')
  expect(lines).toContain('Server: fly.lab, port 80')
  const shown = JSON.stringify(await core.handlers['connections.list']({}))
  expect(`${lines.join('\n')}${shown}`).not.toContain(SECRET)
})

it('of ssh it tells what ssh makes of the settings, and the public half of the key, wherever that is', async () => {
  const lab = makeLab()
  const key = keyIn(lab, SECRET)
  const [type, blob] = readFileSync(`${key}.pub`, 'utf8').split(' ')
  const transport = [
    'type: rsync_ssh',
    'ssh_target: lab@127.0.0.1',
    'ssh_port: 2222',
    `ssh_key_path: ${key}`,
    'remote_path: /volume1/raw',
  ]
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = sftp\nhost = nas.lab\nuser = lab\nkey_file = ${key}\n`)
  const also = [
    'also:',
    '  - name: archive',
    `    transport: { type: rclone, rclone_remote: nas, rclone_config: ${conf} }`,
  ]
  lab.configure([{ id: 'A', transport, more: also }])
  const core = await lab.open()
  const beside = await told(core, 'A')
  expect(beside).toEqual([
    'type: rsync_ssh',
    'ssh_target: lab@127.0.0.1',
    'ssh_port: 2222',
    'remote_path: /volume1/raw',
    `ssh_key_path: ${key}`,
    'Server: 127.0.0.1, port 2222',
    `Public key: ${type} ${blob} lab`,
    `Fingerprint of the key: ${fingerprint(key)}`,
  ])
  rmSync(`${key}.pub`)
  // OpenSSH's own format has it in the open
  expect((await told(core, 'A')).slice(-2)).toEqual([
    `Public key: ${type} ${blob}`,
    `Fingerprint of the key: ${fingerprint(key)}`,
  ])
  // a further destination, which is no entry of its own in config.yaml
  expect((await told(core, 'A/archive')).slice(-3)).toEqual([
    'Server: nas.lab, port 22',
    `Public key: ${type} ${blob}`,
    `Fingerprint of the key: ${fingerprint(key)}`,
  ])
})

it('of an instrument of ExLab-Wizard it tells what stands there, and of a folder its path', async () => {
  const lab = makeLab()
  const theirs = join(lab.dir, 'theirs.yaml')
  const root = join(lab.dir, 'theirs')
  mkdirSync(root)
  writeFileSync(
    theirs,
    `equipment: [{ id: FLOW_01, label: Flow, local_root: ${root}, nas_root: //nas/lab, completeness_signal: sentinel_file, sentinel_filename: done, transport: { type: rsync_ssh, ssh_target: lab@nas, remote_path: /raw } }]\n`,
  )
  lab.configure(
    [{ id: 'B', transport: ['type: folder', `path: ${join(lab.dir, 'share')}`] }],
    `exlab_wizard_config: ${theirs}\n`,
  )
  const core = await lab.open()
  expect(await told(core, 'FLOW_01')).toEqual(
    expect.arrayContaining([
      'ssh_target: lab@nas',
      `ssh_key_path: ${join(homedir(), '.ssh', 'id_ed25519')}`,
    ]),
  )
  expect(await told(core, 'B')).toEqual(['type: folder', `path: ${join(lab.dir, 'share')}`])
})
