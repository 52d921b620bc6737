// Names the files that a destination's settings make a tool open, and looks at each before the tool does: at a named pipe the tool
// would wait for ever, and a device has no end.
import { stat } from 'node:fs/promises'
import { msg } from '../../../shared/language/msg.ts'
import type { Reason } from '../../../shared/reasons.ts'
import type { Destination } from '../domain/config.ts'
import { type ProtectedFolders, namingFault } from '../process/program-check.ts'
import { lookBeforeReading } from '../lib/bounded-file.ts'
import { TransportError } from './transport.ts'

interface SettingsFile {
  readonly file: string
  /** Why nothing can be sent where it is no plain file. */
  readonly reason: Reason
}

/** Most bytes of an rclone.conf, a key or a known_hosts. */
const MAX_BYTES = 4 << 20

const namedBy = (d: Destination): SettingsFile[] => {
  switch (d.type) {
    case 'rclone':
      return d.configFile === null ? [] : [{ file: d.configFile, reason: 'remote_not_configured' }]
    case 'rsync_ssh':
      return [
        { file: d.keyPath, reason: 'ssh_key_unusable' },
        ...(d.knownHostsFile === null
          ? []
          : [{ file: d.knownHostsFile, reason: 'ssh_host_key_unknown' as const }]),
      ]
    case 'folder':
      return []
  }
}

/** Says that every account can change a file; null: not every one. */
const writableByAll = async (file: string): Promise<string | null> => {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => 0,
  )
  return process.platform !== 'win32' && (mode & 0o002) !== 0
    ? msg`can be written by every account, and it can name programs (chmod o-w '${file}')`
    : null
}

/**
 * Answers the look at the files of a destination, for ToolDeps: it throws TransportError where one of them is no file. A file
 * that is missing is left to the tool, which says so.
 */
export const lookAtSettingsFiles =
  (destination: Destination, folders: ProtectedFolders) => async (): Promise<void> => {
    for (const { file, reason } of namedBy(destination)) {
      const fault =
        (await lookBeforeReading(file, MAX_BYTES)) ??
        // a remote in it may name a command
        (destination.type === 'rclone'
          ? ((await writableByAll(file)) ?? namingFault(file, folders))
          : null)
      if (fault !== null)
        throw new TransportError(`${file} ${fault}.`, {
          errorKind: 'auth',
          reason,
          stderr: `${file} ${fault}`,
        })
    }
  }
