// From folder to Verified with the real rsync over a real sshd on loopback, and what happens when ssh does not work.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Sshd, startSshd } from '../../../build/demo/sshd.ts'
import { type Lab, act, get, logOf, makeLab, work } from '../../helpers/lab.ts'
import { HOSTILE } from '../../helpers/hostile.ts'

const setUp = async (): Promise<{
  lab: Lab
  sshd: Sshd
  nas: string
  configure(key: string): void
}> => {
  const lab = makeLab()
  const sshd = await startSshd(join(lab.dir, 'sshd'))
  onTestFinished(() => sshd.stop())
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const configure = (key: string): void =>
    lab.configure([
      {
        id: 'FLOW_01',
        transport: [
          'type: rsync_ssh',
          `ssh_target: ${sshd.user}@127.0.0.1`,
          `ssh_port: ${sshd.port}`,
          `ssh_key_path: ${key}`,
          `ssh_known_hosts_file: ${sshd.knownHosts}`,
          `remote_path: ${nas}`,
        ],
      },
    ])
  configure(sshd.key)
  return { lab, sshd, nas, configure }
}

describe('rsync over ssh', () => {
  it('proves every file, hostile names included', async () => {
    const { lab, nas } = await setUp()
    const names = [...HOSTILE, 'U+201B \u201b']
    const files = Object.fromEntries(names.map((name, i) => [name, `content ${i}`]))
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', "Run's $(x) – Ω", files))
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({
      state: 'verified',
      proof: 'sha256',
      files: { byState: { verified: names.length } },
    })
    for (const [name, content] of Object.entries(files))
      expect(readFileSync(join(nas, "Run's $(x) – Ω", name), 'utf8')).toBe(content)
  })

  it('makes the levels above a run, but never the destination itself', async () => {
    const { lab, nas } = await setUp()
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', '2026/11/Run', { 'a b': 'a' }))
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, '2026/11/Run/a b'), 'utf8')).toBe('a')
  })

  it('a destination that is not there is said, not made', async () => {
    const { lab, nas } = await setUp()
    writeFileSync(
      lab.configFile,
      readFileSync(lab.configFile, 'utf8').replace(nas, `${nas}/not/mounted`),
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'queued',
      failures: 1,
      lastError: { kind: 'network', reason: 'remote_path_missing' },
    })
  })

  it('a wrong key is one attempt and FAILED; after the key is let in, a click mends it', async () => {
    const { lab, sshd, configure } = await setUp()
    configure(sshd.strangerKey)
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      failures: 1,
      lastError: { kind: 'auth', reason: 'ssh_key_rejected', attempt: 1 },
    })
    // whichever rsync meets first: the end of ssh, or that of the connection
    expect([12, 255]).toContain(job.lastError?.exitCode)
    expect(job.lastError?.stderr).toContain('Permission denied')
    expect(await logOf(core, job.id)).toContain('Permission denied')
    sshd.trust()
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', failures: 0, attempts: 3 })
  })

  it('a server that is down backs off with a stored due time, and goes on by itself when it is back', async () => {
    const { lab, sshd } = await setUp()
    await sshd.stop()
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'queued',
      failures: 1,
      dueAt: lab.now() + 30_000,
      lastError: { kind: 'network', reason: 'connection_refused' },
    })
    lab.pass(29_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ attempts: 1 })
    lab.pass(1_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      attempts: 2,
      failures: 2,
      dueAt: lab.now() + 120_000,
    })
    await sshd.start()
    lab.pass(120_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
  })

  it('the due time and the failure survive a restart', async () => {
    const { lab, sshd } = await setUp()
    await sshd.stop()
    const core = await lab.open()
    const before = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    await core.stop()
    const again = await lab.open()
    expect(await get(again, before.id)).toMatchObject({
      state: 'queued',
      dueAt: before.dueAt,
      failures: 1,
      lastError: before.lastError,
    })
  })

  it('an unknown host key is never accepted by itself', async () => {
    const { lab, sshd } = await setUp()
    writeFileSync(sshd.knownHosts, '')
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: { kind: 'auth', reason: 'ssh_host_key_unknown' },
    })
  })
})
