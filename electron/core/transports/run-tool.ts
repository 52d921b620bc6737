// What both transports share: find the program, run it with its lines going to the log, turn the end into a result.
import { REASONS } from '../../../shared/reasons.ts'
import { type Classified, type Exit, classify } from './classify/classify.ts'
import { findTool, toolEnvironment } from '../process/environment.ts'
import type { LineStream } from '../process/line-splitter.ts'
import { type ProcessEnd, runProcess } from '../process/run-process.ts'
import { type AttemptIo, TransportError, type TransportResult } from './transport.ts'

export type ToolName = 'rclone' | 'rsync' | 'ssh' | 'ssh-keygen' | 'ssh-keyscan'

/** What a transport needs from outside. */
export interface ToolDeps {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Paths set in the config. */
  readonly tools: Readonly<Record<'rclone' | 'rsync' | 'ssh', string | null>>
  /** Folder with programs that the package brings; null: none. */
  readonly bundled: string | null
  readonly inactivityMs: number
}

const KILL_DELAY_MS = 5_000

/** The program's path; throws TransportError with a null kind (seed: "binary not on PATH") that names it. */
export const locate = (name: ToolName, deps: ToolDeps): string => {
  const explicit = name === 'ssh-keygen' || name === 'ssh-keyscan' ? null : deps.tools[name]
  const found = findTool(name, { explicit, bundled: deps.bundled, env: deps.env })
  if (found !== null) return found
  throw missing(
    name,
    explicit === null ? `${name} is not on PATH` : `there is no program at ${explicit}`,
  )
}

const missing = (name: string, why: string): TransportError =>
  new TransportError(`${name} is not installed, or has moved: ${why}.`, {
    errorKind: null,
    reason: 'binary_missing',
    stderr: why,
  })

export interface ToolRun {
  readonly tool: ToolName
  readonly argv: readonly string[]
  readonly input: Iterable<string> | null
  readonly stdout: 'lines' | 'nul' | 'raw'
  onRecord(stream: LineStream, record: Buffer): void
}

/** Runs a tool for an attempt. Throws TransportError only where it could not be started. */
export const runTool = async (run: ToolRun, deps: ToolDeps, io: AttemptIo): Promise<ProcessEnd> => {
  const command = locate(run.tool, deps)
  const end = await runProcess({
    command,
    argv: run.argv,
    env: toolEnvironment(deps.env),
    input: run.input,
    signal: io.signal,
    inactivityMs: deps.inactivityMs,
    killDelayMs: KILL_DELAY_MS,
    stdout: run.stdout,
    onStart: (pid) => io.onStart({ pid, argv: [command, ...run.argv] }),
    onRecord: run.onRecord,
  })
  if (end.spawnError !== null)
    throw missing(run.tool, `${command} could not be started (${end.spawnError})`)
  const how = end.signal === null ? `exit code ${end.exitCode}` : `signal ${end.signal}`
  io.log.write(
    'info',
    'app',
    `${run.tool} ended with ${how}${end.timedOut ? ' after it had said nothing for too long' : ''}`,
  )
  return end
}

/** Silence is our own verdict: the tool was stopped by us, so its exit says nothing. */
const classifyEnd = (exit: Exit, end: ProcessEnd): Classified | null =>
  end.timedOut
    ? {
        kind: REASONS.connection_timeout.kind,
        reason: 'connection_timeout',
        evidence: 'stopped: it had said nothing for too long',
      }
    : classify(exit)

const toExit = (
  transport: Exit['transport'],
  operation: Exit['operation'],
  end: ProcessEnd,
): Exit => ({
  transport,
  operation,
  exitCode: end.exitCode,
  signal: end.signal,
  spawnError: null,
  stdout: end.stdout,
  stderr: end.stderr,
})

/** The end of a push as the seed's TransportResult. */
export const toResult = (transport: Exit['transport'], end: ProcessEnd): TransportResult => {
  const cause = end.cancelled ? null : classifyEnd(toExit(transport, 'push', end), end)
  return {
    ok: cause === null && !end.cancelled,
    errorKind: cause?.kind ?? null,
    reason: cause?.reason ?? null,
    evidence: cause?.evidence ?? '',
    stderr: end.stderr,
    stdout: end.stdout,
    returncode: end.exitCode,
    signal: end.signal,
    cancelled: end.cancelled,
  }
}

/** Throws unless a probe ended well; `operation` says whose exit codes they are: ssh's and rclone's list, or a push's. */
export const mustSucceed = (
  transport: Exit['transport'],
  end: ProcessEnd,
  words: (headline: string) => string,
  operation: Exit['operation'] = 'hashsum',
): void => {
  if (end.cancelled) {
    throw new TransportError('stopped', { errorKind: null, reason: 'interrupted', cancelled: true })
  }
  const cause = classifyEnd(toExit(transport, operation, end), end)
  if (cause === null) return
  throw new TransportError(words(REASONS[cause.reason].headline), {
    errorKind: cause.kind,
    reason: cause.reason,
    stderr: cause.evidence === '' ? end.stderr : cause.evidence,
    returncode: end.exitCode,
  })
}

/** Throws unless a destination has the room; `free` null: it could not tell, so the next attempt will. */
export const requireFreeSpace = (
  free: number | null,
  bytesNeeded: number,
  words: (headline: string) => string,
): void => {
  if (free === null || free >= bytesNeeded) return
  const { kind, headline } = REASONS.remote_disk_full
  throw new TransportError(words(headline), {
    errorKind: kind,
    reason: 'remote_disk_full',
    stderr: `${free} bytes are free, ${bytesNeeded} are needed`,
  })
}

/** Answers by program path: a version does not change under a running engine. */
const versions = new Map<string, string>()

/** First line of what a tool says of its version, in few words; nothing of it reaches the attempt. */
export const toolVersion = async (
  tool: 'rclone' | 'rsync',
  deps: ToolDeps,
  io: AttemptIo,
): Promise<string> => {
  const path = locate(tool, deps)
  const known = versions.get(path)
  if (known !== undefined) return known
  let first = ''
  const quiet: AttemptIo = {
    signal: io.signal,
    log: { write: () => undefined },
    onStart: () => undefined,
    onEvent: () => undefined,
  }
  const argv = tool === 'rclone' ? ['version'] : ['--version']
  const onRecord = (stream: LineStream, record: Buffer): void => {
    if (stream === 'stdout' && first === '') first = record.toString('utf8')
  }
  await runTool({ tool, argv, input: null, stdout: 'lines', onRecord }, deps, quiet)
  const words = first
    .replace(/\s+/g, ' ')
    .replace(/ protocol version.*$/, '')
    .trim()
  const answer = words === '' ? tool : words
  versions.set(path, answer)
  return answer
}

/** Gathers records into batches of 500, so that each is one transaction. */
export const createBatcher = <T>(
  onBatch: (batch: readonly T[]) => void,
): { add(item: T): void; end(): void } => {
  let batch: T[] = []
  const give = (): void => {
    if (batch.length > 0) onBatch(batch)
    batch = []
  }
  return {
    add(item) {
      batch.push(item)
      if (batch.length >= 500) give()
    },
    end: give,
  }
}
