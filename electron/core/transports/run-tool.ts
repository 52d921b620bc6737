// What both transports share: finding a program, running it with its output parsed line by line,
// and turning its end into a result or an error.
import { msg } from '../../../shared/language/msg.ts'
import { REASONS, type Reason, headlineOf } from '../../../shared/reasons.ts'
import type { TransportErrorKind } from '../../../shared/model/model.ts'
import { findTool, toolEnvironment } from '../process/environment.ts'
import { type ProtectedFolders, programFault } from '../process/program-check.ts'
import {
  type Heartbeat,
  type ProcessEnd,
  type RecordMode,
  runProcess,
} from '../process/run-process.ts'
import { createTail } from '../process/tail.ts'
import { classify } from './classify/classify.ts'
import { type Exit, isBlocked } from './classify/exit-codes.ts'
import { failedInDetails } from './classify/only-details.ts'
import { withLocalCause } from './local-causes.ts'
import { parseLine } from './parse-line.ts'
import type { ToolLine } from './tool-line.ts'
import { rcloneSettings } from './rclone/rclone-settings.ts'
import type { SharedConnections } from './rsync/shared-connections.ts'
import { type AttemptIo, TransportError, type TransportResult, silentIo } from './transport.ts'

/** The programs that the config may name. */
type ConfiguredTool = keyof ToolDeps['tools']
export type ToolName = ConfiguredTool | 'ssh-add' | 'ssh-keygen' | 'ssh-keyscan' | 'sync'

/** What a transport needs from outside. */
export interface ToolDeps {
  /** Environment of the app, of which a tool gets the allowed variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Paths set in the config. */
  readonly tools: Readonly<Record<'rclone' | 'rsync' | 'ssh', string | null>>
  /** Folders of instruments and of the mounted NAS: no program that the config names may lie there. */
  readonly notBelow?: readonly string[]
  /** Where the programs must lie that the config names. */
  readonly protectedFolders?: ProtectedFolders
  /** Folder of the programs that the package brings; null: none. */
  readonly bundled: string | null
  readonly inactivityMs: number
  /**
   * Looks at the files that settings name before a tool opens them, and answers the variables that it needs to open them; throws
   * TransportError.
   */
  lookFirst?(): Promise<Readonly<Record<string, string>>>
  /** Connections that short questions over ssh share; not set: each has one of its own. */
  readonly connections?: SharedConnections
}

const KILL_DELAY_MS = 5_000

const missing = (name: string, why: string): TransportError =>
  new TransportError(msg`${name} is not installed, or has moved: ${why}.`, {
    errorKind: null,
    reason: 'binary_missing',
    stderr: why,
  })

const notStarted = (name: string, path: string, code: string): TransportError => {
  const why = msg`${path} could not be started (${code})`
  return isBlocked(code)
    ? new TransportError(msg`This computer does not let ${name} start: ${why}.`, {
        errorKind: null,
        reason: 'binary_blocked',
        stderr: why,
      })
    : missing(name, why)
}

const isConfigured = (name: ToolName, { tools }: ToolDeps): name is ConfiguredTool =>
  Object.hasOwn(tools, name)

/**
 * The program's path. Throws TransportError with a null kind, which names the
 * program, where there is none.
 */
export const locate = (name: ToolName, deps: ToolDeps): string => {
  const explicit = isConfigured(name, deps) ? deps.tools[name] : null
  const fault =
    explicit === null ? null : programFault(explicit, deps.notBelow ?? [], deps.protectedFolders)
  if (explicit !== null && fault !== null)
    throw new TransportError(msg`${name} can't be used: ${explicit} ${fault}.`, {
      errorKind: null,
      reason: 'binary_missing',
      stderr: `${explicit} ${fault}`,
    })
  const found = findTool(name, { explicit, bundled: deps.bundled, env: deps.env })
  if (found !== null) return found
  throw missing(name, msg`${name} is not on PATH`)
}

export interface ToolRun {
  readonly tool: ToolName
  readonly argv: readonly string[]
  /** Further variables. What is secret stands here: a command line can be read by other accounts. */
  readonly env?: Readonly<Record<string, string>>
  /** Written to stdin; null: stdin is closed. */
  readonly input: Iterable<string> | null
  /** How stdout is cut into records; lines where it is not set. */
  readonly stdout?: RecordMode
  /** One record of stdout. */
  onOutput?(record: Buffer): void
  /** One line of stderr. */
  onLine?(line: ToolLine): void
  /** False: the line does not show that the tool works on. Every other output shows it. */
  isSignOfLife?(line: ToolLine): boolean
  /** What a line of stderr says as a heartbeat; null: it is an ordinary line. */
  heartbeat?(line: string): Heartbeat | null
  /** Asked where no sign of life came for too long: true where the tool works on all the same. */
  worksOn?(): Promise<boolean>
}

export interface ToolEnd extends ProcessEnd {
  /** The last error lines of stderr, as they were parsed on arrival. */
  readonly errors: readonly ToolLine[]
  /** Environment of this program, of which the tool got a part. */
  readonly env: ToolDeps['env']
}

/** Runs a tool to its end. Throws TransportError only where it could not be started. */
export const runTool = async (run: ToolRun, deps: ToolDeps, io: AttemptIo): Promise<ToolEnd> => {
  const command = locate(run.tool, deps)
  const opening = await deps.lookFirst?.()
  const errors = createTail<ToolLine>(({ text }) => text.length)
  const end = await runProcess({
    command,
    argv: run.argv,
    env: {
      ...toolEnvironment(deps.env),
      ...rcloneSettings(process.platform),
      ...opening,
      ...run.env,
    },
    input: run.input,
    signal: io.signal,
    inactivityMs: deps.inactivityMs,
    killDelayMs: KILL_DELAY_MS,
    stdout: run.stdout ?? 'lines',
    onStart: (pid) => io.onStart({ pid, argv: [command, ...run.argv] }),
    onRecord(stream, record) {
      if (stream === 'stdout') {
        run.onOutput?.(record)
        return true
      }
      const line = parseLine(run.tool, record.toString('utf8'))
      if (line.level === 'error') errors.add(line)
      run.onLine?.(line)
      return run.isSignOfLife?.(line) ?? true
    },
    heartbeat: (line) => run.heartbeat?.(line.toString('utf8')) ?? null,
    ...(run.worksOn === undefined ? {} : { worksOn: run.worksOn }),
  })
  if (end.spawnError !== null) throw notStarted(run.tool, command, end.spawnError)
  const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`
  io.log.write(
    'info',
    'app',
    `${run.tool} ended with ${how}${end.timedOut ? ' after it had shown no sign of life for too long' : ''}`,
  )
  return { ...end, errors: errors.items(), env: deps.env }
}

/** Which run of a tool an end belongs to. */
interface RunContext extends Pick<Exit, 'transport' | 'operation'> {
  /** The destination's name in messages. */
  readonly destination: string
  /** ssh's private key. */
  readonly keyPath?: string
}

/** Why a tool failed, as it is stored with the job and shown. */
interface Fault {
  readonly kind: TransportErrorKind | null
  readonly reason: Reason
  /** The reason's headline with the destination in it. */
  readonly message: string
  /** The lines that decided; else the tail of stderr. */
  readonly evidence: string
  /** The words in `evidence` that decided; '' where the exit did. */
  readonly phrase: string
}

const exitOf = (end: ToolEnd, { transport, operation }: RunContext): Exit => ({
  transport,
  operation,
  exitCode: end.exitCode,
  signal: end.signal,
  spawnError: null,
  lines: end.errors,
  stdout: end.stdout,
})

/**
 * Why a tool failed; null: it did not. The one place in which an end is classified and
 * its headline is filled in.
 */
export const faultOf = (end: ToolEnd, run: RunContext): Fault | null => {
  // a tool that we stopped because it was silent has an exit that says nothing
  const cause = end.timedOut
    ? ({
        kind: REASONS.connection_timeout.kind,
        reason: 'connection_timeout',
        evidence: `stopped: it had shown no sign of life for too long`,
        phrase: '',
      } as const)
    : classify(exitOf(end, run))
  if (cause === null) return null
  const said = { ...cause, evidence: cause.evidence === '' ? end.stderr : cause.evidence }
  const { proxy, ...found } = withLocalCause(said, { ...run, env: end.env })
  const headline = headlineOf(found.reason, run.destination)
  // of a proxy that refuses the headline speaks itself
  const isOfProxy = proxy === undefined || found.reason === 'proxy_refused'
  return {
    ...found,
    kind: REASONS[found.reason].kind,
    message: isOfProxy
      ? headline
      : msg`${headline}; the proxy ${proxy} stands in between and may have caused that`,
  }
}

/** The end of a push as a TransportResult. */
export const toResult = (end: ToolEnd, run: Omit<RunContext, 'operation'>): TransportResult => {
  const push = { ...run, operation: 'push' } as const
  const fault = end.cancelled ? null : faultOf(end, push)
  return {
    arrived: fault !== null && !end.timedOut && failedInDetails(exitOf(end, push)),
    ok: fault === null && !end.cancelled,
    errorKind: fault?.kind ?? null,
    reason: fault?.reason ?? null,
    message: fault?.message ?? '',
    evidence: fault?.evidence ?? '',
    phrase: fault?.phrase ?? '',
    stderr: end.stderr,
    stdout: end.stdout,
    returncode: end.exitCode,
    signal: end.signal,
    cancelled: end.cancelled,
  }
}

/** Throws TransportError unless a probe or a hash list ended well. */
export const requireSuccess = (end: ToolEnd, run: RunContext): void => {
  if (end.cancelled) {
    throw new TransportError('stopped', { errorKind: null, reason: 'interrupted', cancelled: true })
  }
  const fault = faultOf(end, run)
  if (fault === null) return
  throw new TransportError(fault.message, {
    errorKind: fault.kind,
    reason: fault.reason,
    stderr: fault.evidence,
    phrase: fault.phrase,
    returncode: end.exitCode,
  })
}

/**
 * Throws TransportError unless a destination has the free space. Bytes; `free` null:
 * the destination does not say.
 */
export const requireFreeSpace = (
  free: number | null,
  bytesNeeded: number,
  destination: string,
): void => {
  if (free === null || free >= bytesNeeded) return
  throw new TransportError(headlineOf('remote_disk_full', destination), {
    errorKind: REASONS.remote_disk_full.kind,
    reason: 'remote_disk_full',
    stderr: `${free} bytes are free, ${bytesNeeded} are needed`,
  })
}

/** Versions by program path: the version of a program does not change while the engine runs. */
const versions = new Map<string, string>()

/** First line of a tool's version output, shortened. The log of the attempt gets nothing of it. */
export const toolVersion = async (
  tool: 'rclone' | 'rsync',
  deps: ToolDeps,
  io: AttemptIo,
): Promise<string> => {
  const path = locate(tool, deps)
  const known = versions.get(path)
  if (known !== undefined) return known
  const argv = tool === 'rclone' ? ['version'] : ['--version']
  const { stdout } = await runTool({ tool, argv, input: null }, deps, silentIo(io.signal))
  const [line = ''] = stdout.split('\n')
  const text = line
    .replace(/\s+/g, ' ')
    .replace(/ protocol version.*$/, '')
    .trim()
  const version = text === '' ? tool : text
  versions.set(path, version)
  return version
}
