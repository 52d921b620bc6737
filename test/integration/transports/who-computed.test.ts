// Who computed a digest: overlays that remember, a folder of this computer, and an rclone.conf that changes.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { act, makeLab, work } from '../../helpers/lab.ts'
import { startSshd } from '../../../build/demo/sshd.ts'
import { mountLoopDisk } from '../../helpers/loop-disk.ts'

/** A lab with an rclone.conf of these sections; `nas` is the remote that runs are sent to. */
const setUp = (sections: (dir: string) => readonly string[]) => {
  const lab = makeLab()
  const conf = join(lab.dir, 'rclone.conf')
  const write = (lines: readonly string[]): void => writeFileSync(conf, `${lines.join('\n')}\n`)
  write(sections(lab.dir))
  const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
  lab.configure([{ id: 'SCOPE_01', transport: [...transport, 'rclone_remote_path: raw'] }])
  const nas = join(lab.dir, 'nas', 'raw')
  mkdirSync(nas, { recursive: true })
  return { lab, write, nas }
}

/** Changes one byte and puts the times back, as a bad disk does. */
const rot = (file: string): void => {
  const { atime, mtime } = statSync(file)
  const bytes = readFileSync(file)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  writeFileSync(file, bytes)
  utimesSync(file, atime, mtime)
}

describe('an overlay that remembers digests', () => {
  it.each([
    ['over a folder', (dir: string) => ['[base]', 'type = alias', `remote = ${dir}/nas`]],
    [
      'over an alias of an alias',
      (dir: string) => [
        '[x]',
        'type = alias',
        `remote = ${dir}/nas`,
        '[base]',
        'type = alias',
        'remote = x:',
      ],
    ],
  ])('%s: a copy that rotted after it was sent is found', async (_, below) => {
    const { lab, nas } = setUp((dir) => [
      ...below(dir),
      '[nas]',
      'type = hasher',
      'remote = base:',
      'hashes = sha256',
      'max_age = off',
    ])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'one' }))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
    rot(join(nas, 'Run', 'a.tif'))
    await act(core, job.id, 'verify')
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.error?.reason === 'remote_changed')).toBe(true)
  })

  it('over an overlay that cannot be read past the cache: sent, not proven, and said so', async () => {
    const password = execFileSync('rclone', ['obscure', 'pw'], { encoding: 'utf8' }).trim()
    const { lab } = setUp((dir) => [
      '[base]',
      'type = crypt',
      `remote = ${dir}/nas`,
      `password = ${password}`,
      '[nas]',
      'type = hasher',
      'remote = base:',
      'hashes = sha256',
    ])
    execFileSync('rclone', ['--config', join(lab.dir, 'rclone.conf'), 'mkdir', 'nas:raw'])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'one' }))
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      proof: 'size_only',
      lastError: { reason: 'cache_not_passed' },
    })
    expect(job.lastError?.message).toContain("past this computer's cache")
  })
})

describe('a folder of this computer', () => {
  it('is read past the cache: what the disk stores counts, not what the system remembers', async (context) => {
    const { lab, nas } = setUp((dir) => ['[nas]', 'type = alias', `remote = ${dir}/nas`])
    const disk = mountLoopDisk(join(lab.dir, 'disk'), join(lab.dir, 'nas'))
    if (disk === null) return context.skip('this account may not mount')
    mkdirSync(nas)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'what the camera saw' }))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back', lastError: null })
    disk.rot('what the camera saw', 'what the disk keeps')
    expect(readFileSync(join(nas, 'Run', 'a.tif'), 'utf8')).toBe('what the camera saw')
    await act(core, job.id, 'verify')
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.error?.reason === 'remote_changed')).toBe(true)
  })
})

/** Lets rclone 1.60 do what newer ones do: it offers SHA-256 by sftp, and answers with what it reads. */
const NEWER =
  'if [ "$1" = backend ]; then echo \'{"Hashes":["sha256"]}\'; exit 0; fi\nif [ "$1" = hashsum ]; then shift; set -- hashsum --download "$@"; fi'

describe('a remote that is set up anew in rclone.conf', () => {
  it('is asked again what it can do', async () => {
    const { lab, write, nas } = setUp(() => [])
    const sshd = await startSshd(join(lab.dir, 'sshd'), ['Subsystem sftp internal-sftp'])
    onTestFinished(() => sshd.stop())
    const wrapped = lab.wrap('rclone', NEWER)
    const conf = join(lab.dir, 'rclone.conf')
    const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
    lab.configure(
      [{ id: 'SCOPE_01', transport: [...transport, `rclone_remote_path: ${nas}`] }],
      `tools:\n  rclone: ${wrapped}\n`,
    )
    const core = await lab.open()
    write([
      '[nas]',
      'type = sftp',
      'host = 127.0.0.1',
      `port = ${sshd.port}`,
      `user = ${sshd.user}`,
      `key_file = ${sshd.key}`,
      `known_hosts_file = ${sshd.knownHosts}`,
    ])
    const there = await work(core, lab.run('SCOPE_01', 'Run 1', { 'a.tif': 'one' }))
    expect(there).toMatchObject({ state: 'verified', proof: 'sha256' })
    // the same place under the same name, now as a folder of this computer
    write(['[nas]', 'type = alias', 'remote = /'])
    const back = await work(core, lab.run('SCOPE_01', 'Run 2', { 'a.tif': 'one' }))
    expect(back).toMatchObject({ state: 'verified', proof: 'read_back' })
  })
})
