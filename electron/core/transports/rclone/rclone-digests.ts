// The digest list of an rclone destination: computed by the NAS, over ssh or for rclone, read back by rclone, or read from the
// medium of a folder of this computer (docs/spec.md 5).
import type { ReadMedium } from '../read-medium.ts'
import type { RcloneDestination } from '../../domain/config.ts'
import { createBatcher } from '../batcher.ts'
import type { ToolDeps } from '../run-tool.ts'
import { readShellList, sha256List } from '../rsync/shell-lists.ts'
import { account } from '../rsync/ssh-options.ts'
import {
  type AttemptIo,
  type DigestRequest,
  type DigestSummary,
  type RemoteDigest,
  type Transport,
  TransportError,
} from '../transport.ts'
import { mediumDigests } from './medium-digests.ts'
import { sortOut, takeEarlyDigests } from './early-digests.ts'
import { rcloneName } from './rclone-args.ts'
import { rcloneDigestArgs, rcloneSizesArgs, rcloneStampsArgs } from './rclone-list-args.ts'
import { type Stamp, parseRcloneDigest, parseSize, parseStamp } from './rclone-output.ts'
import { createRcloneQuery } from './rclone-query.ts'
import { asOffered, readChain } from './rclone-remote.ts'
import { readBack } from './read-back.ts'
import type { ResolvedRemote } from './remote-chain.ts'
import { isPlainPath } from './sftp-access.ts'
import type { SftpShells } from './sftp-shell.ts'
import { type TransferLimits, readsAtOnce } from './transfer-plan.ts'

/** The destination's own folder, from the chain of a run's place; null: the two paths do not show it. */
const aboveRun = (chain: ResolvedRemote, runPath: string): ResolvedRemote | null => {
  const { storage } = chain
  if (storage === null || !isPlainPath(runPath)) return null
  const path = `/${storage.path}`.endsWith(`/${runPath}`)
    ? storage.path.slice(0, -runPath.length).replace(/(?<=.)\/$/, '')
    : null
  return path === null ? null : { ...chain, storage: { ...storage, path } }
}

/** The digest list of a destination, as `Transport.digests`. */
export const createRcloneDigests = (
  destination: RcloneDestination,
  deps: ToolDeps,
  readMedium: ReadMedium,
  shells: SftpShells,
  limits: TransferLimits,
): Transport['digests'] => {
  const query = createRcloneQuery(destination, deps)

  /** Every file of a place, as it lies there now. */
  const listStamps = async (target: string, io: AttemptIo): Promise<readonly Stamp[]> => {
    const stamps: Stamp[] = []
    await query(rcloneStampsArgs(destination, target, false), io, (line) => {
      const stamp = parseStamp(line)
      if (stamp !== null) stamps.push(stamp)
    })
    return stamps
  }

  /** The list that the shell of an SFTP account gives; null: it gives none, and nothing of one was passed on. */
  const byShell = async (
    chain: ResolvedRemote,
    { runPath, files }: DigestRequest,
    io: AttemptIo,
    onBatch: (batch: readonly RemoteDigest[]) => void,
  ): Promise<DigestSummary | null> => {
    const place = aboveRun(chain, runPath)
    const shell = place === null ? null : await shells.find(place, runPath, io)
    if (place === null || shell === null) return null
    const { access, folder } = shell
    io.log.write('info', 'app', `the NAS hashes its files itself, over ssh as ${account(access)}`)
    const list = sha256List(`${folder === '/' ? '' : folder}/${runPath}`)
    let hasBegun = false
    try {
      const count = await readShellList(
        access,
        list,
        () => files,
        deps,
        io,
        onBatch,
        () => {
          hasBegun = true
        },
      )
      return { level: 'sha256', files: count, gap: null }
    } catch (error) {
      if (!(error instanceof TransportError) || error.cancelled || hasBegun) throw error
      // what rclone says of the remote counts, and the shell is looked for again
      shells.forget(place)
      io.log.write('notice', 'app', `it could not be asked over ssh: ${error.message}`)
      return null
    }
  }

  return async (request, io, onBatch) => {
    const { runPath, maxStreamBytes } = request
    const chain = await readChain(destination, runPath, query, io)
    const listed = await byShell(chain.resolved, request, io, onBatch)
    if (listed !== null) return listed
    const { worth, target, folder } = await asOffered(destination, chain, query, io)
    const batcher = createBatcher(onBatch)
    const read = (
      argv: readonly string[],
      parse: (line: string) => RemoteDigest | null,
    ): Promise<void> =>
      query(argv, io, (line) => {
        const digest = parse(line)
        if (digest === null) io.log.write('warning', 'rclone', line)
        else batcher.add(digest)
      })
    if (worth === 'here' && folder !== null) {
      const name = rcloneName(destination)
      const from = { tools: deps, readMedium, destination: name }
      const isComplete = await mediumDigests(folder, from, io, batcher.add)
      batcher.end()
      const gap = isComplete ? null : 'cache_not_passed'
      return { level: 'read_back', files: batcher.count(), gap }
    }
    if (worth === 'here' || worth === 'none') {
      // what could be read back is a copy that this computer keeps: only names and sizes count
      await read(rcloneSizesArgs(destination, target, null), parseSize)
      batcher.end()
      return { level: 'read_back', files: batcher.count(), gap: 'cache_not_passed' }
    }
    const early = takeEarlyDigests(chain)
    if (worth === 'read_back') {
      const reads = readsAtOnce(chain.resolved.storage?.type ?? '', request.shape ?? null, limits)
      const source = { destination, deps, target, maxBytes: maxStreamBytes, reads }
      if (request.followsPush === true && early.size > 0) {
        const { known, rest } = sortOut(await listStamps(target, io), early, maxStreamBytes)
        known.forEach(batcher.add)
        if (rest === null || rest.length > 0) await readBack(source, rest, io, batcher.add)
      } else {
        await readBack(source, null, io, batcher.add)
        if (request.listsLarger())
          await read(rcloneSizesArgs(destination, target, maxStreamBytes), parseSize)
      }
    } else await read(rcloneDigestArgs(destination, target, null), parseRcloneDigest)
    batcher.end()
    const level = worth === 'read_back' ? 'read_back' : 'sha256'
    return { level, files: batcher.count(), gap: null }
  }
}
