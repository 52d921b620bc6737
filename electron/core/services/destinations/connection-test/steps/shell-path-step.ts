// Step of the connection test of an SFTP remote: its shell, by which checksums are computed, sees the files under the path that SFTP
// gives them; where it does not, the step finds out the shell's path and says the setting (docs/tool-behaviour.md 33).
import { createHash } from 'node:crypto'
import { msg } from '../../../../../../shared/language/msg.ts'
import type { RcloneDestination } from '../../../../domain/config.ts'
import {
  type SftpRemote,
  readConfig,
  serversBelow,
} from '../../../../transports/rclone/sftp-host-keys.ts'
import type { ToolDeps } from '../../../../transports/run-tool.ts'
import { type Step, StepFailed, type StepRunner, passed, skipped } from '../connection-test.ts'

/**
 * Where a NAS's shell has what SFTP shows at its root: shared folders of NAS makers (rclone docs, sftp, path_override, for Synology;
 * the volumes of the others as their systems mount them), and the usual folders that sshd locks accounts into (ChrootDirectory).
 */
const SHELL_ROOTS: readonly (readonly [path: string, where: string])[] = [
  ['/volume1', 'Synology, Asustor'],
  ['/volume2', 'Synology, Asustor'],
  ['/volume3', 'Synology, Asustor'],
  ['/share', 'QNAP'],
  ['/share/CACHEDEV1_DATA', 'QNAP'],
  ['/Volume1', 'TerraMaster'],
  ['/shares', 'Western Digital'],
  ['/mnt/HD/HD_a2', 'Western Digital'],
  ['/data', 'Netgear'],
  ['/mnt/array1', 'Buffalo'],
  ['/home/{user}', msg`a locked-in account`],
  ['/srv/sftp/{user}', msg`a locked-in account`],
  ['/srv/sftp', msg`a locked-in account`],
  ['/var/sftp', msg`a locked-in account`],
  ['/srv', msg`a locked-in account`],
]

/** Id of the step. */
export const SHELL_PATH = 'shell_path'

interface Marker {
  readonly destination: RcloneDestination
  readonly tools: ToolDeps
  /** What the marker file holds. */
  readonly text: string
  /** The folder in which it lies, as rclone names it. */
  readonly place: string
  /** Writes it without asking the shell. */
  write(runner: StepRunner): Promise<void>
  /** Options of each rclone. */
  readonly options: readonly string[]
}

type Answer = 'seen' | 'not_there' | 'no_shell'

/** Has the NAS compute the MD5 of the marker, which every rclone can ask for. */
const look = async (
  runner: StepRunner,
  { options, place, text }: Marker,
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const argv = ['hashsum', 'md5', ...options, '--', place]
  const { stdout, stderr } = await runner.run({ tool: 'rclone', argv, env, input: null }, true)
  if (stdout.includes(createHash('md5').update(text).digest('hex'))) return 'seen'
  return /not supported|unsupported/i.test(`${stdout}${stderr}`) ? 'no_shell' : 'not_there'
}

/** The variable by which rclone takes an option of a remote. */
const optionOf = ({ name }: SftpRemote, option: string): string =>
  `RCLONE_CONFIG_${name.toUpperCase()}_${option}`

/** The step `shell_path`. */
export const shellPathStep = (marker: Marker, signal: AbortSignal): Step => ({
  id: SHELL_PATH,
  title: msg`Its shell sees the files where SFTP shows them`,
  needs: ['list'],
  async run(runner) {
    const { destination, tools } = marker
    const config = await readConfig(destination, tools, signal)
    const [remote, ...others] = serversBelow(
      destination.remote,
      config,
      process.platform === 'win32',
    )
    if (remote === undefined) return passed(msg`It is no SFTP server: no shell is asked.`)
    if (others.length > 0 || remote.name.startsWith(':'))
      return skipped(msg`It is not one SFTP server of rclone.conf.`)
    await marker.write(runner)
    const answer = await look(runner, marker)
    if (answer === 'seen') return passed(msg`It does.`)
    if (answer === 'no_shell')
      return skipped(msg`It computes no checksums: what is sent is read back and hashed here.`)
    for (const [root, where] of SHELL_ROOTS) {
      const path = root.replace('{user}', remote.user)
      const env = { [optionOf(remote, 'PATH_OVERRIDE')]: `@${path}` }
      if ((await look(runner, marker, env)) === 'seen')
        throw new StepFailed(
          msg`The shell has the root of SFTP at ${path} (${where}). Add path_override = @${path} to the remote ${remote.name} in rclone.conf: rclone config update "${remote.name}" path_override "@${path}"`,
        )
    }
    throw new StepFailed(
      msg`The shell does not find the files where SFTP shows them, and they are at none of the usual places. Ask IT for the path of the shell, and add it to the remote ${remote.name} in rclone.conf as path_override = @/path/of/the/root (rclone 1.64 or newer), or shell_type = none: what is sent is read back and hashed here then.`,
    )
  },
})
