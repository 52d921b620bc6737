// A computer gets into an ssh server without a terminal: key, text for IT, fingerprint, password for once, and the try that shows
// that it is let in.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { makeLab, work } from '../../helpers/lab.ts'

const PASSWORD = 'pw-hunter2 "$(x)'

/**
 * ssh in front of a server that takes one password: it asks as ssh does, by SSH_ASKPASS, and then signs in with a key of the
 * administrator. `calls`: where it notes its arguments and variables.
 */
const askingSsh = (adminKey: string, calls: string): string => `
printf '%s\\n' "$*" >> '${calls}'; env >> '${calls}'
case "$*" in *PreferredAuthentications=password*)
  [ "$("$SSH_ASKPASS" "Password:")" = '${PASSWORD}' ] || {
    echo 'root@127.0.0.1: Permission denied (publickey,password).' >&2; exit 255; }
  exec /usr/bin/ssh -o PubkeyAuthentication=yes -o PreferredAuthentications=publickey -i '${adminKey}' "$@" ;;
esac`

it('a key is made, the server is compared, the key is let in with the password, and runs are sent', async () => {
  const lab = makeLab()
  const home = join(lab.dir, 'home')
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 })
  const sshd = await startSshd(join(lab.dir, 'sshd'), [
    // the account of this computer is not touched
    `ForceCommand env HOME=${home} sh -c "$SSH_ORIGINAL_COMMAND"`,
  ])
  onTestFinished(() => sshd.stop())
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const authorized = join(lab.dir, 'sshd/authorized_keys')
  const admin = join(lab.dir, 'admin')
  copyFileSync(sshd.key, admin)
  chmodSync(admin, 0o600)
  const calls = join(lab.dir, 'calls')
  lab.configure([], `tools:\n  ssh: ${lab.wrap('ssh', askingSsh(admin, calls))}\n`)
  const core = await lab.open()
  const { handlers } = core
  const server = { target: `${sshd.user}@127.0.0.1`, port: sshd.port, keyPath: null }

  expect(await handlers['ssh.key']({})).toEqual({ key: null })
  const key = await handlers['ssh.makeKey']({})
  expect(await handlers['ssh.makeKey']({})).toEqual(key)
  expect(key.publicKey).toMatch(/^ssh-ed25519 \S+ exlab-sync@\S+$/)
  expect(statSync(key.path).mode & 0o777).toBe(0o600)
  const { text } = await handlers['ssh.letter']({ server })
  expect(text).toContain(key.publicKey)
  expect(text).not.toContain('PRIVATE')

  // an unknown server gets no password, and is not signed in to
  expect(await handlers['ssh.tryNow']({ server })).toMatchObject({ state: 'host_unknown' })
  const given = execFileSync('ssh-keygen', ['-l', '-f', join(lab.dir, 'sshd/host_key.pub')], {
    encoding: 'utf8',
  })
  expect(await handlers['ssh.trust']({ server, given })).toMatchObject({ host: '127.0.0.1' })
  expect(readFileSync(sshd.knownHosts, 'utf8').split('\n')).toHaveLength(2)
  expect(await handlers['ssh.tryNow']({ server })).toMatchObject({ state: 'refused' })

  await expect(handlers['ssh.letIn']({ server, password: 'wrong' })).rejects.toThrow(
    'does not take this password',
  )
  for (let time = 0; time < 2; time += 1)
    await handlers['ssh.letIn']({ server, password: PASSWORD })
  const installed = readFileSync(join(home, '.ssh/authorized_keys'), 'utf8')
  expect(installed.trim()).toBe(key.publicKey)
  // the server of this test reads another file than the one in the home folder
  writeFileSync(authorized, installed)
  expect(await handlers['ssh.tryNow']({ server })).toMatchObject({ state: 'let_in' })

  lab.configure([
    {
      id: 'FLOW_01',
      transport: [
        'type: rsync_ssh',
        `ssh_target: ${server.target}`,
        `ssh_port: ${server.port}`,
        `ssh_key_path: ${key.path}`,
        `remote_path: ${nas}`,
      ],
    },
  ])
  await handlers['config.reload']({})
  expect(await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))).toMatchObject({
    state: 'verified',
    proof: 'sha256',
  })

  // the password is in no argument, no variable and no file that the app wrote
  const written = readdirSync(lab.dataDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(lab.dataDir, name))
    .filter((file) => statSync(file).isFile())
  for (const file of [calls, ...written])
    expect(readFileSync(file, 'latin1'), file).not.toContain('hunter2')
})

it('a changed key of the server is shown with the one before, and sends nothing until IT confirmed it', async () => {
  const lab = makeLab()
  const sshd = await startSshd(join(lab.dir, 'sshd'))
  onTestFinished(() => sshd.stop())
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  lab.configure([
    {
      id: 'FLOW_01',
      transport: [
        'type: rsync_ssh',
        `ssh_target: ${sshd.user}@127.0.0.1`,
        `ssh_port: ${sshd.port}`,
        `ssh_key_path: ${sshd.key}`,
        `ssh_known_hosts_file: ${sshd.knownHosts}`,
        `remote_path: ${nas}`,
      ],
    },
  ])
  const core = await lab.open()
  const server = { instrumentId: 'FLOW_01' }
  const before = (await core.handlers['ssh.hostKeys']({ server })).rows[0]?.fingerprint
  await sshd.stop()
  const hostKey = join(lab.dir, 'sshd/host_key')
  const renew = (): void => {
    execFileSync('sh', [
      '-c',
      `rm '${hostKey}' '${hostKey}.pub'; ssh-keygen -q -t ed25519 -N '' -f '${hostKey}'`,
    ])
  }
  const old = readFileSync(hostKey)
  renew()
  await sshd.start()
  const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
  expect(job.lastError).toMatchObject({ reason: 'ssh_host_key_changed' })
  const found = await core.handlers['ssh.hostKeys']({ server })
  expect(found.known).toBe('changed')
  expect(found.before.map(({ fingerprint }) => fingerprint)).toEqual([before])
  const known = readFileSync(sshd.knownHosts, 'utf8')
  const given = readFileSync(`${hostKey}.pub`, 'utf8')
  expect(await core.handlers['ssh.trust']({ server, given })).toEqual({
    host: '127.0.0.1',
    runs: 1,
  })
  await core.idle()
  expect(await core.handlers['jobs.get']({ jobId: job.id })).toMatchObject({ state: 'verified' })
  // the file that config.yaml names is not ours to change; its key is refused all the same
  expect(readFileSync(sshd.knownHosts, 'utf8')).toBe(known)
  await sshd.stop()
  writeFileSync(hostKey, old)
  await sshd.start()
  const again = await work(core, lab.run('FLOW_01', 'Run 2', { 'b.txt': 'b' }))
  expect(again.lastError).toMatchObject({ reason: 'ssh_host_key_changed' })
})

it('a wrong file for the key is said by looking at it', async () => {
  const lab = makeLab()
  lab.configure([])
  const core = await lab.open()
  const make = (name: string, passphrase: string): string => {
    const file = join(lab.dir, name)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file])
    return file
  }
  const check = (path: string) => core.handlers['ssh.checkKeyFile']({ path })
  const good = make('good', '')
  expect(await check(good)).toEqual({ problem: null, note: null, instead: null })
  expect(await check(`${good}.pub`)).toMatchObject({
    problem: expect.stringContaining('public half'),
    instead: good,
  })
  expect((await check(make('locked', 'secret'))).problem).toContain('has a passphrase')
  expect((await check(lab.dir)).problem).toContain('is a folder')
  expect((await check(join(lab.dir, 'none'))).problem).toContain('There is no file')
  chmodSync(good, 0o644)
  expect((await check(good)).problem).toContain('Others may read')
})
