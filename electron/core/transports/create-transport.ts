// Makes the transport of a destination, by its type.
import type { Destination } from '../domain/config.ts'
import { createFolder } from './rclone/folder.ts'
import { type RcloneOptions, createRclone } from './rclone/rclone.ts'
import { checkHostKeys } from './rclone/sftp-host-keys.ts'
import { createRsyncSsh } from './rsync/rsync-ssh.ts'
import type { ToolDeps } from './run-tool.ts'
import type { Transport } from './transport.ts'

/** `dataDir`: where the app's own known_hosts lies, by which every ssh server is checked. */
export const createTransport = (
  destination: Destination,
  deps: ToolDeps,
  { dataDir, ...options }: RcloneOptions & { readonly dataDir: string },
): Transport => {
  switch (destination.type) {
    case 'rclone':
      return createRclone(destination, checkHostKeys(destination, deps, dataDir), options)
    case 'folder':
      return createFolder(destination, deps, options)
    case 'rsync_ssh':
      return createRsyncSsh(destination, deps)
  }
}
