// Parsers of what rclone prints on stdout: hash lists, features and free space; and the
// exit code of a missing folder.
import * as z from 'zod'
import type { RemoteDigest } from '../transport.ts'

/** rclone's exit code "directory not found" (docs/tool-behaviour.md 22). */
export const DIRECTORY_NOT_FOUND = 3

/** rclone's exit code "file not found" (rclone docs, "Exit code"). */
export const FILE_NOT_FOUND = 4

const DIGEST_LINE = /^([0-9a-f]{64}) {2}(.+)$/s

/** What rclone prints in the place of a digest that it could not get. */
const MARK_LINE = /^ +(?:ERROR|UNSUPPORTED) {2}(.+)$/s

/**
 * A line of `rclone hashsum`; a file whose digest could not be had has none. null: something else, such as noise.
 */
export const parseRcloneDigest = (line: string): RemoteDigest | null => {
  const [, sha256, path] = DIGEST_LINE.exec(line) ?? []
  if (sha256 !== undefined && path !== undefined) return { path, sha256, size: null }
  const [, unread] = MARK_LINE.exec(line) ?? []
  return unread === undefined ? null : { path: unread, sha256: null, size: null }
}

/** A line of a list of sizes, `size;name`; null: something else. */
export const parseSize = (line: string): RemoteDigest | null => {
  const [, size, path] = /^(\d+);(.+)$/s.exec(line) ?? []
  return size === undefined || path === undefined
    ? null
    : { path, sha256: null, size: Number(size) }
}

/** A file as a list shows it. */
export interface Stamp {
  readonly path: string
  readonly size: number
  /** Its time of modification in rclone's words. */
  readonly time: string
}

const stamp = z.object({ Path: z.string(), Size: z.number(), ModTime: z.string() })

/** A line of `rclone lsjson`; null: none of a file. */
export const parseStamp = (line: string): Stamp | null => {
  if (!line.startsWith('{')) return null
  try {
    const {
      Path: path,
      Size: size,
      ModTime: time,
    } = stamp.parse(JSON.parse(line.replace(/,$/, '')))
    return { path, size, time }
  } catch {
    return null
  }
}

const features = z.object({ Hashes: z.array(z.string()).nullish() })

/** True where `rclone backend features` lists SHA-256. Throws where the output is no JSON. */
export const offersSha256 = (stdout: string): boolean =>
  features.parse(JSON.parse(stdout)).Hashes?.includes('sha256') ?? false

const about = z.object({
  free: z.number().optional(),
  total: z.number().optional(),
  used: z.number().optional(),
})

/** What a remote says of its room, in bytes; null: it does not say. `total` is the quota where the account has one. */
interface Room {
  readonly free: number | null
  readonly total: number | null
}

/** Reads `rclone about --json`. Throws where the output is no JSON. */
export const parseAbout = (stdout: string): Room => {
  const { free, total, used } = about.parse(JSON.parse(stdout))
  const left = free ?? (typeof total === 'number' && typeof used === 'number' ? total - used : null)
  return { free: left, total: total ?? null }
}

const providers = z.array(
  z.object({
    Name: z.string(),
    Options: z
      .array(z.object({ Name: z.string(), DefaultStr: z.string().catch('') }))
      .nullish()
      .transform((options) => options ?? []),
  }),
)

/** The names that a backend alters unless its section says otherwise, by `rclone config providers`; '' where it has none. */
export const defaultEncoding = (stdout: string, type: string): string =>
  providers
    .parse(JSON.parse(stdout))
    .find(({ Name }) => Name === type)
    ?.Options.find(({ Name }) => Name === 'encoding')?.DefaultStr ?? ''
