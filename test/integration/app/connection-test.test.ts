// The connection test of a destination: the outcome of each step, skipped steps after a failed one, nothing left on the NAS.
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ConnectionTestReport } from '../../../shared/model/reports.ts'
import { add, localNas, makeLab } from '../../helpers/lab.ts'
import { serveFolder } from '../../helpers/serve.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'
import { jobsOf } from '../../helpers/two-destinations.ts'

const outcomes = (report: ConnectionTestReport): Record<string, string> =>
  Object.fromEntries(report.steps.map((step) => [step.id, step.outcome]))
const step = (report: ConnectionTestReport, id: string) => report.steps.find((one) => one.id === id)

/** Stands before a WebDAV server, and says once that the folder of a sample is locked, as servers do for a moment; answers its port. */
const lockOnce = async (port: number): Promise<number> => {
  let isFree = false
  const server = createServer((request, response) => {
    const { method, url = '', headers } = request
    if (!isFree && method === 'PUT' && url.includes('noise')) {
      isFree = true
      request.resume()
      response.writeHead(423).end()
      return
    }
    const onward = ask({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const viaSsh = () => makeSshLab({ nasName: "nas it's" })

describe('the connection test', () => {
  it('passes with rclone onto a folder: read back past the cache, and nothing is left there', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(report.steps.filter((one) => one.outcome !== 'passed')).toEqual([])
    expect(report.proof).toBe('read_back')
    expect(step(report, 'write')?.command).toContain('rclone copy')
    expect(step(report, 'tool')?.message).toMatch(/rclone v\d+\.\d+.*installed \d{4}-\d\d-\d\d/)
    expect(readdirSync(nas)).toEqual(['.exlab-sync'])
  })

  it('and a run name the folder for temporary files where it cannot be written, and blame no NAS for it', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    vi.stubEnv('TMPDIR', join(lab.dir, 'not-there'))
    onTestFinished(() => void vi.unstubAllEnvs())
    const words = `This computer can't write its folder for temporary files, ${join(lab.dir, 'not-there')} (ENOENT)`
    await expect(
      core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' }),
    ).rejects.toMatchObject({ name: 'Refusal', message: expect.stringContaining(words) })
    await add(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa' }))
    await core.idle()
    const [job] = await jobsOf(core)
    expect(job?.lastError).toMatchObject({ reason: 'temp_folder_unwritable', message: words })
    expect(core.overview().holds).toEqual([])
  })

  it('a rehearsal sends, proves and removes a tiny run, over either transport', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const one = await core.handlers['destinations.rehearse']({ instrumentId: 'SCOPE_01' })
    expect(outcomes(one)).toEqual({
      folder: 'passed',
      identity: 'passed',
      send: 'passed',
      prove: 'passed',
      remove: 'passed',
    })
    expect(one.proof).toBe('read_back')
    expect(readdirSync(nas)).toEqual(['.exlab-sync'])
    const ssh = await viaSsh()
    const other = await ssh.lab.open()
    const two = await other.handlers['destinations.rehearse']({ instrumentId: 'FLOW_01' })
    expect(two.steps.filter((s) => s.outcome !== 'passed')).toEqual([])
    expect(readdirSync(ssh.nas)).toEqual(['.exlab-sync'])
    ssh.configure({ key: ssh.sshd.strangerKey })
    await other.handlers['config.reload']({})
    const three = await other.handlers['destinations.rehearse']({ instrumentId: 'FLOW_01' })
    expect(outcomes(three)).toMatchObject({ folder: 'failed', send: 'skipped', prove: 'skipped' })
    expect(three.proof).toBe('none')
  })

  it('fails for a missing rclone remote, and skips the steps after it', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([
      {
        ...instrument,
        transport: instrument.transport.map((line) =>
          line.replace('rclone_remote: nas', 'rclone_remote: gone'),
        ),
      },
    ])
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(outcomes(report)).toMatchObject({
      tool: 'passed',
      remote: 'failed',
      list: 'skipped',
      write: 'skipped',
      delete: 'skipped',
    })
    expect(step(report, 'remote')?.message).toContain('rclone has no remote named gone')
    expect(report.proof).toBe('none')
  })

  it('asks again where a server locks the folder of the sample for a moment', async () => {
    const lab = makeLab()
    const served = join(lab.dir, 'served')
    mkdirSync(join(served, 'raw'), { recursive: true })
    const port = await lockOnce(await serveFolder('webdav', served))
    const { instrument } = localNas(lab)
    writeFileSync(
      join(lab.dir, 'rclone.conf'),
      `[nas]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\n`,
    )
    lab.configure([instrument])
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(step(report, 'speed')).toMatchObject({ outcome: 'passed' })
  })

  it('asks an rclone server by name, port, clock and speed, and tells a server that is down from a refusal', async () => {
    const lab = makeLab()
    const served = join(lab.dir, 'served')
    const port = await serveFolder('webdav', served)
    const { instrument } = localNas(lab)
    const conf = join(lab.dir, 'rclone.conf')
    const pointAt = (at: number): void =>
      writeFileSync(
        conf,
        `[dav]\ntype = webdav\nurl = http://localhost:${at}\nvendor = other\n[nas]\ntype = alias\nremote = dav:\n`,
      )
    pointAt(port)
    lab.configure([instrument])
    mkdirSync(join(served, 'raw'), { recursive: true })
    const core = await lab.open()
    const test = () => core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    const report = await test()
    expect(report.steps.filter((one) => one.outcome === 'failed')).toEqual([])
    expect(step(report, 'name')?.message).toMatch(/^localhost is (?:127\.0\.0\.1|::1)\.$/)
    expect(step(report, 'port')).toMatchObject({
      outcome: 'passed',
      message: `Something answers on port ${port}.`,
      command: `connect to localhost port ${port}`,
    })
    expect(step(report, 'clock')).toMatchObject({ outcome: 'passed' })
    expect(step(report, 'speed')?.message).toMatch(
      /^A sample of \d+(?:\.\d)? MB went at [\d.]+ MB\/s\.$/,
    )
    expect(readdirSync(join(served, 'raw'))).toEqual(['.exlab-sync'])
    pointAt(9)
    const down = await test()
    expect(outcomes(down)).toMatchObject({ name: 'passed', port: 'failed', list: 'skipped' })
    expect(step(down, 'port')?.message).toContain("Port 9 of localhost can't be opened")
  })

  it('passes with rsync over ssh, and nothing is left there', async () => {
    const { lab, nas } = await viaSsh()
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(report.steps.filter((one) => one.outcome !== 'passed')).toEqual([])
    expect(report.proof).toBe('sha256')
    expect(readdirSync(nas)).toEqual(['.exlab-sync'])
  })

  it.each([
    ['rsync', 'rsync  version 3.1.3  protocol version 31', '3.1.3 is too old: rsync 3.2.3'],
    ['rsync', 'openrsync: protocol version 29', 'is openrsync'],
    ['rclone', 'rclone v1.53.3-DEV', '1.53.3 is too old: rclone 1.60'],
  ] as const)('refuses %s where it says %j', async (tool, version, words) => {
    const ssh = tool === 'rsync' ? await viaSsh() : null
    const lab = ssh?.lab ?? makeLab()
    const instrument = ssh?.instrument ?? localNas(lab).instrument
    const old = lab.wrap(
      tool,
      `case "$1" in version|--version) echo '${version}';; *) exec /usr/bin/${tool} "$@";; esac`,
    )
    lab.configure([instrument], `tools: { ${tool}: ${old} }\n`)
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: instrument.id })
    expect(step(report, 'tool')).toMatchObject({ outcome: 'failed' })
    expect(step(report, 'tool')?.message).toContain(words)
    expect(outcomes(report)).toMatchObject({ list: 'skipped', write: 'skipped' })
  })

  it('says how an unknown host is trusted, and passes once it is', async () => {
    const { lab, sshd } = await viaSsh()
    const trusted = readFileSync(sshd.knownHosts, 'utf8')
    writeFileSync(sshd.knownHosts, '')
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(outcomes(report)).toMatchObject({
      port: 'passed',
      host_key: 'failed',
      sign_in: 'skipped',
      write: 'skipped',
    })
    // who is to compare it would copy the fingerprint from here
    expect(step(report, 'host_key')?.message).toMatch(/compared with the one that IT gives you/)
    expect(JSON.stringify(report)).not.toContain('SHA256:')
    expect(readFileSync(sshd.knownHosts, 'utf8')).toBe('')
    writeFileSync(sshd.knownHosts, trusted)
    expect(
      outcomes(await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })),
    ).toMatchObject({ host_key: 'passed' })
  })

  it('fails at the step of a refused key, of a missing folder and of a server that is down', async () => {
    const { lab, sshd, configure, nas } = await viaSsh()
    const core = await lab.open()
    const test = async (): Promise<ConnectionTestReport> => {
      await core.handlers['config.reload']({})
      return core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    }
    configure({ key: sshd.strangerKey })
    const refused = await test()
    expect(outcomes(refused)).toMatchObject({
      host_key: 'passed',
      sign_in: 'failed',
      list: 'skipped',
    })
    expect(step(refused, 'sign_in')?.answer).toContain('Permission denied')
    configure({ path: join(nas, 'not mounted') })
    expect(outcomes(await test())).toMatchObject({
      sign_in: 'passed',
      list: 'failed',
      write: 'skipped',
    })
    await sshd.stop()
    const down = await test()
    expect(outcomes(down)).toMatchObject({ name: 'passed', port: 'failed', host_key: 'skipped' })
    expect(step(down, 'port')?.message).toContain(`Port ${sshd.port}`)
  })
})
