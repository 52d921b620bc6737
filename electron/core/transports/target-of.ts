// The place of a run at a destination as the transport of its type names it, without a transport.
import { posix } from 'node:path'
import type { Destination } from '../domain/config.ts'
import { asRclonePath, rcloneTarget } from './rclone/rclone-args.ts'
import { remoteFolder } from './rsync/rsync-args.ts'
import { rsyncAccount } from './rsync/ssh-options.ts'

/** `runPath`: '' for the destination's own folder. Throws UnsafeValue where the destination can't be named to its tool. */
export const targetOf = (d: Destination, runPath: string): string => {
  switch (d.type) {
    case 'rclone':
      return rcloneTarget(d, runPath)
    case 'folder': {
      const path = asRclonePath(d.path)
      return runPath === '' ? path : posix.join(path, runPath)
    }
    case 'rsync_ssh':
      return `${rsyncAccount(d)}:${remoteFolder(d, runPath)}/`
  }
}
