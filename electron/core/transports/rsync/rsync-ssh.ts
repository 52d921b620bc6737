// The rsync-over-ssh transport (docs/spec.md 2): rsync's output as events, the hash list
// over ssh, and reading back.
import { MINUTE_MS } from '../../../../shared/duration.ts'
import { REASONS, headlineOf } from '../../../../shared/reasons.ts'
import type { RsyncSshDestination } from '../../domain/config.ts'
import type { RecordMode } from '../../process/run-process.ts'
import { createBatcher } from '../batcher.ts'
import {
  type ToolDeps,
  type ToolEnd,
  locate,
  requireFreeSpace,
  requireSuccess,
  runTool,
  toResult,
  toolVersion,
} from '../run-tool.ts'
import type { ToolLine } from '../tool-line.ts'
import {
  type AttemptIo,
  type DigestRequest,
  type DigestSummary,
  type PushRequest,
  type RemoteDigest,
  type Transport,
  TransportError,
  silentIo,
} from '../transport.ts'
import {
  createDigestParser,
  digestScript,
  freeSpaceScript,
  parseFreeSpace,
} from './remote-sha256.ts'
import { rsyncWorkScript, saysStill, withHeartbeat } from './heartbeat.ts'
import { type ListParser, type OnDigest, removeScript } from './remote-script.ts'
import { SCRIPT_STARTED } from '../classify/marks.ts'
import { fileList } from './file-list.ts'
import { complaintsOf, concernRun } from './list-complaints.ts'
import { folderAbove, remoteFolder, rsyncPushArgs, sshScriptArgs } from './rsync-args.ts'
import { account, rsyncAccount } from './ssh-options.ts'
import { createRsyncProgress } from './rsync-progress.ts'
import { createRsyncRemoteFiles, listFolder } from './rsync-remote-files.ts'
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
  const handle = (level: ToolLine['level'], text: string): void => {
    if (text.trim() === '') return
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
  }
}

/** True where the account may still be allowed rsync alone (a forced command). */
const hasNoShell = (error: unknown): boolean =>
  error instanceof TransportError &&
  !error.cancelled &&
  (error.reason === 'remote_shell_unusable' || error.reason === 'unrecognised')

export const createRsyncSsh = (d: RsyncSshDestination, deps: ToolDeps): Transport => {
  const target = (runPath: string): string => `${rsyncAccount(d)}:${remoteFolder(d, runPath)}/`
  const requireScriptSuccess = (end: ToolEnd): void =>
    requireSuccess(end, {
      transport: 'rsync_ssh',
      operation: 'hashsum',
      destination: account(d),
      keyPath: d.keyPath,
    })
  const shellUnusable = (end: ToolEnd): TransportError =>
    new TransportError(headlineOf('remote_shell_unusable', account(d)), {
      errorKind: REASONS.remote_shell_unusable.kind,
      reason: 'remote_shell_unusable',
      stderr: end.stderr === '' ? end.stdout.slice(0, 2_000) : end.stderr,
      returncode: end.exitCode,
    })

  /**
   * Runs a script that lists files with their digests. Throws TransportError
   * where the list is not complete; what is not of the run may be unreadable there.
   */
  const readList = async (
    script: string,
    files: () => DigestRequest['files'],
    stdout: RecordMode,
    createParser: (onDigest: OnDigest) => ListParser,
    io: AttemptIo,
    onBatch: (batch: readonly RemoteDigest[]) => void,
    onBegin: () => void = () => undefined,
  ): Promise<number> => {
    const batcher = createBatcher(onBatch)
    const parser = createParser(batcher.add)
    const beating = withHeartbeat(script, deps.inactivityMs)
    const end = await runTool(
      {
        tool: 'ssh',
        argv: sshScriptArgs(d),
        input: [beating.script],
        stdout,
        heartbeat: beating.heartbeat,
        onOutput: parser.push,
        onLine({ text }) {
          if (text !== SCRIPT_STARTED) io.log.write('warning', 'ssh', text)
        },
      },
      deps,
      io,
    )
    const { began, exit, strange } = parser.state()
    if (began) onBegin()
    const complaints = exit === 1 && end.exitCode === 0 ? complaintsOf(end.errors) : null
    // where nothing at all can be read, no single file is at fault
    const isNothingRead = batcher.count() === 0 && complaints?.some((one) => one.damaged) === true
    if (complaints === null || isNothingRead || concernRun(complaints, files()))
      requireScriptSuccess(exit !== null && exit !== 0 ? { ...end, exitCode: exit } : end)
    if (!began || exit === null || strange > 0) throw shellUnusable(end)
    for (const { path, words, damaged } of complaints ?? []) {
      if (damaged) batcher.add({ path, sha256: null, size: null, unread: words })
      else io.log.write('notice', 'app', `not of the run, and not read there: ${path} (${words})`)
    }
    batcher.end()
    return batcher.count()
  }

  /** Checks folder and free space by the shell of the remote. */
  const probeByShell = async (bytesNeeded: number, io: AttemptIo): Promise<void> => {
    const input = [freeSpaceScript(remoteFolder(d, ''))]
    const end = await runTool({ tool: 'ssh', argv: sshScriptArgs(d), input }, deps, io)
    requireScriptSuccess(end)
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
      const end = await runTool(
        {
          tool: 'rsync',
          argv: rsyncPushArgs(d, request, locate('ssh', deps)),
          input: request.files === null ? null : fileList(request.files, listPrefix(request)),
          ...pushHandlers(io, request),
          worksOn: () => rsyncWorks(silentIo(io.signal)),
        },
        deps,
        io,
      )
      return toResult(end, { transport: 'rsync_ssh', destination: target(''), keyPath: d.keyPath })
    },

    // what the server runs on alters no name that ssh and rsync can carry
    storedNames: () => Promise.resolve(null),

    async removeUnfinished(runPath, paths, io) {
      const input = [removeScript(remoteFolder(d, runPath), paths)]
      try {
        requireScriptSuccess(
          await runTool({ tool: 'ssh', argv: sshScriptArgs(d), input }, deps, io),
        )
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
        const files = await readList(
          digestScript(folder),
          () => request.files,
          'nul',
          createDigestParser,
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
          const files = await readList(
            streamScript(folder, max),
            () => request.files,
            'raw',
            (onDigest) => createStreamHasher(max, onDigest),
            io,
            onBatch,
          )
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
