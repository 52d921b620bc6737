// Says how the tools of a destination are started: which rclone.conf they are given, and what opens it.
import { join } from 'node:path'
import type { Destination } from '../../domain/config.ts'
import { destinationTools, withOwnKnownHosts } from '../../transports/destination-tools.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import { lookAtSettingsFiles } from '../../transports/settings-files.ts'
import { writableConf } from './private-copy.ts'
import type { RcloneConfs } from './rclone-confs.ts'

/** A destination as its tools are given it, and what they get beside what all get. */
export interface DestinationTools {
  /** With the rclone.conf that a tool is given, instead of the one that config.yaml names. */
  readonly destination: Destination
  readonly deps: ToolDeps
}

export type ToolsFor = (destination: Destination, tools: ToolDeps) => DestinationTools

/** Reads nothing but the state of rclone.conf. */
export const createDestinationTools =
  (confs: Pick<RcloneConfs, 'fileOf' | 'environmentFor'>, dataDir: string): ToolsFor =>
  (destination, tools) => {
    if (destination.type !== 'rclone')
      return {
        destination: withOwnKnownHosts(destination, dataDir),
        deps: destinationTools(destination, tools, dataDir),
      }
    const file = confs.fileOf(destination.configFile)
    const named =
      destination.configFile === null ? destination : { ...destination, configFile: file }
    const given = writableConf(file, join(dataDir, 'rclone-copies'))
    const used = given === file ? named : { ...named, configFile: given }
    const variables = (): Promise<Readonly<Record<string, string>>> => confs.environmentFor(file)
    return {
      destination: used,
      deps: {
        ...destinationTools(used, { ...tools, variables }, dataDir),
        // the original is what people can put right
        lookFirst: lookAtSettingsFiles(named),
      },
    }
  }
