// The seed's types (docs/spec.md 2) and the one shape both transports have. The engine knows transports only through this file.
import type { Bandwidth } from '../domain/config.ts'
import type { LogLevel, TransportErrorKind } from '../../../shared/model/model.ts'
import type { Reason } from '../../../shared/reasons.ts'

export type { TransportErrorKind } from '../../../shared/model/model.ts'

/**
 * Outcome of a transport's push; a non-zero exit is a value, never thrown. `ok` is true only if the transport reported
 * success; that is not proof (docs/spec.md 5). The first five fields are the seed's.
 */
export interface TransportResult {
  readonly ok: boolean
  readonly errorKind: TransportErrorKind | null
  /** Bounded tail: at most the last 64 KiB. The whole is in the attempt's log file. */
  readonly stderr: string
  /** Bounded tail, as `stderr`. */
  readonly stdout: string
  /** null when the process ended by a signal. */
  readonly returncode: number | null
  readonly signal: string | null
  /** null when `ok`. */
  readonly reason: Reason | null
  /** True when it was stopped by our own `AbortSignal`: no failure of the transport. */
  readonly cancelled: boolean
  /** Lines of stderr that decided the reason, newline-separated; '' when `ok`. */
  readonly evidence: string
}

/**
 * Thrown when a probe (hash list, reachability) could not complete, or the program could not be started at all.
 * `errorKind` null means: binary not on PATH (seed).
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly errorKind: TransportErrorKind | null
  readonly reason: Reason
  readonly stderr: string
  readonly returncode: number | null
  /** Stopped by our own `AbortSignal`. */
  readonly cancelled: boolean

  constructor(
    message: string,
    detail: {
      readonly errorKind: TransportErrorKind | null
      readonly reason: Reason
      readonly stderr?: string
      readonly returncode?: number | null
      readonly cancelled?: boolean
    },
  ) {
    super(message)
    this.errorKind = detail.errorKind
    this.reason = detail.reason
    this.stderr = detail.stderr ?? ''
    this.returncode = detail.returncode ?? null
    this.cancelled = detail.cancelled ?? false
  }
}

/** What a tool tells while it runs. File events are a hint for the operator, not proof. Paths are relative, forward slashes. */
export type TransportEvent =
  | { readonly type: 'file_sent'; readonly path: string }
  /** `message` is the tool's own line; `reason` what it says of this one file (null: not recognised). */
  | {
      readonly type: 'file_failed'
      readonly path: string
      readonly message: string
      readonly reason: Reason | null
    }
  | {
      readonly type: 'progress'
      /** Bytes moved in this attempt. */
      readonly bytes: number
      /** null while the tool is still counting. */
      readonly totalBytes: number | null
      /** Bytes per second as the tool says it; null if it does not. */
      readonly rate: number | null
      readonly etaSeconds: number | null
      readonly active: readonly {
        readonly path: string
        readonly bytes: number
        readonly size: number
      }[]
    }

/** Where an attempt's lines go: the log file on disk. Writing is synchronous, so a flood makes the tool wait. */
export interface LineSink {
  write(level: LogLevel, source: string, text: string): void
}

/** How the engine follows and stops a running tool. */
export interface AttemptIo {
  readonly signal: AbortSignal
  readonly log: LineSink
  /** Called once per process, right after it was started, before any output: argv with secrets masked. */
  onStart(process: { readonly pid: number; readonly argv: readonly string[] }): void
  onEvent(event: TransportEvent): void
}

export interface PushRequest {
  /** Absolute path of the run folder. */
  readonly folder: string
  /** Below the destination's own path; relative, forward slashes, no leading or trailing one. */
  readonly runPath: string
  /**
   * null: the whole run. Else only these (relative paths), streamed to the tool's file list on stdin.
   */
  readonly files: Iterable<string> | null
  /** Files of a list are sent even where the tool thinks that the far side has them: a resend must not be skipped by size. */
  readonly full: boolean
  /** Limit at the start, KiB/s; null: none. */
  readonly bwlimitKibps: number | null
  /** All of the limit's windows, for a tool that can follow them; null: none. */
  readonly bandwidth: Bandwidth | null
}

export interface DigestRequest {
  readonly runPath: string
  /** The run's files, for a far side that has to be asked for each; read as they are needed. */
  readonly files: Iterable<{ readonly path: string; readonly size: number }>
  /** Read-back skips larger files: they are answered with `sha256: null` or not at all. */
  readonly maxStreamBytes: number
}

/** One file as the far side has it. */
export interface RemoteDigest {
  readonly path: string
  /** 64 lower-case hex digits, or null where the far side gave none. */
  readonly sha256: string | null
  /** null where the listing has no size. */
  readonly size: number | null
}

export interface DigestSummary {
  /** `sha256`: computed on the far side. `read_back`: this computer read the remote bytes and hashed them. */
  readonly level: 'sha256' | 'read_back'
  readonly files: number
}

/** A thin async wrapper around one upstream program, bound to one destination. */
export interface Transport {
  readonly type: 'rclone' | 'rsync_ssh'
  /** True where a limit that changes is followed by the tool itself; else a push is started anew for it. */
  readonly followsWindows: boolean
  /** Where a run lands, as the tool is told it; the same string for the same place. */
  target(runPath: string): string
  /**
   * A cheap look at the destination: can it be reached, signed in to, and is there room for `bytesNeeded` (0: not
   * looked at). Changes nothing there. Throws TransportError with the reason where not.
   */
  probe(bytesNeeded: number, io: AttemptIo): Promise<void>
  /** The program and its version in a few words; it is asked once a program. Throws TransportError where it is missing. */
  version(io: AttemptIo): Promise<string>
  /** Sends a run. Throws TransportError only where the program could not be started. */
  push(request: PushRequest, io: AttemptIo): Promise<TransportResult>
  /**
   * Streams the far side's SHA-256 list, batch by batch (at most 500). Throws TransportError when no complete list
   * could be had; batches already given must then not be taken for the whole.
   */
  digests(
    request: DigestRequest,
    io: AttemptIo,
    onBatch: (batch: readonly RemoteDigest[]) => void,
  ): Promise<DigestSummary>
}
