// Serves a folder over SFTP (OpenSSH) and one over SMB (Samba) for tests that run on another system's programs: it prints what they
// need to know as one line of JSON, and serves until it is ended. Its arguments are a folder, and the same folder as those programs
// name it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startSshd } from '../../build/demo/sshd.ts'
import type { ServedFolder } from './nas-servers.ts'
import { serveSamba } from './samba-server.ts'

const [folder = '', named = ''] = process.argv.slice(2)
const [sftp, smb] = [join(folder, 'sftp'), join(folder, 'smb')]
mkdirSync(sftp, { recursive: true })
const sshd = await startSshd(join(folder, 'sshd'), ['Subsystem sftp internal-sftp'])
const samba = await serveSamba(join(folder, 'samba'), smb)
const inNamed = (...parts: readonly string[]): string => [named, ...parts].join('\\')
const served: readonly ServedFolder[] = [
  {
    name: 'SFTP',
    rcloneConf: `[nas]\ntype = sftp\nhost = 127.0.0.1\nport = ${sshd.port}\nuser = ${sshd.user}\nkey_file = ${inNamed('sshd', 'client_key')}\nknown_hosts_file = ${inNamed('sshd', 'known_hosts')}\n`,
    path: sftp,
    folder: inNamed('sftp'),
  },
  { name: 'Samba', rcloneConf: samba.rcloneConf, path: 'data', folder: inNamed('smb') },
]
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void Promise.all([sshd.stop(), samba.stop()]).then(() => process.exit()))
console.log(JSON.stringify(served))
