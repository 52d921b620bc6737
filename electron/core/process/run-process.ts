// Starts a tool and follows it: lines as they come, a bounded tail, cancel, inactivity. The only import of execa.
import { type LineStream, createLineSplitter } from './line-splitter.ts'
import { readableEnded } from './stream-end.ts'

export interface ProcessRequest {
  /** Absolute path of the program. */
  readonly command: string
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Written to stdin piece by piece, as fast as the tool reads; null: stdin is closed. */
  readonly input: Iterable<string> | null
  readonly signal: AbortSignal
  /** Stopped when it printed nothing for so long; total length is never limited (docs/spec.md 2). */
  readonly inactivityMs: number
  /** From SIGTERM to SIGKILL. */
  readonly killDelayMs: number
  /**
   * What ends a record of stdout: `lines` (also a carriage return) or NUL; `raw`: chunks as they come, of which no tail is
   * kept. stderr is always lines.
   */
  readonly stdout: 'lines' | 'nul' | 'raw'
  onStart(pid: number): void
  /** One record, without its end, as bytes. Synchronous, so that a flood makes the tool wait. */
  onRecord(stream: LineStream, record: Buffer): void
}

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

const TAIL_BYTES = 64 << 10

/** Records are kept as bytes: most are never looked at again, so decoding them all would be wasted. */
const createTail = (): { add(record: Buffer): void; text(): string } => {
  let kept: Buffer[] = []
  let older: Buffer[] = []
  let size = 0
  return {
    add(record) {
      kept.push(record)
      size += record.length + 1
      if (size > TAIL_BYTES) {
        older = kept
        kept = []
        size = 0
      }
    },
    text: () =>
      [...older, ...kept]
        .map((record) => `${record.toString('utf8')}\n`)
        .join('')
        .slice(-TAIL_BYTES),
  }
}

const throwIfSet = (fault: { readonly error: unknown } | null): void => {
  if (fault !== null) throw fault.error
}

/** Stops the whole group that the tool leads; its children (ssh, remote helpers) go with it. */
const killGroup = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // ended meanwhile
  }
}

/**
 * Runs one tool to its end. A non-zero exit is a value; nothing is left running. Throws only what `onRecord` threw (a
 * disk that is full), once the tool has been stopped.
 */
export const runProcess = async (request: ProcessRequest): Promise<ProcessEnd> => {
  const none = {
    exitCode: null,
    signal: null,
    spawnError: null,
    cancelled: true,
    timedOut: false,
    stdout: '',
    stderr: '',
  }
  // loaded with the first tool that runs: the window starts without it
  const { execa } = await import('execa')
  if (request.signal.aborted) return none
  const child = execa(request.command, [...request.argv], {
    env: request.env,
    extendEnv: false,
    // its own group, so that it can be stopped together with what it starts
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
    return { ...none, cancelled: false, spawnError: code ?? 'ENOENT' }
  }
  request.onStart(pid)

  let lastWord = Date.now()
  let timedOut = false
  let killer: NodeJS.Timeout | null = null
  const stop = (): void => {
    if (killer !== null) return
    killGroup(pid, 'SIGTERM')
    killer = setTimeout(() => killGroup(pid, 'SIGKILL'), request.killDelayMs)
  }
  const watch = setInterval(
    () => {
      if (Date.now() - lastWord < request.inactivityMs) return
      timedOut = true
      stop()
    },
    Math.min(1_000, request.inactivityMs),
  )
  request.signal.addEventListener('abort', stop, { once: true })

  let fault: { readonly error: unknown } | null = null
  const tails = { stdout: createTail(), stderr: createTail() }
  const give = (name: LineStream, record: Buffer): void => {
    if (fault !== null) return
    try {
      request.onRecord(name, record)
    } catch (error) {
      fault = { error }
      stop()
    }
  }
  const follow = async (name: LineStream, mode: 'lines' | 'nul' | 'raw'): Promise<void> => {
    const splitter =
      mode === 'raw'
        ? { push: (chunk: Buffer) => give(name, chunk), end: () => undefined }
        : createLineSplitter(mode, (record) => {
            tails[name].add(record)
            give(name, record)
          })
    await readableEnded(child[name], (chunk) => {
      lastWord = Date.now()
      splitter.push(chunk)
    })
    splitter.end()
  }
  const feed = async (): Promise<void> => {
    if (request.input === null || child.stdin === null) return
    // a tool that ends without reading its list is judged by its exit, not by our broken pipe
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
    const [result] = await Promise.all([
      child,
      follow('stdout', request.stdout),
      follow('stderr', 'lines'),
      feed(),
    ])
    throwIfSet(fault)
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
    clearInterval(watch)
    if (killer !== null) clearTimeout(killer)
    request.signal.removeEventListener('abort', stop)
    // whatever it started and left behind goes too
    if (request.signal.aborted || timedOut || fault !== null) killGroup(pid, 'SIGKILL')
  }
}
