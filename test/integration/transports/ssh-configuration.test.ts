// The account's own ssh configuration: aliases, ports, jump hosts and agents work in pushes, proofs and the connection test, and
// nothing in it changes how an outcome is read.
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

/** A lab whose ssh reads this configuration instead of the account's. */
const withConfiguration = async (
  target: string,
  configuration: (server: { readonly port: number; readonly dir: string }) => readonly string[],
  transport: readonly string[] = [],
) => {
  const { lab, sshd, nas } = await makeSshLab()
  const file = join(lab.dir, 'ssh_config')
  const { port } = sshd
  writeFileSync(file, [...configuration({ port, dir: lab.dir }), ''].join('\n'))
  const ssh = lab.wrap('ssh', `exec /usr/bin/ssh -F ${file} "$@"`)
  const configure = (key = sshd.key): void =>
    lab.configure(
      [
        {
          id: 'FLOW_01',
          transport: [
            'type: rsync_ssh',
            `ssh_target: ${JSON.stringify(target)}`,
            `ssh_key_path: ${key}`,
            `remote_path: ${JSON.stringify(nas)}`,
            ...transport,
          ],
        },
      ],
      `tools:\n  ssh: ${ssh}\n`,
    )
  configure()
  return { lab, sshd, configure }
}

const runs = async (core: Core, lab: Lab) => work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))

const stepsOf = async (core: Core) => {
  const { steps } = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
  return {
    failed: steps.filter((step) => step.outcome === 'failed').map((step) => step.id),
    message: (id: string) => steps.find((step) => step.id === id)?.message ?? '',
  }
}

const known = (dir: string): string => `UserKnownHostsFile ${dir}/sshd/known_hosts`

describe('a host of ssh_config', () => {
  it('with another name and port is reached, and the test says which', async () => {
    const { lab, sshd } = await withConfiguration('root@lab_nas', ({ port, dir }) => [
      'Host lab_nas',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  ${known(dir)}`,
    ])
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({ state: 'verified', proof: 'sha256' })
    const { failed, message } = await stepsOf(core)
    expect(failed).toEqual([])
    expect(message('ssh_settings')).toContain(
      `ssh connects to 127.0.0.1, port ${sshd.port}, as root, and knows servers by ${lab.dir}/sshd/known_hosts`,
    )
    expect(message('name')).toBe('127.0.0.1 is an address.')
    const server = { instrumentId: 'FLOW_01' }
    const { rows, known: standing } = await core.handlers['ssh.hostKeys']({ server })
    expect(rows.some((row) => row.known === 'same')).toBe(true)
    expect(standing).toBe('same')
  })

  it('behind a jump host is reached; what only ssh can look up is left to it', async () => {
    const { lab } = await withConfiguration('root@nas.inside', ({ port, dir }) => [
      'Host *',
      `  ${known(dir)}`,
      `  IdentityFile ${dir}/sshd/client_key`,
      'Host gate',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      'Host nas.inside',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      '  ProxyJump root@gate',
    ])
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({ state: 'verified' })
    const { failed, message } = await stepsOf(core)
    expect(failed).toEqual([])
    expect(message('ssh_settings')).toContain('through root@gate')
    expect(message('name')).toBe('It is looked up by root@gate.')
    expect(message('host_key')).toContain('ssh compares its identity when it signs in')
  })

  it('cannot change how an outcome is read', async () => {
    const { lab } = await withConfiguration('root@nas', ({ port, dir }) => [
      'Host *',
      `  ${known(dir)}`,
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      '  RemoteCommand echo hello; uptime',
      '  RequestTTY force',
      '  LogLevel QUIET',
      '  BatchMode no',
      '  StrictHostKeyChecking no',
      '  PermitLocalCommand yes',
      `  LocalCommand touch ${dir}/local-command`,
      `  LocalForward ${port} 127.0.0.1:1`,
      '  ExitOnForwardFailure yes',
      '  ControlMaster auto',
      `  ControlPath ${dir}/control-%C`,
      '  ControlPersist yes',
      '  VisualHostKey yes',
      '  StdinNull yes',
      '  ForkAfterAuthentication yes',
      '  SessionType none',
    ])
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({ state: 'verified', proof: 'sha256' })
  })

  it('that is silent still says why it refused', async () => {
    const { lab, sshd, configure } = await withConfiguration('root@nas', ({ port, dir }) => [
      'Host nas',
      `  ${known(dir)}`,
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      '  LogLevel QUIET',
    ])
    configure(sshd.strangerKey)
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({
      state: 'failed',
      lastError: { reason: 'ssh_key_rejected' },
    })
  })
})

it('an IPv6 address is reached, in brackets or without', async () => {
  for (const target of ['root@[::1]', 'root@::1']) {
    const { lab, sshd } = await makeSshLab({ sshdLines: () => ['ListenAddress ::1'] })
    // sshd takes the first address for the port of the lab
    const { port, key, knownHosts } = sshd
    writeFileSync(
      knownHosts,
      `[::1]:${port} ${spawnSync('cut', ['-d', ' ', '-f', '2-', knownHosts], { encoding: 'utf8' }).stdout}`,
    )
    lab.configure([
      {
        id: 'FLOW_01',
        transport: [
          'type: rsync_ssh',
          `ssh_target: ${JSON.stringify(target)}`,
          `ssh_port: ${port}`,
          `ssh_key_path: ${key}`,
          `ssh_known_hosts_file: ${knownHosts}`,
          `remote_path: ${JSON.stringify(join(lab.dir, 'nas'))}`,
        ],
      },
    ])
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({ state: 'verified' })
    expect((await stepsOf(core)).failed).toEqual([])
  }
})

describe('a key with a passphrase', () => {
  const withPassphrase = async () => {
    const made = await makeSshLab()
    const key = join(made.lab.dir, 'locked_key')
    writeFileSync(key, '')
    spawnSync('cp', ['-p', made.sshd.key, key])
    spawnSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret words', '-f', key])
    made.configure({ key })
    return { ...made, key }
  }

  it('is told as such before the server is blamed', async () => {
    const { lab } = await withPassphrase()
    const core = await lab.open()
    const { failed, message } = await stepsOf(core)
    expect(failed).toEqual(['key'])
    expect(message('key')).toContain('The key has a passphrase, and no agent holds it')
    expect(message('sign_in')).toContain('The key on this computer can be used')
  })

  it('works with an agent that holds it', async () => {
    const { lab, sshd } = await withPassphrase()
    const socket = join(lab.dir, 'agent')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
    onTestFinished(() => void agent.kill())
    await vi.waitFor(() => {
      const env = { ...process.env, SSH_AUTH_SOCK: socket }
      // the same key without the passphrase
      expect(spawnSync('ssh-add', ['-q', sshd.key], { env }).status).toBe(0)
    })
    vi.stubEnv('SSH_AUTH_SOCK', socket)
    onTestFinished(() => void vi.unstubAllEnvs())
    const core = await lab.open()
    expect(await runs(core, lab)).toMatchObject({ state: 'verified' })
    const { failed, message } = await stepsOf(core)
    expect(failed).toEqual([])
    expect(message('key')).toBe('The key has a passphrase; the agent of this account holds it.')
  })

  it.each([
    ['is not there', (key: string) => `rm ${key}`, 'There is no key file'],
    ['may be read by others', (key: string) => `chmod 644 ${key}`, 'Others may read'],
    ['is something else', (key: string) => `echo x > ${key}`, 'is not a private key'],
    [
      'is the public half',
      (key: string) =>
        `ssh-keygen -y -P 'secret words' -f ${key} > ${key}.x; mv ${key}.x ${key}; chmod 600 ${key}`,
      'This is the public half',
    ],
    [
      // as ssh-keygen makes it
      'is the public half that everybody may read',
      (key: string) =>
        `ssh-keygen -y -P 'secret words' -f ${key} > ${key}.x; mv ${key}.x ${key}; chmod 644 ${key}`,
      'This is the public half',
    ],
  ])('or one that %s', async (_what, change, expected) => {
    const { lab, key } = await withPassphrase()
    spawnSync('sh', ['-c', change(key)])
    const core = await lab.open()
    const { failed, message } = await stepsOf(core)
    expect(failed).toEqual(['key'])
    expect(message('key')).toContain(expected)
  })
})
