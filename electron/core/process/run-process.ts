// Process wrapper for the transfer tools: output line by line, a bounded tail, cancel,
// and an inactivity limit. The only file that imports execa; each rclone, rsync and
// ssh process is started here.
import { constants, setPriority } from 'node:os'
import { bytesRead } from './bytes-read.ts'
import { type LineStream, createLineSplitter } from './line-splitter.ts'
import { watchSilence } from './silence-watch.ts'
import { readableEnded } from './stream-end.ts'
import { TAIL_SIZE, createTail } from './tail.ts'

/** How a stream is cut into records: at line ends, at NUL bytes, or not at all. */
export type RecordMode = 'lines' | 'nul' | 'raw'

interface ProcessRequest {
  /** Absolute path of the program. */
  readonly command: string
  readonly argv: readonly string[]
  /** The whole environment of the process; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** Written to stdin piece by piece, as fast as the tool reads; null: stdin is closed. */
  readonly input: Iterable<string> | null
  readonly signal: AbortSignal
  /**
   * The process is stopped when it showed no sign of life for this long. Its total run time is never
   * limited, since a large run takes hours (docs/spec.md 2).
   */
  readonly inactivityMs: number
  /** Asked before a silent process is stopped: true where it works on all the same. */
  worksOn?(): Promise<boolean>
  /** Time between SIGTERM and SIGKILL, and from there until a process that cannot be killed is left behind. */
  readonly killDelayMs: number
  /**
   * What ends a record of stdout. `lines`: a line feed or a carriage return; `nul`: a NUL byte;
   * `raw`: chunks are given as they come, and no tail is kept. stderr is always read as lines.
   */
  readonly stdout: RecordMode
  onStart(pid: number): void
  /**
   * One record as bytes, without its end. Synchronous, so that a tool that
   * floods its output has to wait. Answers whether it is a sign of life.
   */
  onRecord(stream: LineStream, record: Buffer): boolean
  /** What a line of stderr says as a heartbeat, which is no output; null: it is none. */
  heartbeat?(line: Buffer): Heartbeat | null
}

/** `alive`: the tool worked on since the heartbeat before; `still`: it did not. */
export type Heartbeat = 'alive' | 'still'

export interface ProcessEnd {
  /** null when it could not be started or died by a signal. */
  readonly exitCode: number | null
  readonly signal: string | null
  /** The system's code (ENOENT, EACCES, ...) when it could not be started. */
  readonly spawnError: string | null
  readonly cancelled: boolean
  readonly timedOut: boolean
  /** The last 64 KiB of each. */
  readonly stdout: string
  readonly stderr: string
}

const throwIfSet = (fault: { readonly error: unknown } | null): void => {
  if (fault !== null) throw fault.error
}

/**
 * Signals the process group that the tool leads, so that its children (ssh,
 * remote helpers) get it too.
 */
const killGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // it has ended in the meantime
  }
}

/**
 * Lets the acquisition go before a tool where cores are short. On Linux hashing alone has a lower priority: the tool goes before
 * it, and most of its time is the network's.
 */
const lowerPriority = (pid: number): void => {
  if (process.platform === 'linux') return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // it has ended in the meantime
  }
}

/**
 * The last records of a stream. They are decoded at the end only, since most are dropped before.
 */
const createTextTail = () => {
  const tail = createTail<Buffer>((record) => record.length + 1)
  return {
    add: tail.add,
    text: () =>
      tail
        .items()
        .map((record) => `${record.toString('utf8')}\n`)
        .join('')
        .slice(-TAIL_SIZE),
  }
}

/**
 * Runs one tool to its end and leaves no process behind. A non-zero exit is a value. Throws only
 * what `onRecord` threw (such as a full disk), after the tool has been stopped.
 */
export const runProcess = async (request: ProcessRequest): Promise<ProcessEnd> => {
  const notStarted = {
    exitCode: null,
    signal: null,
    spawnError: null,
    cancelled: true,
    timedOut: false,
    stdout: '',
    stderr: '',
  }
  // loaded with the first tool, which keeps it out of the start of the window
  const { execa } = await import('execa')
  if (request.signal.aborted) return notStarted
  const child = execa(request.command, [...request.argv], {
    env: request.env,
    extendEnv: false,
    // a process group of its own, so that the tool can be stopped together with what it starts
    detached: process.platform !== 'win32',
    stdin: request.input === null ? 'ignore' : 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    cleanup: true,
    windowsHide: true,
  })
  const { pid } = child
  if (pid === undefined) {
    const { code } = await child
    return { ...notStarted, cancelled: false, spawnError: code ?? 'ENOENT' }
  }
  lowerPriority(pid)
  request.onStart(pid)

  let timedOut = false
  let killTimer: NodeJS.Timeout | null = null
  let leaveBehind = (): void => undefined
  const leftBehind = new Promise<null>((resolve) => {
    leaveBehind = () => resolve(null)
  })
  const stop = (): void => {
    if (killTimer !== null) return
    killGroup(pid, 'SIGTERM')
    killTimer = setTimeout(() => {
      killGroup(pid, 'SIGKILL')
      // a process that waits in the kernel for a share that hangs dies when the share answers
      killTimer = setTimeout(leaveBehind, request.killDelayMs)
    }, request.killDelayMs)
  }
  const giveUp = (): void => {
    timedOut = true
    stop()
  }
  const askOrGiveUp = async (): Promise<void> => {
    // what cannot be found out is no sign of life
    if ((await request.worksOn?.().catch(() => false)) !== true) giveUp()
  }
  const silence = watchSilence(
    request.inactivityMs,
    () => bytesRead(pid),
    () => void askOrGiveUp(),
  )
  request.signal.addEventListener('abort', stop, { once: true })

  let fault: { readonly error: unknown } | null = null
  const tails = { stdout: createTextTail(), stderr: createTextTail() }
  const deliver = (name: LineStream, record: Buffer): void => {
    if (fault !== null) return
    try {
      if (request.onRecord(name, record)) silence.sign()
    } catch (error) {
      fault = { error }
      stop()
    }
  }
  const readRecord = (name: LineStream, record: Buffer): void => {
    const beat = name === 'stderr' ? (request.heartbeat?.(record) ?? null) : null
    if (beat === 'alive') silence.sign()
    if (beat !== null) return
    tails[name].add(record)
    deliver(name, record)
  }
  const readStream = async (name: LineStream, mode: RecordMode): Promise<void> => {
    const splitter =
      mode === 'raw'
        ? { push: (chunk: Buffer) => deliver(name, chunk), end: () => undefined }
        : createLineSplitter(mode, (record) => readRecord(name, record))
    await readableEnded(child[name], splitter.push)
    splitter.end()
  }
  const writeInput = async (): Promise<void> => {
    if (request.input === null || child.stdin === null) return
    // the exit of a tool that ends without reading its input says what is
    // wrong; the broken pipe does not
    child.stdin.on('error', () => undefined)
    for (const piece of request.input) {
      if (child.stdin.destroyed) break
      if (!child.stdin.write(piece)) {
        await new Promise<void>((resolve) => {
          child.stdin?.once('drain', resolve)
          child.stdin?.once('close', resolve)
        })
      }
    }
    child.stdin.end()
  }
  try {
    const ended = Promise.all([
      child,
      readStream('stdout', request.stdout),
      readStream('stderr', 'lines'),
      writeInput(),
    ])
    const end = await Promise.race([ended, leftBehind])
    throwIfSet(fault)
    const [result] = end ?? [{ exitCode: undefined, signal: 'SIGKILL', code: undefined }]
    if (end === null) {
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
      child.unref()
    }
    return {
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      spawnError:
        result.exitCode === undefined && result.signal === undefined
          ? (result.code ?? 'UNKNOWN')
          : null,
      cancelled: request.signal.aborted,
      timedOut,
      stdout: tails.stdout.text(),
      stderr: tails.stderr.text(),
    }
  } finally {
    silence.end()
    if (killTimer !== null) clearTimeout(killTimer)
    request.signal.removeEventListener('abort', stop)
    // children that outlived the tool are stopped too
    if (request.signal.aborted || timedOut || fault !== null) killGroup(pid, 'SIGKILL')
  }
}
