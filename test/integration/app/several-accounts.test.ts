// Two accounts of one computer on the data folder of a group: one sends, the other looks on and is told who sends; what either makes
// serves both, and neither can make the other start a program.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { makeLab } from '../../helpers/lab.ts'

interface Account {
  readonly name: string
  readonly home: string
  readonly as: { readonly uid: number; readonly gid: number; readonly env: NodeJS.ProcessEnv }
}

/** Makes what the test needs in a folder that every account may look into, and removes accounts and group with the test. */
const setUp = () => {
  const lab = makeLab()
  const suffix = process.pid
  chmodSync(lab.dir, 0o755)
  const group = `exlab-${suffix}`
  execFileSync('groupadd', [group])
  onTestFinished(() => void execFileSync('groupdel', ['-f', group]))
  const gid = Number(execFileSync('getent', ['group', group], { encoding: 'utf8' }).split(':')[2])
  const account = (short: string): Account => {
    const name = `${short}-${suffix}`
    const home = join(lab.dir, short)
    execFileSync('useradd', ['--create-home', '--home-dir', home, '--gid', group, name], {
      stdio: 'ignore',
    })
    onTestFinished(() => void execFileSync('userdel', [name]))
    chmodSync(home, 0o700)
    const env = { PATH: process.env['PATH'], HOME: home }
    return { name, home, as: { uid: statSync(home).uid, gid, env } }
  }
  const forGroup = (path: string): string => {
    mkdirSync(path, { recursive: true })
    chownSync(path, 0, gid)
    chmodSync(path, 0o2770)
    return path
  }
  const [anna, ben] = [account('anna'), account('ben')]
  const shared = forGroup(join(lab.dir, 'shared'))
  const nas = forGroup(join(lab.dir, 'nas'))
  const acquisition = forGroup(join(lab.dir, 'acquisition'))
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  const configure = (more = '', rcloneConf = conf): void => {
    const file = join(shared, 'config.yaml')
    writeFileSync(
      file,
      `equipment:\n  - id: S\n    local_root: ${acquisition}\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${rcloneConf} }\nwatch: { enabled: false }\n${more}`,
    )
    chownSync(file, 0, gid)
    chmodSync(file, 0o660)
  }
  configure()
  const run = (name: string): string => {
    const folder = forGroup(join(acquisition, name))
    writeFileSync(join(folder, 'a.tif'), name)
    chmodSync(join(folder, 'a.tif'), 0o644)
    return folder
  }
  const cli = ({ as }: Account, ...args: string[]) => {
    const command = [CLI, '--data-dir', shared, ...args]
    const { status, stdout, stderr } = spawnSync(NODE, command, { encoding: 'utf8', ...as })
    return { code: status, out: stdout, err: stderr }
  }
  return { anna, ben, shared, configure, run, cli }
}

describe.runIf(process.getuid?.() === 0)('two accounts (made by root) and one data folder', () => {
  it('one sends, the other is told who; afterwards they change places', async () => {
    const { anna, ben, shared, run, cli } = setUp()
    const folder = run('Run 1')
    const engine = spawn(NODE, [CLI, '--data-dir', shared, '--json', 'run'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...anna.as,
    })
    onTestFinished(() => void engine.kill('SIGKILL'))
    const ended = once(engine, 'close')
    await once(createInterface(engine.stdout), 'line')
    const refused = cli(ben, 'add', folder)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toMatch(
      new RegExp(
        `^The command "exlab-sync run" of the account ${anna.name} is working on this queue already: process ${engine.pid}, since .*\\. Wait until it ends, or ask that person to end it\\.\n$`,
      ),
    )
    expect(cli(ben, 'status').err).toBe('')
    engine.kill('SIGTERM')
    await ended

    expect(cli(ben, 'add', folder)).toMatchObject({ code: 0, err: '' })
    expect(cli(ben, 'run', '--until-idle')).toMatchObject({ code: 0 })
    expect(cli(anna, 'status', 'Run 1')).toMatchObject({ code: 0, err: '' })
    // sealed with the key that the other account made
    expect(cli(anna, 'receipt', 'Run 1')).toMatchObject({ code: 0, err: '' })
    expect(cli(anna, 'add', run('Run 2'))).toMatchObject({ code: 0, err: '' })
    expect(cli(anna, 'run', '--until-idle')).toMatchObject({ code: 0 })
    expect(cli(ben, 'status').out).toContain('Run 2')

    const made = readdirSync(shared, { recursive: true, withFileTypes: true })
    const rightsOf = (entry: (typeof made)[number]): string =>
      (statSync(join(entry.parentPath, entry.name)).mode & 0o7777).toString(8)
    const odd = made.filter((one) => rightsOf(one) !== (one.isDirectory() ? '2770' : '660'))
    expect(odd.map((one) => `${one.name} ${rightsOf(one)}`)).toEqual([])
    // what an account runs, and what it signs in with, is its own
    const names = made.map(({ name }) => name)
    for (const own of ['window', 'tools', 'rclone.conf', 'secrets.json', 'ssh'])
      expect(names).not.toContain(own)
  })

  it.each(['tools', 'rclone.conf'] as const)(
    "neither starts a program of the other's by way of the settings: %s",
    (what) => {
      const { anna, ben, configure, run, cli } = setUp()
      const trace = join(ben.home, 'started')
      const file = join(ben.home, what)
      const text =
        what === 'tools'
          ? `#!/bin/sh\ntouch ${trace}\n`
          : `[nas]\ntype = sftp\nhost = nas\nssh = touch ${trace}\n`
      writeFileSync(file, text)
      chownSync(file, ben.as.uid, ben.as.gid)
      chmodSync(file, 0o755)
      chmodSync(ben.home, 0o777)
      if (what === 'tools') configure(`tools: { rclone: ${file} }\n`)
      else configure('', file)
      cli(anna, 'add', run('Run'))
      expect(cli(anna, 'run', '--until-idle').code).not.toBe(0)
      expect(existsSync(trace)).toBe(false)
      expect(cli(anna, 'status', 'Run').out).toContain(`${file} belongs to another account`)
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )
})
