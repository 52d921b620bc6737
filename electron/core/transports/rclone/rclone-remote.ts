// Finds out who can give the digests of a destination: from rclone.conf as it is now, and from what rclone offers there.
import { createHash } from 'node:crypto'
import type { RcloneDestination } from '../../domain/config.ts'
import type { ToolDeps } from '../run-tool.ts'
import type { AttemptIo } from '../transport.ts'
import { configDump } from './config-dump.ts'
import { rcloneConfigArgs, rcloneFeaturesArgs, rcloneTarget } from './rclone-args.ts'
import { offersSha256 } from './rclone-output.ts'
import type { RcloneQuery } from './rclone-query.ts'
import { type ResolvedRemote, parseConfigDump, resolveRemote } from './remote-chain.ts'

/** Answers of `backend features` by place and rclone.conf, so that a changed rclone.conf is asked about again. */
const offers = new Map<string, boolean>()

const textOf = async (
  query: RcloneQuery,
  argv: readonly string[],
  io: AttemptIo,
): Promise<string> => {
  let text = ''
  await query(argv, io, (line) => {
    text += `${line}\n`
  })
  return text
}

/** The chain of a run's place, and the digest of the rclone.conf that it was read from. */
export interface Chain {
  readonly resolved: ResolvedRemote
  readonly config: string
}

const chainOf = (destination: RcloneDestination, runPath: string, text: string): Chain => {
  const { remote } = destination
  const path = rcloneTarget(destination, runPath).slice(remote.length + 1)
  return {
    resolved: resolveRemote(remote, path, parseConfigDump(text), process.platform === 'win32'),
    config: createHash('sha256').update(text).digest('hex'),
  }
}

/** The chain of a run's place, as rclone.conf says it now. Throws TransportError where that cannot be read. */
export const readChain = async (
  destination: RcloneDestination,
  runPath: string,
  query: RcloneQuery,
  io: AttemptIo,
): Promise<Chain> =>
  chainOf(destination, runPath, await textOf(query, rcloneConfigArgs(destination), io))

/**
 * The chains of the destination and of a run's place, from what rclone said of its rclone.conf before where no file of it has
 * changed: for what a push is tuned by. A proof reads rclone.conf itself. Throws TransportError.
 */
export const knownChains = async (
  destination: RcloneDestination,
  runPath: string,
  deps: ToolDeps,
  query: RcloneQuery,
  io: AttemptIo,
): Promise<{ readonly own: ResolvedRemote; readonly place: Chain }> => {
  const text = await configDump(destination, deps, query, io)
  return {
    own: chainOf(destination, '', text).resolved,
    place: chainOf(destination, runPath, text),
  }
}

/** The chain with what rclone offers for it: without SHA-256 it is read back. Throws TransportError where it cannot be asked. */
export const asOffered = async (
  destination: RcloneDestination,
  { resolved, config }: Chain,
  query: RcloneQuery,
  io: AttemptIo,
): Promise<ResolvedRemote> => {
  if (resolved.worth !== 'there') return resolved
  const { configFile, remote, remotePath } = destination
  const key = [config, configFile ?? '', remote, remotePath].join('\0')
  const offered =
    offers.get(key) ??
    offersSha256(await textOf(query, rcloneFeaturesArgs(destination, resolved.target), io))
  offers.set(key, offered)
  return offered ? resolved : { ...resolved, worth: 'read_back' }
}
