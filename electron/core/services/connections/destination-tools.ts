// Says how tools are started for a destination: which rclone.conf they are given, and what opens it.
import { join } from 'node:path'
import type { Destination } from '../../domain/config.ts'
import type { ProtectedFolders } from '../../process/program-check.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { withOwnKnownHosts } from '../../transports/own-known-hosts.ts'
import { lookAtSettingsFiles } from '../../transports/settings-files.ts'
import { writableConf } from './private-copy.ts'
import type { RcloneConfs } from './rclone-confs.ts'

export interface DestinationTools {
  /** The destination with the rclone.conf that a tool is given, instead of the one that config.yaml names. */
  readonly destination: Destination
  readonly lookFirst: NonNullable<ToolDeps['lookFirst']>
}

export type ToolsFor = (destination: Destination) => DestinationTools

/** For ToolDeps of a transport or a connection test. Reads nothing but the state of rclone.conf. */
export const createDestinationTools =
  (
    confs: Pick<RcloneConfs, 'fileOf' | 'environmentFor'>,
    ownFolder: string,
    folders: ProtectedFolders,
  ): ToolsFor =>
  (destination) => {
    if (destination.type !== 'rclone') {
      const look = lookAtSettingsFiles(destination, folders)
      return {
        destination: withOwnKnownHosts(destination, ownFolder),
        lookFirst: async () => (await look(), {}),
      }
    }
    const file = confs.fileOf(destination.configFile)
    const named =
      destination.configFile === null ? destination : { ...destination, configFile: file }
    const look = lookAtSettingsFiles(named, folders)
    const given = writableConf(file, join(ownFolder, 'rclone-copies'))
    return {
      destination: given === file ? named : { ...destination, configFile: given },
      async lookFirst() {
        await look()
        return confs.environmentFor(file)
      },
    }
  }
