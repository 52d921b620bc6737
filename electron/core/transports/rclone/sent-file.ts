// Finds the file of a run that one of rclone's lines is about: rclone names the file, or the temporary name under which it sends
// the file (docs/tool-behaviour.md 28).
import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { RCLONE_UNFINISHED } from '../transport.ts'

const TEMPORARY = new RegExp(
  String.raw`^(.*)\.[0-9a-f]{8}\.(?:partial|${RCLONE_UNFINISHED.slice(1)})$`,
  's',
)

/** Bytes of a name that rclone keeps in a temporary name. */
const KEPT_BYTES = 100

/**
 * The path, relative to the run in `folder`, of the file that rclone calls `object`. A long name is cut in its temporary name: then
 * it is the one file of the folder that begins so, and `object` itself where there are several.
 */
export const sentFile = (folder: string, object: string): string => {
  const [, path] = TEMPORARY.exec(object) ?? []
  if (path === undefined) return object
  const start = posix.basename(path)
  // a character of several bytes is cut off whole
  if (Buffer.byteLength(start) <= KEPT_BYTES - 4) return path
  try {
    const names = readdirSync(join(folder, posix.dirname(path)))
    const [name, second] = names.filter((one) => one.startsWith(start))
    return name === undefined || second !== undefined
      ? object
      : posix.join(posix.dirname(path), name)
  } catch {
    return object
  }
}
