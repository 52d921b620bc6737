// The rclone transport (docs/spec.md 2): the JSON log as events, the hash list,
// the probe of the destination.
import type { ReadMedium } from '../read-medium.ts'
import type { RcloneDestination } from '../../domain/config.ts'
import { OVERLAP_RULES, type OverlapRules } from '../../domain/overlap.ts'
import { mediumReading } from '../../lib/direct-reading.ts'
import {
  type ToolDeps,
  type ToolEnd,
  requireFreeSpace,
  requireSuccess,
  runTool,
  toResult,
  toolVersion,
} from '../run-tool.ts'
import { type ToolLine, displayText } from '../tool-line.ts'
import {
  type AttemptIo,
  type PushRequest,
  type SendShape,
  type Transport,
  TransportError,
  silentIo,
} from '../transport.ts'
import {
  type PushTuning,
  rcloneAboutArgs,
  rcloneProbeArgs,
  rclonePushArgs,
  rcloneRemoveFilesArgs,
  rcloneName,
  rcloneTarget,
} from './rclone-args.ts'
import { takeEarlyDigests } from './early-digests.ts'
import { type EarlyReader, readEarly } from './early-reading.ts'
import { createRcloneDigests } from './rclone-digests.ts'
import { DIRECTORY_NOT_FOUND, parseAbout } from './rclone-output.ts'
import { createRcloneQuery } from './rclone-query.ts'
import { rcloneSigns } from './rclone-progress.ts'
import { knownChains, readChain } from './rclone-remote.ts'
import { createRcloneRemoteFiles } from './rclone-remote-files.ts'
import { sentFile } from './sent-file.ts'
import { type SftpShell, createSftpShells } from './sftp-shell.ts'
import { type ResolvedRemote, isOnThisComputer } from './remote-chain.ts'
import { createStoredNames } from './stored-names.ts'
import { type TransferLimits, sharedLimits, transferPlan } from './transfer-plan.ts'

const SENT = /^(?:Copied|Multi-thread Copied|Moved|Updated) /

const logLine = (io: AttemptIo, line: ToolLine): void => {
  if (line.stats === null) io.log.write(line.level, 'rclone', displayText(line))
}

/**
 * Turns a line of a push into log and events, and answers the file that it says was sent; null: none. Only the JSON log names
 * files reliably.
 */
const handlePushLine = (io: AttemptIo, folder: string, line: ToolLine): string | null => {
  logLine(io, line)
  if (line.stats !== null) {
    const { bytes, totalBytes, speed: rate, eta: etaSeconds, transferring } = line.stats
    const active = transferring.map(({ name, bytes: done, size }) => ({
      path: name,
      bytes: done,
      size,
    }))
    io.onEvent({ type: 'progress', bytes, totalBytes, rate, etaSeconds, active })
  } else if (line.json && line.object !== null) {
    if (SENT.test(line.text)) {
      io.onEvent({ type: 'file_sent', path: line.object })
      return line.object
    }
    if (line.level === 'error')
      io.onEvent({ type: 'file_failed', path: sentFile(folder, line.object), message: line.text })
  }
  return null
}

export interface RcloneOptions {
  readonly limits: TransferLimits
  /** A larger file is not read back. */
  readonly maxStreamBytes: number
  /** What is read back while it is sent; not set: as docs/spec.md 2 says. */
  readonly overlap: OverlapRules | undefined
  /** The app's own data folder: its known_hosts counts for ssh as it does for rclone. */
  readonly dataDir: string
  /** Reads files of a remote that is a folder of this computer. */
  readonly readMedium: ReadMedium
}

/** One name a line, as `--files-from-raw` reads them: no comments, no trimming. */
function* fileListLines(files: Iterable<string>): Generator<string> {
  for (const file of files) yield `${file}\n`
}

/** What is found out before a push. */
interface Preparation {
  readonly tuning: PushTuning
  /** Still found out while it runs. */
  readonly shell: Promise<unknown>
  /** null: what is sent is read back after it. */
  readonly reader: EarlyReader | null
}

export const createRclone = (
  destination: RcloneDestination,
  deps: ToolDeps,
  options: RcloneOptions,
): Transport => {
  const context = { transport: 'rclone', destination: rcloneName(destination) } as const
  const requireQuerySuccess = (end: ToolEnd): void =>
    requireSuccess(end, { ...context, operation: 'hashsum' })

  const shells = createSftpShells(destination, deps, options.dataDir)
  const query = createRcloneQuery(destination, deps)
  const resolve = async (io: AttemptIo): Promise<ResolvedRemote> =>
    (await readChain(destination, '', query, io)).resolved

  /** True where this program's own proof of everything that is sent can follow. */
  const canProve = async (
    chain: ResolvedRemote,
    { largest, records }: SendShape,
    shell: Promise<SftpShell | null>,
  ): Promise<boolean> => {
    if (chain.worth === 'none' || records) return false
    if (chain.worth === 'here')
      return chain.folder !== null && (await mediumReading(chain.folder)) !== null
    return largest <= options.maxStreamBytes || (await shell) !== null
  }

  /** What is found out before a push, and what is still found out while it runs. */
  const prepare = async (request: PushRequest, io: AttemptIo): Promise<Preparation> => {
    const { proven, runPath, bandwidth, bwlimitKibps, share = 1 } = request
    const limits = sharedLimits(options.limits, share)
    const chains =
      proven === null
        ? null
        : await knownChains(destination, runPath, deps, query, silentIo(io.signal)).catch(
            (error: unknown) => {
              // rclone itself will say what is wrong with the remote
              if (error instanceof TransportError) return null
              throw error
            },
          )
    if (chains === null || proven === null) {
      const { sends } = transferPlan('', null, null, limits)
      return {
        tuning: { transfers: sends, isProven: false },
        shell: Promise.resolve(),
        reader: null,
      }
    }
    const { own, place } = chains
    const shell = shells.find(own, runPath, io)
    shell.catch(() => undefined)
    const { maxStreamBytes: maxBytes, overlap = OVERLAP_RULES } = options
    const mayRead = own.worth === 'read_back' && bandwidth === null && bwlimitKibps === null
    const type = own.storage?.type ?? ''
    const { sends, reads } = transferPlan(type, proven, mayRead ? overlap : null, limits)
    // what was read during a push before counts no more
    takeEarlyDigests(place)
    return {
      tuning: { transfers: sends, isProven: await canProve(own, proven, shell) },
      shell,
      reader:
        reads === 0
          ? null
          : readEarly({ destination, place, reads, maxBytes, shape: proven, overlap }, deps, io),
    }
  }

  /** Bytes free at the remote; null: it does not say. */
  const freeSpace = async (io: AttemptIo): Promise<number | null> => {
    const argv = rcloneAboutArgs(destination)
    const end = await runTool({ tool: 'rclone', argv, input: null }, deps, io)
    return end.exitCode === 0 ? parseAbout(end.stdout).free : null
  }

  return {
    type: 'rclone',
    followsWindows: true,
    target: (runPath) => rcloneTarget(destination, runPath),
    remote: createRcloneRemoteFiles(destination, deps),
    localFolder: async (io) => (await resolve(io)).folder,

    async probe(bytesNeeded, io) {
      const argv = rcloneProbeArgs(destination)
      const end = await runTool({ tool: 'rclone', argv, input: null }, deps, io)
      if (end.exitCode !== DIRECTORY_NOT_FOUND) requireQuerySuccess(end)
      if (bytesNeeded > 0) requireFreeSpace(await freeSpace(io), bytesNeeded, context.destination)
    },

    version: (io) => toolVersion('rclone', deps, io),

    async push(request, io) {
      const { files } = request
      const { tuning, shell, reader } = await prepare(request, io)
      const end = await runTool(
        {
          tool: 'rclone',
          argv: rclonePushArgs(destination, request, tuning),
          input: files === null ? null : fileListLines(files),
          onOutput: (record) => io.log.write('info', 'rclone', record.toString('utf8')),
          onLine(line) {
            const sent = handlePushLine(io, request.folder, line)
            if (sent !== null) reader?.sent(sent)
          },
          ...rcloneSigns(async () => isOnThisComputer(await resolve(silentIo(io.signal)))),
        },
        deps,
        io,
      )
      // the log of the attempt is open for as long as something is written to it
      await shell.catch(() => undefined)
      const result = toResult(end, context)
      await reader?.end(result.ok)
      // who stopped it while it was read back wants nothing to follow
      return result.ok && io.signal.aborted ? { ...result, ok: false, cancelled: true } : result
    },

    digests: createRcloneDigests(destination, deps, options.readMedium, shells, options.limits),
    storedNames: createStoredNames(destination, deps),

    async removeOwn(runPath, paths, io) {
      const input = fileListLines(paths)
      const argv = rcloneRemoveFilesArgs(destination, runPath)
      const end = await runTool({ tool: 'rclone', argv, input }, deps, io)
      requireQuerySuccess(end)
      return true
    },
  }
}
