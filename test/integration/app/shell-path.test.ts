// A NAS whose SFTP shows another path than its shell, as a Synology: the connection test finds the shell's path and says the setting.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { makeLab } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'

const rclone = newestRclone()
/** Only root may show a folder under another path to SFTP alone, and make a volume as the NAS has it. */
const test = rclone !== null && process.getuid?.() === 0 ? it : it.skip

test('says the path of the shell, with which the test then passes', async () => {
  const lab = makeLab()
  const volume = '/srv/sftp'
  const share = `exlab-${String(process.pid)}`
  mkdirSync(join(volume, share, 'raw'), { recursive: true })
  onTestFinished(() => rmSync(join(volume, share), { recursive: true }))
  const shown = join('/', share)
  mkdirSync(shown)
  onTestFinished(() => rmSync(shown, { recursive: true }))
  const mount = `mount --bind ${join(volume, share)} ${shown} && exec /usr/lib/openssh/sftp-server`
  const sftp = join(lab.dir, 'sftp')
  writeFileSync(sftp, `#!/bin/sh\nexec unshare -m sh -c '${mount}'\n`, { mode: 0o755 })
  const sshd = await startSshd(join(lab.dir, 'sshd'), [`Subsystem sftp ${sftp}`])
  onTestFinished(() => sshd.stop())
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(
    conf,
    [
      '[nas]\ntype = sftp\nhost = 127.0.0.1\nshell_type = unix',
      `port = ${sshd.port}\nuser = ${sshd.user}\nkey_file = ${sshd.key}\nknown_hosts_file = ${sshd.knownHosts}\n`,
      '[top]\ntype = alias\nremote = nas:\n',
    ].join('\n'),
  )
  lab.configure(
    [
      {
        id: 'SCOPE_01',
        transport: [
          'type: rclone',
          'rclone_remote: top',
          `rclone_remote_path: ${join(shown, 'raw')}`,
          `rclone_config: ${conf}`,
        ],
      },
    ],
    `tools:\n  rclone: ${rclone ?? ''}\n`,
  )
  const core = await lab.open()
  const server = { instrumentId: 'SCOPE_01' }
  const { steps } = await core.handlers['destinations.test'](server)
  const found = steps.find(({ id }) => id === 'shell_path')
  expect(found).toMatchObject({ outcome: 'failed' })
  expect(found?.message).toContain('Add path_override = @/srv/sftp to the remote nas')
  execFileSync(rclone ?? '', [
    `--config=${conf}`,
    'config',
    'update',
    'nas',
    'path_override',
    '@/srv/sftp',
  ])
  const after = await core.handlers['destinations.test'](server)
  expect(after.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(after.steps.find(({ id }) => id === 'shell_path')).toMatchObject({ outcome: 'passed' })
})
