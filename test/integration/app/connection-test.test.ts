// The connection test: each step told, what depends on a failed one skipped, nothing left behind.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import type { ConnectionTestReport } from '../../../shared/model/reports.ts'
import { localNas, makeLab } from '../../helpers/lab.ts'

const outcomes = (report: ConnectionTestReport): Record<string, string> =>
  Object.fromEntries(report.steps.map((step) => [step.id, step.outcome]))
const step = (report: ConnectionTestReport, id: string) => report.steps.find((one) => one.id === id)

const viaSsh = async () => {
  const lab = makeLab()
  const sshd = await startSshd(join(lab.dir, 'sshd'))
  onTestFinished(() => sshd.stop())
  const nas = join(lab.dir, "nas it's")
  mkdirSync(nas)
  const configure = (key: string, path = nas): void =>
    lab.configure([
      {
        id: 'FLOW_01',
        transport: [
          'type: rsync_ssh',
          `ssh_target: ${sshd.user}@127.0.0.1`,
          `ssh_port: ${sshd.port}`,
          `ssh_key_path: ${key}`,
          `ssh_known_hosts_file: ${sshd.knownHosts}`,
          `remote_path: ${JSON.stringify(path)}`,
        ],
      },
    ])
  configure(sshd.key)
  return { lab, sshd, nas, configure }
}

describe('doctor', () => {
  it('rclone onto a folder: all is well, SHA-256, nothing left', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(report.steps.filter((one) => one.outcome !== 'passed')).toEqual([])
    expect(report.proof).toBe('sha256')
    expect(step(report, 'write')?.command).toContain('rclone copy')
    expect(step(report, 'tool')?.message).toMatch(/rclone v\d+\.\d+.*installed \d{4}-\d\d-\d\d/)
    expect(readdirSync(nas)).toEqual([])
  })

  it('a rehearsal sends, proves and removes a tiny run, over either transport', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const one = await core.handlers['destinations.rehearse']({ instrumentId: 'SCOPE_01' })
    expect(outcomes(one)).toEqual({ send: 'passed', prove: 'passed', remove: 'passed' })
    expect(one.proof).toBe('sha256')
    expect(readdirSync(nas)).toEqual([])
    const ssh = await viaSsh()
    const other = await ssh.lab.open()
    const two = await other.handlers['destinations.rehearse']({ instrumentId: 'FLOW_01' })
    expect(two.steps.filter((s) => s.outcome !== 'passed')).toEqual([])
    expect(readdirSync(ssh.nas)).toEqual([])
    ssh.configure(ssh.sshd.strangerKey)
    await other.handlers['config.reload']({})
    const three = await other.handlers['destinations.rehearse']({ instrumentId: 'FLOW_01' })
    expect(outcomes(three)).toMatchObject({ send: 'failed', prove: 'skipped' })
    expect(three.proof).toBe('none')
  })

  it('rclone without the remote: said, and the rest is skipped', async () => {
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

  it('rsync over ssh: all is well, nothing left', async () => {
    const { lab, nas } = await viaSsh()
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(report.steps.filter((one) => one.outcome !== 'passed')).toEqual([])
    expect(report.proof).toBe('sha256')
    expect(readdirSync(nas)).toEqual([])
  })

  it('an unknown host: its fingerprint, and the exact way to trust it, which works', async () => {
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
    expect(step(report, 'host_key')?.message).toMatch(
      /SHA256:\S+ \(ED25519\).*ssh-keyscan -p \d+ 127\.0\.0\.1 >> /,
    )
    expect(readFileSync(sshd.knownHosts, 'utf8')).toBe('')
    writeFileSync(sshd.knownHosts, trusted)
    expect(
      outcomes(await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })),
    ).toMatchObject({ host_key: 'passed' })
  })

  it('a refused key, a folder that is not there, a server that is down: each its own step', async () => {
    const { lab, sshd, configure, nas } = await viaSsh()
    const core = await lab.open()
    const test = async (): Promise<ConnectionTestReport> => {
      await core.handlers['config.reload']({})
      return core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    }
    configure(sshd.strangerKey)
    const refused = await test()
    expect(outcomes(refused)).toMatchObject({
      host_key: 'passed',
      sign_in: 'failed',
      list: 'skipped',
    })
    expect(step(refused, 'sign_in')?.answer).toContain('Permission denied')
    configure(sshd.key, join(nas, 'not mounted'))
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
