// Makes the transports of a data folder: the programs that they start, the account's rclone.conf files, and the ssh connections
// that they share.
import { homedir } from 'node:os'
import type { CoreOptions } from './core.ts'
import type { Destination, Settings } from './domain/config.ts'
import { accountFolder } from './lib/data-dir.ts'
import { protectedFolders } from './process/program-check.ts'
import { openRcloneConfs } from './services/connections/open-confs.ts'
import { createTransport } from './transports/create-transport.ts'
import { createSharedConnections } from './transports/rsync/shared-connections.ts'
import { toolDepsOf } from './transports/tool-deps.ts'
import type { ReadMedium } from './transports/read-medium.ts'
import type { Transport } from './transports/transport.ts'

interface Transports {
  /** Folder of this account alone: the data folder itself where nobody shares it. */
  readonly ownFolder: string
  readonly toolDeps: ReturnType<typeof toolDepsOf>
  readonly rclone: ReturnType<typeof openRcloneConfs>
  transportFor(destination: Destination, settings: Settings): Transport
  /** Ends the connections that are kept. */
  close(): Promise<void>
}

/** `readMedium` reads what is on a disk of this computer (docs/spec.md 5). */
export const openTransports = (
  { dataDir, env, bundledTools, overlap, role }: CoreOptions,
  readMedium: ReadMedium,
): Transports => {
  const ownFolder = accountFolder(dataDir, process.platform, env, homedir())
  const folders = ownFolder === dataDir ? null : protectedFolders(env, homedir())
  const toolDeps = toolDepsOf(env, bundledTools, folders)
  const rclone = openRcloneConfs(ownFolder, env, folders, role === 'engine')
  const connections = createSharedConnections()
  return {
    ownFolder,
    toolDeps,
    rclone,
    transportFor(named, settings) {
      const { destination, lookFirst } = rclone.toolsFor(named)
      const deps = { ...toolDeps(settings), lookFirst, connections }
      const { sync: limits, verify } = settings
      const where = { overlap, dataDir: ownFolder, readMedium }
      return createTransport(destination, deps, { limits, ...verify, ...where })
    },
    close: () => connections.close(),
  }
}
