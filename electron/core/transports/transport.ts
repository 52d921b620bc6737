// The interface of a transport, and the results and errors that it gives (docs/spec.md 2). The engine knows them by this file alone.
import type { Bandwidth } from '../domain/config.ts'
import { UNFINISHED_NAME } from '../domain/sendable-names.ts'
import type { LogLevel, TransportErrorKind } from '../../../shared/model/model.ts'
import type { Reason } from '../../../shared/reasons.ts'

/**
 * Result of a push (docs/spec.md 2); a non-zero exit is a value, never thrown. `ok` is true only if
 * the transport reported success, which proves nothing yet (docs/spec.md 5).
 */
export interface TransportResult {
  readonly ok: boolean
  readonly errorKind: TransportErrorKind | null
  /** The last 64 KiB; the attempt's log file has all of it. */
  readonly stderr: string
  /** The last 64 KiB. */
  readonly stdout: string
  /** null when the process ended by a signal. */
  readonly returncode: number | null
  readonly signal: string | null
  /** null when `ok` or `cancelled`. */
  readonly reason: Reason | null
  /** The reason's headline, with the destination in it; '' where there is no reason. */
  readonly message: string
  /** Lines of stderr that decided the reason, newline-separated, else the tail of stderr; '' where there is no reason. */
  readonly evidence: string
  /** The words in `evidence` that decided; '' where the exit code or the signal did. */
  readonly phrase: string
  /** True when our own `AbortSignal` stopped it, which is no failure of the transport. */
  readonly cancelled: boolean
  /** True where it failed, but all files arrived: only times, modes or owners could not be set. */
  readonly arrived: boolean
}

/**
 * Thrown when a probe or a hash list could not complete, or a program could not be started. `errorKind` null: the program is
 * missing or cannot be executed (docs/spec.md 2).
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly errorKind: TransportErrorKind | null
  readonly reason: Reason
  /** The lines that decided the reason, else the tail of stderr. */
  readonly stderr: string
  /** The words in `stderr` that decided; '' where something else did. */
  readonly phrase: string
  readonly returncode: number | null
  /** True when our own `AbortSignal` stopped it. */
  readonly cancelled: boolean

  constructor(
    message: string,
    detail: {
      readonly errorKind: TransportErrorKind | null
      readonly reason: Reason
      readonly stderr?: string
      readonly phrase?: string
      readonly returncode?: number | null
      readonly cancelled?: boolean
    },
  ) {
    super(message)
    this.errorKind = detail.errorKind
    this.reason = detail.reason
    this.stderr = detail.stderr ?? ''
    this.phrase = detail.phrase ?? ''
    this.returncode = detail.returncode ?? null
    this.cancelled = detail.cancelled ?? false
  }
}

/** What a tool reports while it runs: a hint for the operator, not proof. Paths are relative to the run, with forward slashes. */
export type TransportEvent =
  | { readonly type: 'file_sent'; readonly path: string }
  /** `message` is the tool's own line. */
  | { readonly type: 'file_failed'; readonly path: string; readonly message: string }
  /** Everything is sent; what was sent is still being read back, of so many bytes. */
  | { readonly type: 'reading_back'; readonly bytes: number }
  | {
      readonly type: 'progress'
      /** Bytes moved in this attempt. */
      readonly bytes: number
      /** null while the tool is still counting. */
      readonly totalBytes: number | null
      /** Bytes per second as the tool reports it; null if it does not. */
      readonly rate: number | null
      readonly etaSeconds: number | null
      readonly active: readonly {
        readonly path: string
        readonly bytes: number
        readonly size: number
      }[]
    }

/** Receives the lines of an attempt's log. Writing is synchronous, so that a tool that floods its output has to wait. */
interface LineSink {
  write(level: LogLevel, source: string, text: string): void
}

/** How the engine follows and stops a running tool. */
export interface AttemptIo {
  readonly signal: AbortSignal
  readonly log: LineSink
  /** Called once for each process, right after its start and before any output. `argv` holds no secrets. */
  onStart(process: { readonly pid: number; readonly argv: readonly string[] }): void
  onEvent(event: TransportEvent): void
}

/** An AttemptIo that can be stopped and drops log and events: for questions to a tool beside an attempt. */
export const silentIo = (signal: AbortSignal): AttemptIo => ({
  signal,
  log: { write: () => undefined },
  onStart: () => undefined,
  onEvent: () => undefined,
})

/**
 * What a push does with a file that is on the remote already and differs (docs/spec.md 2a). `never`: it stays, and the proof
 * tells the difference. `own`: it is replaced; it came from an earlier attempt of the same job. A suffix: it is replaced, and the
 * version that was there is kept beside it under its name with the suffix.
 */
export type ReplaceRule = 'never' | 'own' | { readonly suffix: string }

/** Ending of a file that rclone has not sent whole (docs/tool-behaviour.md 28); one of our own tells it from anybody else's. */
export const RCLONE_UNFINISHED = UNFINISHED_NAME

/** Folder in which rsync keeps what it has not sent whole. */
export const RSYNC_UNFINISHED = UNFINISHED_NAME

/** How many files there are, and of how many bytes together. */
export interface RunShape {
  readonly files: number
  readonly bytes: number
}

/** What a push sends, at most: a tool is tuned by it. */
export interface SendShape extends RunShape {
  /** Bytes of the largest file. */
  readonly largest: number
  /** The run's own records go along, which no list of the run has: nothing proves them. */
  readonly records: boolean
}

export interface PushRequest {
  /**
   * What is sent, where this program proves every file of it afterwards; null: not known, and no proof follows, so that the
   * tool's own check of what it sent stays on.
   */
  readonly proven: SendShape | null
  /** Absolute path of the run folder. */
  readonly folder: string
  /** Path below the destination's own: relative, forward slashes, no leading or trailing one. */
  readonly runPath: string
  /** Only these files (relative paths), streamed to the tool's file list on stdin; null: the whole run. */
  readonly files: Iterable<string> | null
  /** Files of a list are sent even where the tool finds the remote's copy equal: a resend must not be skipped by size. */
  readonly full: boolean
  readonly replace: ReplaceRule
  /**
   * Files of the whole folder that are not sent: patterns with `*` that begin with a slash, which stands for the run's own
   * folder. A list of `files` is sent as it is.
   */
  readonly exclude: readonly string[]
  /** Limit when the push starts, KiB/s; null: none. */
  readonly bwlimitKibps: number | null
  /** Part of the files at once that this push may use, because another one runs to the destination; not set: all. */
  readonly share?: number
  /** The limit's weekly timetable, for a tool that can follow it; null: none. */
  readonly bandwidth: Bandwidth | null
}

export interface DigestRequest {
  readonly runPath: string
  /** The run's files, for a remote that has to be asked for each of them; iterated only where needed. */
  readonly files: Iterable<{ readonly path: string; readonly size: number }>
  /** What the run has, by which reading back is tuned; not set: not known. */
  readonly shape?: RunShape
  /** Reading back skips larger files: they are listed with `sha256: null` or not at all. */
  readonly maxStreamBytes: number
  /** True right after a push: what it read back counts for files that lie there as they did then. */
  readonly followsPush?: boolean
  /**
   * Asked where files are read back: true where larger ones must be listed, be they of the run or somebody's beside it. A
   * listing of its own finds them.
   */
  listsLarger(): boolean
}

/** One file on the remote. */
export interface RemoteDigest {
  readonly path: string
  /** 64 lower-case hex digits, or null where the remote gave none. */
  readonly sha256: string | null
  /** null where the listing has no size. */
  readonly size: number | null
  /** Why its bytes alone could not be read there. */
  readonly unread?: string
}

export interface DigestSummary {
  /** `sha256`: computed by the remote. `read_back`: this computer read the remote's bytes and hashed them. */
  readonly level: 'sha256' | 'read_back'
  readonly files: number
  /** Why files of the list have no digest; null: nothing to say beside that they have none. */
  readonly gap: Reason | null
}

/** An entry of a folder on the remote. */
export interface RemoteEntry {
  /** Relative to the listed folder, forward slashes. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
  /** Bytes; null for what is not a file. */
  readonly size: number | null
}

/** A folder below the destination's own; '' is the destination's own folder. */
export interface ListRequest {
  readonly path: string
  readonly recursive: boolean
}

/**
 * Listings and small files of a destination, outside the transfer of runs: the records by which a
 * destination and a run's place are known again (docs/spec.md 2a). All throw TransportError where
 * the question could not be answered.
 */
export interface RemoteFiles {
  /** Streams the entries of a folder; answers false where there is no such folder. */
  list(request: ListRequest, io: AttemptIo, onEntry: (entry: RemoteEntry) => void): Promise<boolean>
  /** The first 64 KiB of a file as text; null where it is not there. */
  read(path: string, io: AttemptIo): Promise<string | null>
  /** A file of at most so many bytes; null where it is not there. Of a larger one perhaps the beginning. */
  readBytes(path: string, most: number, io: AttemptIo): Promise<Uint8Array | null>
  /** Writes a file and the folders above it. A file that is there already stays as it is. */
  write(path: string, text: string, io: AttemptIo): Promise<void>
  /** Makes the destination's own folder, which nothing else makes. */
  makeFolder(io: AttemptIo): Promise<void>
  /** Writes a small file of its own, to find out whether the storage takes one. */
  tryWrite(io: AttemptIo): Promise<void>
}

/** A thin asynchronous wrapper around one upstream program, bound to one destination. */
export interface Transport {
  readonly type: 'rclone' | 'rsync_ssh'
  /**
   * True where the tool itself follows a speed limit that changes; else
   * the push is restarted for it.
   */
  readonly followsWindows: boolean
  /** Where a run is sent, in the tool's notation; the same string for the same place. */
  target(runPath: string): string
  readonly remote: RemoteFiles
  /**
   * The folder of this computer that the destination is; null: it is none, or that is not certain.
   * Throws TransportError where nobody could tell.
   */
  localFolder(io: AttemptIo): Promise<string | null>
  /**
   * Cheap check of the destination: it can be reached, accepts the sign-in and has
   * `bytesNeeded` bytes free (0: space is not checked). Changes nothing there. Throws
   * TransportError with the reason where it fails.
   */
  probe(bytesNeeded: number, io: AttemptIo): Promise<void>
  /**
   * Name and version of the program; each program is asked once. Throws
   * TransportError where it is missing.
   */
  version(io: AttemptIo): Promise<string>
  /** Sends a run. Throws TransportError only where the program could not be started. */
  push(request: PushRequest, io: AttemptIo): Promise<TransportResult>
  /**
   * Streams the remote's SHA-256 list in batches of at most 500. Throws TransportError when the list is not complete; batches
   * given before then do not stand for the whole run.
   */
  digests(
    request: DigestRequest,
    io: AttemptIo,
    onBatch: (batch: readonly RemoteDigest[]) => void,
  ): Promise<DigestSummary>
  /**
   * How the remote stores names that it does not take as they are: a function from a path to the stored one; null: as they
   * are, or nobody knows. Throws TransportError where it could not be asked.
   */
  storedNames(runPath: string, io: AttemptIo): Promise<((path: string) => string) | null>
  /**
   * Removes files in a run's folder that this program alone makes: what our own pushes left unfinished, and the claim of a job
   * that gave way. Answers false where this remote has no way to. Throws TransportError where it failed.
   */
  removeOwn(runPath: string, paths: readonly string[], io: AttemptIo): Promise<boolean>
}
