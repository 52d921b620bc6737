// From folder to Verified with the real rsync over a real sshd on loopback, and what happens when ssh does not work.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../helpers/hostile.ts'
import { act, get, logOf, work } from '../../helpers/lab.ts'
import { canMount, mountTmpfs } from '../../helpers/mounts.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

describe('rsync over ssh', () => {
  it('proves every file, hostile names included', async () => {
    const { lab, nas } = await makeSshLab()
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
    const { lab, nas } = await makeSshLab()
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', '2026/11/Run', { 'a b': 'a' }))
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    expect(readFileSync(join(nas, '2026/11/Run/a b'), 'utf8')).toBe('a')
    const receipt = [...(await core.receiptOf(job.id, 'text'))].join('')
    expect(receipt).toContain('It does not carry: other permissions, owners, access lists')
  })

  it('a destination folder that does not exist is an error, and is not made', async () => {
    const { lab, nas, configure } = await makeSshLab()
    configure({ path: `${nas}/not/mounted` })
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'queued',
      failures: 0,
      lastError: { reason: 'destination_missing' },
    })
  })

  it.skipIf(!canMount())(
    'a NAS that is full: no file that may not have arrived is called sent (needs root)',
    async () => {
      const { lab, nas, configure } = await makeSshLab()
      configure({}, 'sync: { max_attempts: 1 }\n')
      mountTmpfs(nas)
      const core = await lab.open()
      const megabyte = Buffer.alloc(1_048_576, 'x')
      const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n}`, megabyte]))
      const job = await work(core, lab.run('FLOW_01', 'Run', files))
      expect(job).toMatchObject({
        state: 'failed',
        lastError: { reason: 'remote_disk_full' },
        files: { total: 12, byState: { pending: 12 } },
        bytes: { done: 0 },
      })
    },
  )

  it('a wrong key fails the run after one attempt; after the key is accepted a retry succeeds', async () => {
    const { lab, sshd, configure } = await makeSshLab()
    configure({ key: sshd.strangerKey })
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      failures: 1,
      lastError: { kind: 'auth', reason: 'ssh_key_rejected', attempt: 1 },
    })
    // rsync reports the end of ssh or that of the connection, whichever it notices first
    expect([12, 255]).toContain(job.lastError?.exitCode)
    expect(job.lastError?.stderr).toContain('Permission denied')
    expect(await logOf(core, job.id)).toContain('Permission denied')
    sshd.trust()
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', failures: 0, attempts: 3 })
  })

  it('a server that is down backs off with a stored due time, and goes on by itself when it is back', async () => {
    const { lab, sshd } = await makeSshLab()
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
    const { lab, sshd } = await makeSshLab()
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
    const { lab, sshd } = await makeSshLab()
    writeFileSync(sshd.knownHosts, '')
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: { kind: 'auth', reason: 'ssh_host_key_unknown' },
    })
  })
})
