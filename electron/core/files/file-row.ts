// Maps rows of the files table to types: for the scan, for the engine and for the window.
import { FILE_STATES } from '../../../shared/model/file-states.ts'
import type { FileRow, FileState } from '../../../shared/model/model.ts'
import {
  type Row,
  asBytesOrNull,
  asNumber,
  asNumberOrNull,
  asText,
  asTextOrNull,
  oneOf,
} from '../db/row-values.ts'

import type { FileIdentity } from '../lib/file-identity.ts'

/** One entry of a directory walk. Paths are relative with forward slashes. */
export interface ScannedFile {
  readonly path: string
  readonly size: number
  readonly mtimeUs: number
  /** Why it is skipped, because it is not a regular file; null for a regular file. */
  readonly skipped: string | null
}

export interface KnownFile {
  readonly seq: number
  readonly path: string
  readonly size: number
  readonly mtimeUs: number
  readonly state: FileState
  readonly sha256: Uint8Array | null
  /**
   * Change time and inode of the file that `sha256` was computed from; null: not known, so that the
   * file is hashed again before its digest is trusted.
   */
  readonly ctimeUs: number | null
  readonly inode: number | null
  /** The remote's digest where it was recorded. */
  readonly remote: Uint8Array | null
  /** Path under which the NAS stores it; null: its own. */
  readonly nasName: string | null
  /** The last verify pass that saw it on the remote; 0: none did. */
  readonly seenPass: number
}

/** A file without a local digest. */
export type UnhashedFile = Pick<KnownFile, 'seq' | 'path' | 'size'>

/** A new state of one row. */
export interface FileChange {
  readonly seq: number
  readonly state: FileState
  readonly lastError: string | null
}

/** A local digest, with the identity of the file that was hashed. */
export interface LocalDigest extends FileIdentity {
  readonly seq: number
  readonly sha256: Uint8Array
  /** False: the identity does not tell a later write from this state, so it is not stored. */
  readonly settled: boolean
}

/**
 * The columns of a row that the engine reads, for SELECT. A time beyond the year 2255 exceeds the integers that a JavaScript
 * number holds exactly, which SQLite's driver refuses to read; as a real number it is read as it was written.
 */
export const KNOWN_COLUMNS = `seq, path, size, CAST(mtime_us AS REAL) AS mtime_us, state, sha256, ctime_us, inode,
  remote_sha256, seen_pass, nas_name`

/** The columns of a row that the window shows, and the engine's. */
export const FILE_COLUMNS = `${KNOWN_COLUMNS}, remote_size, last_error, attempts, tried_in, tried_at`

const isFileState = oneOf(FILE_STATES)

/** The state of a row; one that the program does not know (a damaged row) counts as failed. */
export const toFileState = ({ state }: Row): FileState => (isFileState(state) ? state : 'failed')

export const toKnown = (row: Row): KnownFile => ({
  seq: asNumber(row, 'seq'),
  path: asText(row, 'path'),
  size: asNumber(row, 'size'),
  mtimeUs: asNumber(row, 'mtime_us'),
  state: toFileState(row),
  sha256: asBytesOrNull(row, 'sha256'),
  ctimeUs: asNumberOrNull(row, 'ctime_us'),
  inode: asNumberOrNull(row, 'inode'),
  remote: asBytesOrNull(row, 'remote_sha256'),
  nasName: asTextOrNull(row, 'nas_name'),
  seenPass: asNumber(row, 'seen_pass'),
})

export const toUnhashed = (row: Row): UnhashedFile => ({
  seq: asNumber(row, 'seq'),
  path: asText(row, 'path'),
  size: asNumber(row, 'size'),
})

const hex = (bytes: Uint8Array | null): string | null =>
  bytes === null
    ? null
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** States in which the remote's size was compared and is the same. */
const SAME_SIZE: ReadonlySet<FileState> = new Set(['verified', 'cleaned', 'size_only'])

/** A file as the window shows it. `exitCodes`: of the job's attempts, by number. */
export const toFileRow = (row: Row, exitCodes: ReadonlyMap<number, number>): FileRow => {
  const size = asNumber(row, 'size')
  const state = toFileState(row)
  return {
    seq: asNumber(row, 'seq'),
    path: asText(row, 'path'),
    size,
    state,
    sha256: hex(asBytesOrNull(row, 'sha256')),
    remoteSha256: hex(asBytesOrNull(row, 'remote_sha256')),
    remoteSize: SAME_SIZE.has(state) ? size : asNumberOrNull(row, 'remote_size'),
    nasName: asTextOrNull(row, 'nas_name'),
    lastError: asTextOrNull(row, 'last_error'),
    modifiedAt: Math.floor(asNumber(row, 'mtime_us') / 1_000),
    attempts: asNumber(row, 'attempts'),
    triedAt: asNumberOrNull(row, 'tried_at'),
    exitCode: state === 'failed' ? (exitCodes.get(asNumber(row, 'tried_in')) ?? null) : null,
  }
}
