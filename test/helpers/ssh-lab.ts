// A lab whose NAS is reached with rsync over ssh: a real sshd on loopback with its own keys, stopped with the test.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Sshd, startSshd } from '../../build/demo/sshd.ts'
import type { Instrument } from './lab-files.ts'
import { type Lab, makeLab } from './lab.ts'

interface SshDestination {
  /** Folder on the NAS; the lab's own if not given. */
  readonly path?: string
  /** Private key to sign in with; the one that is let in if not given. */
  readonly key?: string
  /** Port to connect to, such as that of a proxy; sshd's own if not given. */
  readonly port?: number
  /** More lines of `transport:`. */
  readonly transport?: readonly string[]
}

interface SshLab {
  readonly lab: Lab
  readonly sshd: Sshd
  /** The folder that runs are sent to. */
  readonly nas: string
  /** The instrument FLOW_01 as it is configured first. */
  readonly instrument: Instrument
  /** Writes config.yaml with the one instrument FLOW_01; `more`: top-level lines of the file. */
  configure(destination?: SshDestination, more?: string): void
}

const instrument = (
  sshd: Sshd,
  nas: string,
  { path = nas, key = sshd.key, port = sshd.port, transport = [] }: SshDestination,
): Instrument => ({
  id: 'FLOW_01',
  transport: [
    'type: rsync_ssh',
    `ssh_target: ${sshd.user}@127.0.0.1`,
    `ssh_port: ${port}`,
    `ssh_key_path: ${key}`,
    `ssh_known_hosts_file: ${sshd.knownHosts}`,
    `remote_path: ${JSON.stringify(path)}`,
    ...transport,
  ],
})

/** `sshdLines` answers more lines of sshd_config for the lab's folder, `more` is added to config.yaml. */
export const makeSshLab = async ({
  nasName = 'nas',
  sshdLines = () => [],
  more = '',
}: {
  readonly nasName?: string
  readonly sshdLines?: (dir: string) => readonly string[]
  readonly more?: string
} = {}): Promise<SshLab> => {
  const lab = makeLab()
  const sshd = await startSshd(join(lab.dir, 'sshd'), sshdLines(lab.dir))
  onTestFinished(() => sshd.stop())
  const nas = join(lab.dir, nasName)
  mkdirSync(nas)
  const configure = (destination: SshDestination = {}, lines = ''): void =>
    lab.configure([instrument(sshd, nas, destination)], lines)
  configure({}, more)
  return { lab, sshd, nas, instrument: instrument(sshd, nas, {}), configure }
}
