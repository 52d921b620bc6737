// The identity of SFTP servers that rclone sends to: nothing is sent before it was compared with what IT gave, nor after it
// changed, also where rclone.conf names no known_hosts and the server lies below an alias or an overlay.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { type Lab, get, makeLab, work } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'
import { endServer, serveFolder } from '../../helpers/serve.ts'

const makeKey = (lab: Lab, name: string, type = 'ed25519'): string => {
  const file = join(lab.dir, name)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file])
  return file
}

/** What IT prints on the server: bits, fingerprint, comment and type. */
const printed = (key: string): string =>
  execFileSync('ssh-keygen', ['-l', '-f', `${key}.pub`], { encoding: 'utf8' })

const RCLONES = [
  ['the oldest supported rclone', '/usr/bin/rclone'],
  ['the newest rclone', newestRclone()],
] as const

const isOld = (rclone: string | null): boolean => rclone === RCLONES[0][1]

const server = { instrumentId: 'SCOPE_01' }

describe.each(RCLONES)('%s', (_, rclone) => {
  const test = rclone === null ? it.skip : it

  test('sends nothing to a server before its fingerprint was compared, nor to another one in its place', async () => {
    const lab = makeLab()
    const key = makeKey(lab, 'host')
    const folder = join(lab.dir, 'sftp')
    const port = await serveFolder('sftp', join(folder), { key })
    mkdirSync(join(folder, 'raw'))
    const conf = join(lab.dir, 'rclone.conf')
    const pass = execFileSync('rclone', ['obscure', 'pw'], { encoding: 'utf8' }).trim()
    const sections = [
      `[lab nas]\ntype = sftp\nhost = 127.0.0.1\nport = ${port}\nuser = lab\npass = ${pass}\n`,
      `[secret]\ntype = crypt\nremote = lab nas:\npassword = ${pass}\nfilename_encryption = off\ndirectory_name_encryption = false\n`,
      '[top]\ntype = alias\nremote = secret:raw\n',
    ]
    writeFileSync(conf, sections.join(''))
    const transport = ['type: rclone', 'rclone_remote: top', `rclone_config: ${conf}`]
    lab.configure([{ id: 'SCOPE_01', transport }], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.txt': 'one' }))
    expect(job.lastError).toMatchObject({ kind: 'auth', reason: 'ssh_host_key_unknown' })
    expect(readdirSync(join(folder, 'raw'))).toEqual([])

    const found = await core.handlers['ssh.hostKeys']({ server })
    expect(found).toMatchObject({ host: '127.0.0.1', port, known: 'unknown', before: [] })
    const compare = (given: string) => core.handlers['ssh.compare']({ server, given })
    expect(await compare(printed(makeKey(lab, 'other')))).toMatchObject({ answer: 'other' })
    expect(await compare('no fingerprint')).toMatchObject({ answer: 'unreadable' })
    await expect(
      core.handlers['ssh.trust']({ server, given: printed(join(lab.dir, 'other')) }),
    ).rejects.toThrow('Nothing was trusted')
    const given = `The fingerprint is:\n  ${printed(key)}Regards, IT`
    expect(await compare(given)).toMatchObject({ answer: 'same' })
    expect(await core.handlers['ssh.trust']({ server, given })).toEqual({
      host: '127.0.0.1',
      runs: 1,
    })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })

    await endServer(port)
    const impostor = join(lab.dir, 'impostor')
    mkdirSync(join(impostor, 'raw'), { recursive: true })
    await serveFolder('sftp', impostor, { at: port, key: makeKey(lab, 'other host') })
    const next = await work(core, lab.run('SCOPE_01', 'Run 2', { 'b.txt': 'two' }))
    expect(next.lastError).toMatchObject({ kind: 'auth', reason: 'ssh_host_key_changed' })
    expect(readdirSync(impostor, { recursive: true })).toEqual(['raw'])
    const changed = await core.handlers['ssh.hostKeys']({ server })
    expect(changed.known).toBe('changed')
    expect(changed.before.map(({ fingerprint }) => fingerprint)).toEqual([
      printed(key).split(' ')[1],
    ])
    const { steps } = await core.handlers['destinations.test'](server)
    expect(steps.find(({ id }) => id === 'server')).toMatchObject({ outcome: 'failed' })
  })

  test('sends only to the server whose keys are written down in rclone.conf, also where this rclone does not know them', async () => {
    const lab = makeLab()
    const key = makeKey(lab, 'host')
    const folder = join(lab.dir, 'sftp')
    const port = await serveFolder('sftp', folder, { key })
    mkdirSync(join(folder, 'raw'))
    const conf = join(lab.dir, 'rclone.conf')
    const pass = execFileSync('rclone', ['obscure', 'pw'], { encoding: 'utf8' }).trim()
    const write = (line: string): void =>
      writeFileSync(
        conf,
        `[nas]\ntype = sftp\nhost = 127.0.0.1\nport = ${port}\nuser = lab\npass = ${pass}\n${line}\n`,
      )
    const hostKeys = (file: string): string =>
      `host_keys = ${readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')}`
    write(hostKeys(makeKey(lab, 'other')))
    const transport = [
      'type: rclone',
      'rclone_remote: nas',
      'rclone_remote_path: raw',
      `rclone_config: ${conf}`,
    ]
    lab.configure([{ id: 'SCOPE_01', transport }], `tools:\n  rclone: ${rclone}\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.txt': 'one' }))
    expect(job.lastError).toMatchObject({ kind: 'auth', reason: 'ssh_host_key_changed' })
    expect(readdirSync(join(folder, 'raw'))).toEqual([])
    const retried = async () => {
      await core.handlers['jobs.act']({ jobs: [job.id], action: 'retry' })
      await core.idle()
      return get(core, job.id)
    }
    // what says nothing of the server checks nothing; the newest one would run the program
    for (const line of ['host_keys = none', ...(isOld(rclone) ? ['ssh = ssh nas'] : [])]) {
      write(line)
      expect((await retried()).lastError?.reason).toBe('ssh_host_key_unknown')
    }
    write(hostKeys(join(lab.dir, 'host')))
    expect(await retried()).toMatchObject({ state: 'verified' })
  })

  test('compares the kind of key that IT gave, whatever the server would show first', async () => {
    const lab = makeLab()
    const ecdsa = makeKey(lab, 'ecdsa', 'ecdsa')
    const sshd = await startSshd(join(lab.dir, 'sshd'), [
      `HostKey ${ecdsa}`,
      'Subsystem sftp internal-sftp',
    ])
    onTestFinished(() => sshd.stop())
    const nas = join(lab.dir, 'nas')
    mkdirSync(nas)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(
      conf,
      `[nas]\ntype = sftp\nhost = 127.0.0.1\nport = ${sshd.port}\nuser = ${sshd.user}\nkey_file = ${sshd.key}\n`,
    )
    lab.configure(
      [
        {
          id: 'SCOPE_01',
          transport: [
            'type: rclone',
            'rclone_remote: nas',
            `rclone_remote_path: ${nas}`,
            `rclone_config: ${conf}`,
          ],
        },
      ],
      `tools:\n  rclone: ${rclone}\n`,
    )
    const core = await lab.open()
    const compare = (given: string) => core.handlers['ssh.compare']({ server, given })
    const ed25519 = await compare(printed(join(lab.dir, 'sshd/host_key')))
    // before 1.63 nothing tells rclone which kind to ask for
    expect(ed25519.answer).toBe(isOld(rclone) ? 'other_type' : 'same')
    const given = isOld(rclone) ? printed(ecdsa) : readFileSync(sshd.knownHosts, 'utf8')
    await core.handlers['ssh.trust']({ server, given })
    expect(await work(core, lab.run('SCOPE_01', 'Run', { 'a.txt': 'a' }))).toMatchObject({
      state: 'verified',
      lastError: null,
    })
    expect(existsSync(join(nas, 'Run', 'a.txt'))).toBe(true)
  })
})
