// The transport to a folder of this computer: a local disk, a mounted share, a mapped drive, a UNC path. rclone's own backend for
// local files does the work, so that every rule of a remote that is such a folder holds here too (docs/spec.md 2a, 5).
import type { FolderDestination, RcloneDestination } from '../../domain/config.ts'
import type { ToolDeps } from '../run-tool.ts'
import type { Transport } from '../transport.ts'
import { targetOf } from '../target-of.ts'
import { LOCAL_REMOTE, asRclonePath } from './rclone-args.ts'
import { type RcloneOptions, createRclone } from './rclone.ts'

/** rclone keeps an empty configuration of that name in memory: none of the account's is needed, and none can be locked. */
const NO_CONFIG = process.platform === 'win32' ? 'NUL' : '/dev/null'

/** The folder as a remote of rclone that is in no rclone.conf. */
export const folderAsRemote = ({ path, bandwidth }: FolderDestination): RcloneDestination => ({
  type: 'rclone',
  remote: LOCAL_REMOTE,
  remotePath: asRclonePath(path),
  configFile: NO_CONFIG,
  bandwidth,
})

export const createFolder = (
  destination: FolderDestination,
  deps: ToolDeps,
  options: RcloneOptions,
): Transport => ({
  ...createRclone(folderAsRemote(destination), deps, options),
  target: (runPath) => targetOf(destination, runPath),
  localFolder: async () => destination.path,
})
