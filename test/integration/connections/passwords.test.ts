// Passwords that change: of an account, and of an encrypted rclone.conf. What was refused is said as such, and what was put right
// lets its runs go on.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { encrypt } from '../../../electron/core/transports/rclone/conf-format.ts'
import { cli, cliWithInput } from '../../helpers/cli.ts'
import { type Lab, add, get, makeLab } from '../../helpers/lab.ts'
import { serveFolder } from '../../helpers/serve.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

/** A lab whose instrument sends to a remote `nas` of this rclone.conf. */
const labWith = (text: (lab: Lab) => string): { lab: Lab; conf: string; run: string } => {
  const lab = makeLab()
  const conf = join(lab.dir, 'rclone.conf')
  mkdirSync(join(lab.dir, 'nas/raw'), { recursive: true })
  writeFileSync(conf, text(lab), { mode: 0o600 })
  lab.configure([
    {
      id: 'SCOPE_01',
      transport: [
        'type: rclone',
        'rclone_remote: nas',
        'rclone_remote_path: raw',
        `rclone_config: ${conf}`,
      ],
    },
  ])
  return { lab, conf, run: lab.run('SCOPE_01', 'Run_1', { 'a.tif': 'one' }) }
}

describe('an encrypted rclone.conf of IT', () => {
  it('is named as such, its password is asked once, and the run goes on', async () => {
    const { lab, conf, run } = labWith(({ dir }) =>
      encrypt(`[nas]\ntype = alias\nremote = ${join(dir, 'nas')}\n`, 'of IT'),
    )
    const core = await lab.open()
    const { handlers } = core
    const jobId = await add(core, run)
    await core.idle()
    const held = await get(core, jobId)
    expect(held.lastError).toMatchObject({ reason: 'config_locked' })
    expect(held.lastError?.stderr).toContain('Its password was not told yet.')
    expect((await handlers['connections.list']({})).confs).toContainEqual(
      expect.objectContaining({ conf, state: 'locked', encrypted: true }),
    )
    await expect(handlers['connections.unlock']({ conf, password: 'wrong' })).rejects.toThrow(
      `This is not the password of ${conf}.`,
    )
    await handlers['connections.unlock']({ conf, password: 'of IT' })
    await handlers['jobs.act']({ jobs: [jobId], action: 'retry' })
    await core.idle()
    expect((await get(core, jobId)).state).toBe('verified')
    // the file is what it was
    expect(readFileSync(conf, 'utf8')).toContain('RCLONE_ENCRYPT_V0:')
  })
  it('is listed, opened and browsed before any instrument uses it, once a person chose it', async () => {
    const lab = makeLab()
    lab.configure([])
    const conf = join(lab.dir, 'it.conf')
    mkdirSync(join(lab.dir, 'nas/raw'), { recursive: true })
    writeFileSync(conf, encrypt(`[nas]\ntype = alias\nremote = ${join(lab.dir, 'nas')}\n`, 'of IT'))
    const core = await lab.open()
    const { handlers } = core
    await expect(handlers['connections.list']({ conf })).rejects.toThrow('not chosen')
    core.allowFile(conf)
    const before = await handlers['connections.list']({ conf })
    expect(before.confs).toContainEqual(expect.objectContaining({ conf, state: 'locked' }))
    expect(before.rows).toEqual([])
    await handlers['connections.unlock']({ conf, password: 'of IT' })
    const place = { conf, remote: 'nas' }
    expect((await handlers['connections.list']({ conf })).rows).toMatchObject([{ place }])
    expect(await handlers['connections.browse']({ connection: place, path: '' })).toMatchObject({
      rows: [{ name: 'raw' }],
    })
  })
  it('can be told by the command line', async () => {
    const { lab, conf } = labWith(({ dir }) =>
      encrypt(`[nas]\ntype = alias\nremote = ${join(dir, 'nas')}\n`, 'of IT'),
    )
    const before = await cli(lab, 'connection', 'list')
    expect(before.code).toBe(1)
    expect(before.err).toContain('is encrypted')
    const told = await cliWithInput('of IT\n', lab, 'connection', 'password', '--conf', conf)
    expect(told.code).toBe(0)
    const { code, out } = await cli(lab, 'connection', 'list', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      connections: [{ name: 'nas', place: { conf, remote: 'nas' }, instruments: ['SCOPE_01'] }],
    })
  })
})

describe('a password that was refused', () => {
  it('is replaced for a remote that exists already, and its runs go on', async () => {
    const port = await serveFolder('webdav', join(makeLab().dir, 'served'), {
      asksForAccount: true,
    })
    const obscure = (password: string): string =>
      execFileSync('rclone', ['obscure', password], { encoding: 'utf8' }).trim()
    const { lab, conf, run } = labWith(
      () =>
        `# kept by IT\n[dav]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\nuser = lab\npass = ${obscure('old')}\n[nas]\ntype = alias\nremote = dav:\n`,
    )
    const core = await lab.open()
    const { handlers } = core
    const jobId = await add(core, run)
    await core.idle()
    expect((await get(core, jobId)).lastError?.reason).toBe('credentials_rejected')
    const holds = async () => (await handlers['overview.get']({})).holds
    expect(await holds()).toHaveLength(1)
    // the remote of the instrument is made of the one that signs in
    const place = { conf, remote: 'dav' }
    await expect(
      handlers['connections.setPassword']({ place, option: null, password: 'wrong' }),
    ).rejects.toThrow('The password that was there is kept.')
    await handlers['connections.setPassword']({ place, option: null, password: 'pw' })
    expect(await holds()).toEqual([])
    expect(readFileSync(conf, 'utf8')).toContain('# kept by IT')
    expect(readFileSync(conf, 'utf8')).not.toContain('pw\n')
    await handlers['connections.makeFolder']({ connection: place, path: 'raw' })
    await handlers['jobs.act']({ jobs: [jobId], action: 'retry' })
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
  })
  it('is not replaced by one that could not be tried, unless a person says so', async () => {
    const { lab, conf } = labWith(
      () =>
        '[nas]\ntype = webdav\nurl = http://127.0.0.1:9\nvendor = other\nuser = lab\npass = x\n',
    )
    const { handlers } = await lab.open()
    const given = { place: { conf, remote: 'nas' }, option: null, password: 'never tried' }
    const before = readFileSync(conf, 'utf8')
    await expect(handlers['connections.setPassword'](given)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('The password could not be tried') as string,
    })
    expect(readFileSync(conf, 'utf8')).toBe(before)
    await handlers['connections.setPassword']({ ...given, untested: true })
    expect(readFileSync(conf, 'utf8')).not.toContain('pass = x\n')
  })
})

describe('a page that was taken over', () => {
  it('brings no program into a connection, and no rclone.conf that nobody chose', async () => {
    const { lab, conf } = labWith(() => '[nas]\ntype = local\n')
    const core = await lab.open()
    const { handlers } = core
    const begin = (type: string, options: Record<string, string>): Promise<unknown> =>
      handlers['connections.begin']({ type, options, from: null })
    await expect(begin('webdav', { bearer_token_command: 'sh' })).rejects.toThrow('names a program')
    await expect(begin('sftp', { ssh: 'sh -c id' })).rejects.toThrow('names a program')
    await expect(begin('webdav', { url: 'x\nbearer_token_command = sh' })).rejects.toThrow(
      'line break',
    )
    await expect(begin('webdav', { 'a = b\n[x]': 'y' })).rejects.toThrow('no option')
    await expect(begin('smb', { pass: 'a\nb' })).rejects.toThrow('line break')
    const other = { conf: '/etc/rclone.conf', remote: 'nas' }
    await expect(handlers['connections.browse']({ connection: other, path: '' })).rejects.toThrow(
      'was not chosen',
    )
    await expect(
      handlers['connections.unlock']({ conf: '/etc/rclone.conf', password: 'x' }),
    ).rejects.toThrow('was not chosen')
    await expect(
      handlers['connections.remove']({ place: { conf, remote: 'nas' } }),
    ).rejects.toThrow("which is not the app's own")
  })
})
