// Lists of files with their digests that a script prints in the shell of a remote: complete, or a TransportError.
import { REASONS, headlineOf } from '../../../../shared/reasons.ts'
import type { RecordMode } from '../../process/run-process.ts'
import { createBatcher } from '../batcher.ts'
import { SCRIPT_STARTED } from '../classify/marks.ts'
import { type ToolDeps, type ToolEnd, requireSuccess, runTool } from '../run-tool.ts'
import {
  type AttemptIo,
  type DigestRequest,
  type RemoteDigest,
  TransportError,
} from '../transport.ts'
import { withHeartbeat } from './heartbeat.ts'
import { complaintsOf, concernRun } from './list-complaints.ts'
import { createDigestParser, digestScript } from './remote-sha256.ts'
import type { ListParser, OnDigest } from './remote-script.ts'
import { sshScriptArgs } from './rsync-args.ts'
import { type SshAccess, account } from './ssh-options.ts'

/** True where the account may still be allowed other things than a shell (a forced command). */
export const hasNoShell = (error: unknown): boolean =>
  error instanceof TransportError &&
  !error.cancelled &&
  (error.reason === 'remote_shell_unusable' || error.reason === 'unrecognised')

/** A script that lists files, and the parser of what it prints. */
interface ShellList {
  readonly script: string
  readonly stdout: RecordMode
  readonly createParser: (onDigest: OnDigest) => ListParser
}

/** The list of a folder whose digests a program of the remote computes. */
export const sha256List = (folder: string): ShellList => ({
  script: digestScript(folder),
  stdout: 'nul',
  createParser: createDigestParser,
})

/** Throws TransportError unless a script on the remote ended well. */
export const requireScriptSuccess = (end: ToolEnd, access: SshAccess): void =>
  requireSuccess(end, {
    transport: 'rsync_ssh',
    operation: 'hashsum',
    destination: account(access),
    ...(access.keyPath === null ? {} : { keyPath: access.keyPath }),
  })

const shellUnusable = (end: ToolEnd, access: SshAccess): TransportError =>
  new TransportError(headlineOf('remote_shell_unusable', account(access)), {
    errorKind: REASONS.remote_shell_unusable.kind,
    reason: 'remote_shell_unusable',
    stderr: end.stderr === '' ? end.stdout.slice(0, 2_000) : end.stderr,
    returncode: end.exitCode,
  })

/**
 * Runs a script that lists files with their digests, and answers how many. Throws TransportError where the list is not complete;
 * what is not of the run may be unreadable there. `onBegin` is called after the end of a list that began.
 */
export const readShellList = async (
  access: SshAccess,
  { script, stdout, createParser }: ShellList,
  files: () => DigestRequest['files'],
  deps: ToolDeps,
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
      argv: sshScriptArgs(access),
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
    requireScriptSuccess(exit !== null && exit !== 0 ? { ...end, exitCode: exit } : end, access)
  if (!began || exit === null || strange > 0) throw shellUnusable(end, access)
  for (const { path, words, damaged } of complaints ?? []) {
    if (damaged) batcher.add({ path, sha256: null, size: null, unread: words })
    else io.log.write('notice', 'app', `not of the run, and not read there: ${path} (${words})`)
  }
  batcher.end()
  return batcher.count()
}
