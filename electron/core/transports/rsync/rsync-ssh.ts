// The rsync-over-ssh transport (docs/spec.md 2): rsync's output as events, the hash list
// over ssh, and reading back.
import { MINUTE_MS } from '../../../../shared/duration.ts'
import { REASONS, headlineOf } from '../../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../../domain/config.ts'
import { type ToolDeps, requireFreeSpace, runTool, toResult, toolVersion } from '../run-tool.ts'
import { targetOf } from '../target-of.ts'
import type { ToolLine } from '../tool-line.ts'
import {
  type AttemptIo,
  type DigestSummary,
  type PushRequest,
  type Transport,
  TransportError,
  silentIo,
} from '../transport.ts'
import { freeSpaceScript, parseFreeSpace } from './remote-sha256.ts'
import { rsyncWorkScript, saysStill } from './heartbeat.ts'
import { type OnDigest, removeScript } from './remote-script.ts'
import { hasNoShell, readShellList, requireScriptSuccess, sha256List } from './shell-lists.ts'
import { fileList } from './file-list.ts'
import { folderAbove, remoteFolder, rsyncPushArgs, sshScriptArgs } from './rsync-args.ts'
import { account } from './ssh-options.ts'
import { createRsyncProgress } from './rsync-progress.ts'
import { asked, createRsyncRemoteFiles, listFolder } from './rsync-remote-files.ts'
import { digestsByDownload } from './verify-by-download.ts'
import { createStreamHasher, streamScript } from './verify-by-stream.ts'

const NAMED = /"([^"]+)"/

/** A file name in one of rsync's messages, relative to the run; null: none, or not of this run. */
const pathInMessage = (line: string, folder: string): string | null => {
  const name = NAMED.exec(line)?.[1]
  return name !== undefined && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null
}

/** A remote that is asked whether it works answers within this time. */
const QUESTION_MS = MINUTE_MS

/** ssh's exit code where it could not connect or sign in (ssh(1), EXIT STATUS). */
const SSH_FAILED = 255

const FAILED_FILE = /^(?:rsync: \[sender\] |file has vanished: )/
/** What the other side could not store, although the sender has sent it. */
const REFUSED = /^rsync: \[(?:receiver|generator)\] /i
/** Exit codes of an rsync that went through to its end: all is there, some files were not (rsync(1), EXIT VALUES). */
const WENT_THROUGH: ReadonlySet<number | null> = new Set([0, 23, 24])
const SSH_OUTPUT = /^(?:ssh|Connection|Host key|Warning|Load key|kex)/

/**
 * What is in front of a run's files in rsync's lists: the run's path where it is
 * sent from a folder above it.
 */
const listPrefix = ({ folder, runPath }: PushRequest): string =>
  folderAbove(folder, runPath) === null ? '' : `${runPath}/`

/** Handlers that turn the output of a push into log and events. */
const pushHandlers = (io: AttemptIo, request: PushRequest) => {
  const progress = createRsyncProgress(listPrefix(request), (event) => {
    if (event.type === 'file_sent') io.log.write('info', 'rsync', `sent ${event.path}`)
    io.onEvent(event)
  })
  let refused = false
  const handle = (level: ToolLine['level'], text: string): void => {
    if (text.trim() === '') return
    refused ||= REFUSED.test(text)
    io.log.write(level, SSH_OUTPUT.test(text) ? 'ssh' : 'rsync', text)
    const path = FAILED_FILE.test(text) ? pathInMessage(text, request.folder) : null
    if (path !== null) io.onEvent({ type: 'file_failed', path, message: text })
  }
  return {
    onOutput(record: Buffer): void {
      const text = record.toString('utf8')
      if (!progress.push(text)) handle('info', text)
    },
    onLine: ({ level, text }: ToolLine): void => handle(level, text),
    ended(exitCode: number | null): void {
      if (WENT_THROUGH.has(exitCode) && !refused) progress.confirm()
    },
  }
}

export const createRsyncSsh = (d: RsyncSshDestination, deps: ToolDeps): Transport => {
  const target = (runPath: string): string => targetOf(d, runPath)
  /** Checks folder and free space by the shell of the remote. */
  const probeByShell = async (bytesNeeded: number, io: AttemptIo): Promise<void> => {
    const input = [freeSpaceScript(remoteFolder(d, ''))]
    const end = await runTool({ tool: 'ssh', argv: sshScriptArgs(d), input }, deps, io)
    requireScriptSuccess(end, d)
    const free = parseFreeSpace(end.stdout.split('\n'))
    if (bytesNeeded > 0) requireFreeSpace(free, bytesNeeded, account(d))
  }

  /** Asks a remote whose rsync is silent; one that does not answer at all is gone. */
  const rsyncWorks = async (io: AttemptIo): Promise<boolean> => {
    const input = [rsyncWorkScript(deps.inactivityMs)]
    const limits = { ...deps, inactivityMs: QUESTION_MS }
    const end = await runTool({ tool: 'ssh', argv: sshScriptArgs(d), input }, limits, io)
    return end.exitCode !== null && end.exitCode !== SSH_FAILED && !saysStill(end.stdout)
  }

  return {
    type: 'rsync_ssh',
    followsWindows: false,
    target,
    remote: createRsyncRemoteFiles(d, deps),
    localFolder: async () => null,

    async probe(bytesNeeded, io) {
      try {
        await probeByShell(bytesNeeded, io)
      } catch (error) {
        if (!hasNoShell(error)) throw error
        // where rsync alone is allowed, nothing says how much space is free
        if (!(await listFolder(d, { path: '', recursive: false }, deps, io, () => undefined)))
          throw new TransportError(headlineOf('destination_missing', target('')), {
            errorKind: REASONS.destination_missing.kind,
            reason: 'destination_missing',
          })
      }
    },

    version: (io) => toolVersion('rsync', deps, io),

    async push(request, io) {
      const handlers = pushHandlers(io, request)
      const { over, ssh } = asked(d, deps)
      // records that are sent behind a proof are as short as a question
      const isShort = request.proven === null && request.files !== null
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPushArgs(isShort ? over : d, request, ssh),
          input: request.files === null ? null : fileList(request.files, listPrefix(request)),
          ...handlers,
          worksOn: () => rsyncWorks(silentIo(io.signal)),
        },
        deps,
        io,
      )
      handlers.ended(end.exitCode)
      return toResult(end, { transport: 'rsync_ssh', destination: target(''), keyPath: d.keyPath })
    },

    // what the server runs on alters no name that ssh and rsync can carry
    storedNames: () => Promise.resolve(null),

    async removeOwn(runPath, paths, io) {
      const input = [removeScript(remoteFolder(d, runPath), paths)]
      try {
        const end = await runTool({ tool: 'ssh', argv: sshScriptArgs(d), input }, deps, io)
        requireScriptSuccess(end, d)
        return true
      } catch (error) {
        if (hasNoShell(error)) return false
        throw error
      }
    },

    async digests(request, io, onBatch): Promise<DigestSummary> {
      const folder = remoteFolder(d, request.runPath)
      let began = false
      try {
        const files = await readShellList(
          d,
          sha256List(folder),
          () => request.files,
          deps,
          io,
          onBatch,
          () => {
            began = true
          },
        )
        return { level: 'sha256', files, gap: null }
      } catch (error) {
        if (error instanceof TransportError && error.reason === 'remote_tool_missing') {
          io.log.write(
            'notice',
            'app',
            'the NAS has no sha256sum: its bytes are read back and hashed here',
          )
          const max = request.maxStreamBytes
          const list = {
            script: streamScript(folder, max),
            stdout: 'raw',
            createParser: (onDigest: OnDigest) => createStreamHasher(max, onDigest),
          } as const
          const files = await readShellList(d, list, () => request.files, deps, io, onBatch)
          return { level: 'read_back', files, gap: null }
        }
        if (began || !hasNoShell(error)) throw error
        io.log.write(
          'notice',
          'app',
          'the NAS gives no shell: its files are pulled back by rsync and hashed here',
        )
        try {
          return await digestsByDownload(d, request, deps, io, onBatch)
        } catch (second) {
          // where rsync is not allowed either, the first answer says why
          throw hasNoShell(second) ? error : second
        }
      }
    },
  }
}
