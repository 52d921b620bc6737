// Proof where the NAS lets rsync in and nothing else: files are pulled back batch by batch, hashed here, and dropped (docs/spec.md 5).
import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { rsyncListArgs, rsyncPullArgs } from './rsync-args.ts'
import { type ToolDeps, createBatcher, locate, mustSucceed, runTool } from '../run-tool.ts'
import type { AttemptIo, DigestRequest, DigestSummary, RemoteDigest } from '../transport.ts'

/** One pull holds at most so much of this computer's disk, unless a single file is larger. */
const BATCH_BYTES = 256 << 20
const BATCH_FILES = 1_000

/** A plain file in rsync's list: `-rw-r--r--          5242 2026/03/14 10:22:05 name`. */
const LISTED = /^-\S{9}\s+(\d+)\s+\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (.+)$/s

const NOT_THERE =
  /^rsync: .*link_stat ".*" failed: No such file or directory|^rsync error: some files\/attrs were not transferred|^rsync: .*change_dir ".*" failed: No such file/

type Words = (headline: string) => string

const chat = (io: AttemptIo, record: Buffer): void =>
  io.log.write('warning', 'rsync', record.toString('utf8'))

/** Lists a folder without a shell. Throws TransportError where rsync is not let in, or the folder is not there. */
export const listFolder = async (
  d: RsyncSshDestination,
  request: { readonly runPath: string; readonly recursive: boolean },
  deps: ToolDeps,
  io: AttemptIo,
  words: Words,
  onFile: (path: string, size: number) => void,
): Promise<void> => {
  const end = await runTool(
    {
      tool: 'rsync',
      argv: rsyncListArgs(d, request, locate('ssh', deps)),
      input: null,
      stdout: 'lines',
      onRecord(stream, record) {
        if (stream === 'stderr') return chat(io, record)
        const [, size, path] = LISTED.exec(record.toString('utf8')) ?? []
        if (size !== undefined && path !== undefined) onFile(path, Number(size))
      },
    },
    deps,
    io,
  )
  mustSucceed('rsync_ssh', end, words, 'push')
}

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

/** Cuts the run into batches that a disk can hold. */
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

/** Digests of bytes that rsync brings back. Files above the limit are listed with their size and no digest. */
export const pullDigests = async (
  d: RsyncSshDestination,
  request: DigestRequest,
  deps: ToolDeps,
  io: AttemptIo,
  words: Words,
  onBatch: (batch: readonly RemoteDigest[]) => void,
): Promise<DigestSummary> => {
  let files = 0
  const batcher = createBatcher(onBatch)
  const add = (digest: RemoteDigest): void => {
    files += 1
    batcher.add(digest)
  }
  const list = { runPath: request.runPath, recursive: true }
  await listFolder(d, list, deps, io, words, (path, size) => {
    if (size > request.maxStreamBytes) add({ path, sha256: null, size })
  })
  for (const paths of batches(request)) {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-read-'))
    try {
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPullArgs(d, request, dir, locate('ssh', deps)),
          input: paths.map((path) => `${path}\0`),
          stdout: 'lines',
          onRecord: (_, record) => chat(io, record),
        },
        deps,
        io,
      )
      const lines = end.stderr.split('\n').filter((line) => line.trim() !== '')
      // files that are not there have no digest, which is what the proof wants to know
      const onlyMissing = end.exitCode === 23 && lines.every((line) => NOT_THERE.test(line))
      if (!onlyMissing) mustSucceed('rsync_ssh', end, words, 'push')
      for (const path of paths) {
        const file = join(dir, path)
        const size = await sizeOf(file)
        if (size !== null) add({ path, sha256: await sha256Of(file, io.signal), size })
      }
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  batcher.end()
  return { level: 'read_back', files }
}
