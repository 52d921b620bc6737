// The digest list of an rclone destination: computed by the NAS, read back by rclone, or read from the medium of a folder
// of this computer (docs/spec.md 5).
import type { RcloneDestination } from '../../domain/config.ts'
import { createBatcher } from '../batcher.ts'
import type { ToolDeps } from '../run-tool.ts'
import type { ReadMedium, RemoteDigest, Transport } from '../transport.ts'
import { mediumDigests } from './medium-digests.ts'
import { rcloneDigestArgs, rcloneSizesArgs, rcloneName } from './rclone-args.ts'
import { parseRcloneDigest, parseSize } from './rclone-output.ts'
import { createRcloneQuery } from './rclone-query.ts'
import { readRemote } from './rclone-remote.ts'
import { readBack } from './read-back.ts'

/** The digest list of a destination, as `Transport.digests`. */
export const createRcloneDigests = (
  destination: RcloneDestination,
  deps: ToolDeps,
  readMedium: ReadMedium,
): Transport['digests'] => {
  const query = createRcloneQuery(destination, deps)
  return async ({ runPath, maxStreamBytes }, io, onBatch) => {
    const { worth, target, folder } = await readRemote(destination, runPath, query, io)
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
    if (worth === 'read_back') {
      await readBack({ destination, deps, target, maxBytes: maxStreamBytes }, io, batcher.add)
      await read(rcloneSizesArgs(destination, target, maxStreamBytes), parseSize)
    } else await read(rcloneDigestArgs(destination, target, null), parseRcloneDigest)
    batcher.end()
    const level = worth === 'read_back' ? 'read_back' : 'sha256'
    return { level, files: batcher.count(), gap: null }
  }
}
