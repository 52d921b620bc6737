// Verification where the remote allows rsync and nothing else: files are copied back in batches,
// hashed on this computer and deleted again (docs/spec.md 5).
import { createHash } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { fileList } from './file-list.ts'
import { rsyncPullArgs } from './rsync-args.ts'
import { account } from './ssh-options.ts'
import { foundNothing, listFolder } from './rsync-remote-files.ts'
import { createBatcher } from '../batcher.ts'
import { type ToolDeps, type ToolEnd, locate, requireSuccess, runTool } from '../run-tool.ts'
import { displayText } from '../tool-line.ts'
import { blamedOn, makeToolFolder } from '../tool-folder.ts'
import type { AttemptIo, DigestRequest, DigestSummary, RemoteDigest } from '../transport.ts'

/** Bytes of this computer's disk that one batch may take, unless a single file is larger. */
const BATCH_BYTES = 256 << 20
const BATCH_FILES = 1_000

const requireRsyncSuccess = (end: ToolEnd, d: RsyncSshDestination): void =>
  requireSuccess(end, {
    transport: 'rsync_ssh',
    operation: 'push',
    destination: account(d),
    keyPath: d.keyPath,
  })

const sha256Of = async (file: string, signal: AbortSignal): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { signal, highWaterMark: 1 << 20 }))
    hash.update(chunk)
  return hash.digest('hex')
}

const sizeOf = async (file: string): Promise<number | null> => {
  const found = await stat(file).catch(() => null)
  return found?.isFile() === true ? found.size : null
}

/** Cuts the run into batches that fit on the disk. */
function* batches(request: DigestRequest): Generator<string[]> {
  let batch: string[] = []
  let bytes = 0
  for (const { path, size } of request.files) {
    if (size > request.maxStreamBytes) continue
    if (batch.length >= BATCH_FILES || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(path)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

/**
 * Digests of files that rsync copies back. Files above the limit are listed
 * with their size and no digest.
 */
export const digestsByDownload = async (
  d: RsyncSshDestination,
  request: DigestRequest,
  deps: ToolDeps,
  io: AttemptIo,
  onBatch: (batch: readonly RemoteDigest[]) => void,
): Promise<DigestSummary> => {
  const batcher = createBatcher(onBatch)
  const list = { path: request.runPath, recursive: true }
  await listFolder(d, list, deps, io, ({ path, size }) => {
    if (size !== null && size > request.maxStreamBytes) batcher.add({ path, sha256: null, size })
  })
  for (const paths of batches(request)) {
    const dir = makeToolFolder('exlab-sync-read-')
    try {
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPullArgs(d, request, dir, locate('ssh', deps)),
          input: fileList(paths),
          onOutput: (record) => io.log.write('warning', 'rsync', record.toString('utf8')),
          onLine: (line) => io.log.write('warning', 'rsync', displayText(line)),
        },
        deps,
        io,
      )
      // a file that is not on the remote gets no digest, and the comparison reports it as missing
      if (!foundNothing(end)) requireRsyncSuccess(end, d)
      for (const path of paths) {
        const file = join(dir, path)
        const size = await sizeOf(file)
        if (size !== null) batcher.add({ path, sha256: await sha256Of(file, io.signal), size })
      }
    } catch (error) {
      throw blamedOn(dir, error)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  batcher.end()
  return { level: 'read_back', files: batcher.count(), gap: null }
}
