// What the programs of one destination get beside what all get: a look at the files that it names, and the app's known_hosts.
import type { Destination } from '../domain/config.ts'
import { ownKnownHosts } from './own-known-hosts.ts'
import { sftpHostKeys } from './rclone/sftp-host-keys.ts'
import type { ToolDeps } from './run-tool.ts'
import { lookAtSettingsFiles } from './settings-files.ts'

/** A destination as its programs get it: ssh with the app's own known_hosts. */
export const withOwnKnownHosts = <D extends Destination>(destination: D, dataDir: string): D =>
  destination.type === 'rsync_ssh'
    ? { ...destination, ownKnownHosts: ownKnownHosts(dataDir) }
    : destination

/** The programs of one destination. */
export const destinationTools = (
  destination: Destination,
  tools: ToolDeps,
  dataDir: string,
): ToolDeps => {
  const deps = { ...tools, lookFirst: lookAtSettingsFiles(destination) }
  if (destination.type !== 'rclone') return deps
  const hostKeys = sftpHostKeys(destination, deps, ownKnownHosts(dataDir))
  return {
    ...deps,
    variables: async (tool) => ({ ...(await tools.variables?.(tool)), ...(await hostKeys(tool)) }),
  }
}
