// Makes the transport of a destination, by its type.
import type { Destination } from '../domain/config.ts'
import { createFolder } from './rclone/folder.ts'
import { type RcloneOptions, createRclone } from './rclone/rclone.ts'
import { checkHostKeys } from './rclone/sftp-host-keys.ts'
import { createRsyncSsh } from './rsync/rsync-ssh.ts'
import type { ToolDeps } from './run-tool.ts'
import type { Transport } from './transport.ts'

export const createTransport = (
  destination: Destination,
  deps: ToolDeps,
  options: RcloneOptions,
): Transport => {
  switch (destination.type) {
    case 'rclone':
      return createRclone(destination, checkHostKeys(destination, deps, options.dataDir), options)
    case 'folder':
      return createFolder(destination, deps, options)
    case 'rsync_ssh':
      return createRsyncSsh(destination, deps)
  }
}
