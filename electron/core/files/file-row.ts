// A row of `files` as types: as the walk finds it, as the engine knows it, as the window shows it.
import { type FileRow, type FileState, fileState } from '../../../shared/model/model.ts'
import {
  type Row,
  asBytesOrNull,
  asNumber,
  asNumberOrNull,
  asText,
  asTextOrNull,
} from '../db/row-values.ts'

/** One entry of a directory walk. Paths are relative with forward slashes. */
export interface ScannedFile {
  readonly path: string
  readonly size: number
  readonly mtimeUs: number
  /** Not a regular file: why it is left out, in words; null for a file. */
  readonly skipped: string | null
}

export interface KnownFile {
  readonly seq: number
  readonly path: string
  readonly size: number
  readonly mtimeUs: number
  readonly state: FileState
  readonly sha256: Uint8Array | null
  readonly remote: Uint8Array | null
}

/** What it takes to hash a file. */
export type UnhashedFile = Pick<KnownFile, 'seq' | 'path' | 'size'>

/** What becomes of one row. `sha256`: the local digest that was just computed. */
export interface FileChange {
  readonly seq: number
  readonly state: FileState
  readonly lastError: string | null
}

export interface LocalDigest {
  readonly seq: number
  readonly size: number
  readonly mtimeUs: number
  readonly sha256: Uint8Array
}

export const toKnown = (row: Row): KnownFile => ({
  seq: asNumber(row, 'seq'),
  path: asText(row, 'path'),
  size: asNumber(row, 'size'),
  mtimeUs: asNumber(row, 'mtime_us'),
  state: fileState.parse(row['state']),
  sha256: asBytesOrNull(row, 'sha256'),
  remote: asBytesOrNull(row, 'remote_sha256'),
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

/** Compared and found as long as the original. */
const SAME_SIZE: ReadonlySet<FileState> = new Set(['verified', 'cleaned', 'size_only'])

/** `exitCodes`: of the job's attempts, by number. */
export const toFileRow = (row: Row, exitCodes: ReadonlyMap<number, number>): FileRow => {
  const size = asNumber(row, 'size')
  const state = fileState.parse(row['state'])
  return {
    seq: asNumber(row, 'seq'),
    path: asText(row, 'path'),
    size,
    state,
    sha256: hex(asBytesOrNull(row, 'sha256')),
    remoteSha256: hex(asBytesOrNull(row, 'remote_sha256')),
    remoteSize: SAME_SIZE.has(state) ? size : asNumberOrNull(row, 'remote_size'),
    lastError: asTextOrNull(row, 'last_error'),
    modifiedAt: Math.floor(asNumber(row, 'mtime_us') / 1_000),
    attempts: asNumber(row, 'attempts'),
    triedAt: asNumberOrNull(row, 'tried_at'),
    exitCode: state === 'failed' ? (exitCodes.get(asNumber(row, 'tried_in')) ?? null) : null,
  }
}
