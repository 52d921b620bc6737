// An SFTP remote whose account has a shell: the server hashes the files itself over ssh, only where it is proven that the shell
// sees the same folder.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { act, get, logOf, makeLab, work } from '../../helpers/lab.ts'

interface Server {
  readonly sshd?: (dir: string) => readonly string[]
  /** Path of the remote; the NAS folder of the lab where none is given. */
  readonly path?: string
}

const setUp = async ({ sshd: lines, path }: Server = {}) => {
  const lab = makeLab()
  const nas = join(lab.dir, 'share', 'raw')
  mkdirSync(nas, { recursive: true })
  const sshd = await startSshd(
    join(lab.dir, 'sshd'),
    lines?.(lab.dir) ?? ['Subsystem sftp internal-sftp'],
  )
  onTestFinished(() => sshd.stop())
  const conf = join(lab.dir, 'rclone.conf')
  const write = (more: readonly string[]): void =>
    writeFileSync(
      conf,
      [
        '[nas]',
        'type = sftp',
        'host = 127.0.0.1',
        `port = ${sshd.port}`,
        `user = ${sshd.user}`,
        `key_file = ${sshd.key}`,
        ...more,
        '',
      ].join('\n'),
    )
  write([`known_hosts_file = ${sshd.knownHosts}`])
  lab.configure([
    {
      id: 'SCOPE_01',
      transport: [
        'type: rclone',
        'rclone_remote: nas',
        `rclone_config: ${conf}`,
        `rclone_remote_path: ${path ?? nas}`,
      ],
    },
  ])
  return { lab, nas, sshd, write }
}

/** The programs that read back or hash, as the logs of a run's attempts name them. */
const hashing = (log: string): string[] =>
  [...log.matchAll(/started \S*\/(ssh|rclone) (\S+)/g)]
    .map(([, tool, command]) => (tool === 'ssh' ? 'ssh' : `rclone ${command ?? ''}`))
    .filter((name) => name === 'ssh' || name === 'rclone hashsum')

/** What was written to find out what the shell sees. */
const marks = (nas: string): string[] =>
  readdirSync(join(nas, '.exlab-sync')).filter((name) => name.startsWith('shell-'))

const FILES = { 'a.tif': 'one', "it's/b $x.tif": 'two', 'Zürich/c.tif': 'three' }

describe('an account with a shell', () => {
  it('hashes its files itself, in one session, and is asked once who can', async () => {
    const { lab, nas } = await setUp()
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', '2026/Run 1', FILES))
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({ state: 'verified', proof: 'sha256' })
    const log = await logOf(core, job.id)
    expect(log).toContain('the NAS hashes its files itself, over ssh as ')
    expect(hashing(log)).toEqual(['ssh'])
    expect(log).toContain('--ignore-checksum')
    expect(marks(nas)).toEqual([])
    writeFileSync(join(nas, '2026/Run 1/a.tif'), 'onX')
    await act(core, job.id, 'verify')
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.error?.reason === 'remote_changed')).toBe(true)
  })

  it('is still asked by rclone for what it stored of records, which no proof of the run covers', async () => {
    const { lab, sshd, write } = await setUp()
    const damaged = join(lab.dir, 'md5sum')
    // the server has another file than was sent
    writeFileSync(
      damaged,
      `#!/bin/sh\ncase "$1" in */.exlab-wizard/notes.txt) echo ${'0'.repeat(32)}; exit;; esac\nexec md5sum "$1"\n`,
      { mode: 0o755 },
    )
    write([
      `known_hosts_file = ${sshd.knownHosts}`,
      `shell_type = unix\nmd5sum_command = ${damaged}\nsha1sum_command = none`,
    ])
    const core = await lab.open()
    const plain = await work(core, lab.run('SCOPE_01', 'Run 1', FILES))
    expect(plain).toMatchObject({ state: 'verified', proof: 'sha256' })
    const run = lab.run('SCOPE_01', 'Run 2', { ...FILES, '.exlab-wizard/notes.txt': 'notes' })
    const job = await work(core, run)
    expect(job.state).not.toBe('verified')
    expect(JSON.stringify(job.lastError)).toContain('corrupted on transfer')
  })

  it('without a program for SHA-256 is read back', async () => {
    const { lab } = await setUp({
      sshd: () => [
        'Subsystem sftp internal-sftp',
        'ForceCommand if [ "$SSH_ORIGINAL_COMMAND" = internal-sftp ]; then exec /usr/lib/openssh/sftp-server; fi; PATH=/nowhere; export PATH; exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"',
      ],
    })
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  })
})

describe('where ssh cannot stand for SFTP', () => {
  it('nobody signs in where no host key was compared; after that ssh is checked by the same key', async () => {
    const { lab, sshd, write } = await setUp()
    write([])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job.lastError).toMatchObject({ kind: 'auth', reason: 'ssh_host_key_unknown' })
    expect(hashing(await logOf(core, job.id))).toEqual([])
    const server = { instrumentId: 'SCOPE_01' }
    const given = readFileSync(sshd.knownHosts, 'utf8')
    await core.handlers['ssh.trust']({ server, given })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', proof: 'sha256' })
    expect(hashing(await logOf(core, job.id))).toEqual(['ssh'])
  })

  it('an account that is let in for SFTP alone is read back', async () => {
    const { lab } = await setUp({
      sshd: () => ['Subsystem sftp internal-sftp', 'ForceCommand internal-sftp'],
    })
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  })

  it('a shell that sees a mirror of the place under the same path proves nothing', async () => {
    // SFTP begins in another folder than the shell, which has a copy of all that lies there
    const { lab } = await setUp({
      path: 'raw',
      sshd: (dir) => [
        'Subsystem sftp internal-sftp',
        `ForceCommand if [ "$SSH_ORIGINAL_COMMAND" = internal-sftp ]; then cd ${dir}/share; exec /usr/lib/openssh/sftp-server; fi; cd ${dir}/mirror && exec sh -c "$SSH_ORIGINAL_COMMAND"`,
      ],
    })
    const nas = join(lab.dir, 'share', 'raw')
    const mirror = join(lab.dir, 'mirror', 'raw')
    mkdirSync(join(mirror, '.exlab-sync'), { recursive: true })
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run 1', FILES))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
    cpSync(nas, mirror, { recursive: true })
    writeFileSync(join(nas, 'Run 1', 'a.tif'), 'onX')
    await act(core, job.id, 'verify')
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.error?.reason === 'remote_changed')).toBe(true)
    expect(marks(nas)).toEqual([])
  })
})
