// Gives rclone a copy of an rclone.conf that this account may not write: rclone saves what it finds out about a server, and tries
// that for half a minute at each start where it can't. The original stays the source of truth.
import {
  accessSync,
  constants,
  copyFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { FILE_MODE } from '../../lib/private-files.ts'
import { makePrivateFolder } from '../../lib/private-folder.ts'
import { renameRetrying } from '../../lib/rename-retrying.ts'

/** Largest file that is copied; a larger one is no rclone.conf. */
const MAX_BYTES = 4 << 20

/** True where a program of this account can put another file in the place of this one. */
export const canReplace = (file: string): boolean => {
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The file to give rclone in place of `file`: itself where it can be written, else a copy in `folder` for its owner alone. A copy is
 * of one version of the original; what rclone saves stays in it until the original changes.
 */
export const writableConf = (
  file: string,
  folder: string,
  canWrite: (file: string) => boolean = canReplace,
): string => {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    if (canWrite(file) || !statSync(file).isFile() || size > MAX_BYTES) return file
    const short = (text: string): string =>
      createHash('sha256').update(text).digest('hex').slice(0, 16)
    const name = short(file)
    const copy = join(folder, `${name}-${short(`${mtimeMs} ${size} ${ino}`)}.conf`)
    if (existsSync(copy)) return copy
    makePrivateFolder(folder)
    const part = `${copy}.${randomBytes(8).toString('hex')}.tmp`
    copyFileSync(file, part)
    chmodSync(part, FILE_MODE)
    renameRetrying(part, copy)
    for (const other of readdirSync(folder))
      if (other.startsWith(`${name}-`) && other.endsWith('.conf') && join(folder, other) !== copy)
        rmSync(join(folder, other), { force: true })
    return copy
  } catch {
    // the tool says what is wrong with the file
    return file
  }
}
