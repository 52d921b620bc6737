// A row of `files` as types: as the walk finds it, as the engine knows it, as the window shows it.
import { type FileRow, type FileState, fileState } from '../../../shared/model.ts'
import { type Row, asBytesOrNull, asNumber, asText, asTextOrNull } from './job-row.ts'

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

export const toFileRow = (row: Row): FileRow => ({
  seq: asNumber(row, 'seq'),
  path: asText(row, 'path'),
  size: asNumber(row, 'size'),
  state: fileState.parse(row['state']),
  sha256: hex(asBytesOrNull(row, 'sha256')),
  remoteSha256: hex(asBytesOrNull(row, 'remote_sha256')),
  lastError: asTextOrNull(row, 'last_error'),
})
