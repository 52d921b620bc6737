// Network faults during a transfer: classified as network, retried by policy, verified in the end, never falsely.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startFaultProxy } from '../../helpers/fault-proxy.ts'
import { act, get, makeLab, work } from '../../helpers/lab.ts'
import { serveFolder } from '../../helpers/serve.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const MIB = 1024 * 1024
const FILES = { 'a.bin': Buffer.alloc(3 * MIB, 1), 'b.bin': Buffer.alloc(3 * MIB, 2), 'c.txt': 'c' }

const viaSsh = async (more = '') => {
  const { lab, sshd, configure } = await makeSshLab()
  const proxy = await startFaultProxy(sshd.port)
  const [, key = ''] = readFileSync(sshd.knownHosts, 'utf8').split(/ (.*)/s)
  writeFileSync(sshd.knownHosts, `[127.0.0.1]:${proxy.port} ${key}`)
  configure({ port: proxy.port }, more)
  return { lab, proxy }
}

describe('rsync over ssh', () => {
  it.each(['reset', 'close'] as const)(
    'a connection with %s in mid-transfer is a network fault, and the run goes on',
    async (kind) => {
      const { lab, proxy } = await viaSsh()
      proxy.break({ kind, after: 2 * MIB, times: 1 })
      const core = await lab.open()
      const job = await work(core, lab.run('FLOW_01', 'Run', FILES))
      expect(proxy.hits()).toBe(1)
      expect(job).toMatchObject({
        state: 'queued',
        failures: 1,
        lastError: { kind: 'network', reason: 'connection_lost' },
      })
      lab.pass(30_000)
      await core.idle()
      expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
    },
  )

  it('a connection that stalls is given up after sync.inactivity_s', async () => {
    const { lab, proxy } = await viaSsh('sync:\n  inactivity_s: 3\n')
    proxy.break({ kind: 'stall', after: 2 * MIB, times: 1 })
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', FILES))
    expect(job).toMatchObject({
      state: 'queued',
      lastError: { kind: 'network', reason: 'connection_timeout' },
    })
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })

  it('a byte that is changed on the way is noticed by ssh, and sent again', async () => {
    const { lab, proxy } = await viaSsh()
    proxy.break({ kind: 'corrupt', after: 2 * MIB, times: 1 })
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', FILES))
    expect(job).toMatchObject({ state: 'queued', lastError: { kind: 'network' } })
    lab.pass(30_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })
})

describe('rclone over plain WebDAV, which checks nothing', () => {
  const viaDav = async () => {
    const lab = makeLab()
    const nas = join(lab.dir, 'dav')
    const proxy = await startFaultProxy(await serveFolder('webdav', nas))
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(
      conf,
      `[dav]\ntype = webdav\nurl = http://127.0.0.1:${proxy.port}\nvendor = other\n`,
    )
    lab.configure(
      [
        {
          id: 'SCOPE_01',
          transport: ['type: rclone', 'rclone_remote: dav', `rclone_config: ${conf}`],
        },
      ],
      'sync:\n  transfers: 1\n',
    )
    return { lab, proxy, nas }
  }

  it('a byte that is changed on the way is found by verification, and that file alone is sent again', async () => {
    const { lab, proxy, nas } = await viaDav()
    proxy.break({ kind: 'corrupt', after: 2 * MIB, times: 1 })
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(proxy.hits()).toBe(1)
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back', lastError: null })
    expect(readFileSync(join(nas, 'Run', 'a.bin')).equals(FILES['a.bin'])).toBe(true)
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.filter((row) => row.error?.reason === 'checksum_mismatch')).toHaveLength(1)
  })

  it('a connection that is reset every time backs off as a network fault', async () => {
    const { lab, proxy } = await viaDav()
    proxy.break({ kind: 'reset', after: 1 * MIB, times: 1_000 })
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(job).toMatchObject({
      state: 'queued',
      failures: 1,
      lastError: { kind: 'network', reason: 'connection_lost' },
    })
    proxy.break({ kind: 'reset', after: 0, times: 0 })
    lab.pass(30_000)
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })
})
