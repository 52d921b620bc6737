// Finds out who can give the digests of a destination: from rclone.conf as it is now, and from what rclone offers there.
import { createHash } from 'node:crypto'
import type { RcloneDestination } from '../../domain/config.ts'
import type { ToolDeps } from '../run-tool.ts'
import type { AttemptIo } from '../transport.ts'
import { configDump } from './config-dump.ts'
import { rcloneFeaturesArgs, rcloneTarget } from './rclone-args.ts'
import { offersSha256 } from './rclone-output.ts'
import { type RcloneQuery, createRcloneQuery } from './rclone-query.ts'
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

/** The chain of a run's place, and the text of rclone.conf that it was read from. */
interface Chain {
  readonly resolved: ResolvedRemote
  readonly text: string
}

const readText = async (
  destination: RcloneDestination,
  runPath: string,
  deps: ToolDeps,
  io: AttemptIo,
): Promise<Chain> => {
  const text = await configDump(destination, deps, createRcloneQuery(destination, deps), io)
  const { remote } = destination
  const path = rcloneTarget(destination, runPath).slice(remote.length + 1)
  const windows = process.platform === 'win32'
  return { text, resolved: resolveRemote(remote, path, parseConfigDump(text), windows) }
}

/** The chain of a run's place, as rclone.conf says it. Throws TransportError where that cannot be read. */
export const readChain = async (...place: Parameters<typeof readText>): Promise<ResolvedRemote> =>
  (await readText(...place)).resolved

/**
 * Who can give the digests of a run's place. Throws TransportError where rclone.conf cannot be read or the remote not be asked.
 */
export const readRemote = async (
  destination: RcloneDestination,
  runPath: string,
  deps: ToolDeps,
  io: AttemptIo,
): Promise<ResolvedRemote> => {
  const { text, resolved } = await readText(destination, runPath, deps, io)
  if (resolved.worth !== 'there') return resolved
  const config = createHash('sha256').update(text).digest('hex')
  const key = [config, destination.configFile ?? '', destination.remote, destination.remotePath]
  const known = key.join('\0')
  const query = createRcloneQuery(destination, deps)
  const offered =
    offers.get(known) ??
    offersSha256(await textOf(query, rcloneFeaturesArgs(destination, resolved.target), io))
  offers.set(known, offered)
  return offered ? resolved : { ...resolved, worth: 'read_back' }
}
