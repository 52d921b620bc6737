// Checks a program that settings name before it is run: only a file that nobody but its owner and root can exchange, and that is
// no part of what an instrument or a share brought (docs/security.md).
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { shareOf } from '../lib/data-folder.ts'

const WRITABLE_BY_OTHERS = 0o022
const WRITABLE_BY_ALL = 0o002
const STICKY = 0o1000

/** True where the real path of `folder` is above `file`, or is it. */
const isBelow = (file: string, folder: string): boolean => {
  try {
    const way = relative(realpathSync(folder), file)
    return way !== '..' && !way.startsWith(`..${sep}`) && !/^(?:[A-Za-z]:|[\\/])/.test(way)
  } catch {
    return false
  }
}

/** A folder above the file in which every account can exchange what lies there; null: there is none. */
const openFolderAbove = (file: string): string | null => {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const { mode } = statSync(folder)
    // in a folder with the sticky bit (/tmp) nobody exchanges what is another's
    if ((mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0) return folder
    if (folder === dirname(folder)) return null
  }
}

/** Who may change a file, where that is somebody else than this account and root; on Windows the system's rights decide. */
const rightsFault = (file: string): string | null => {
  if (process.platform === 'win32') return null
  const { mode, uid } = statSync(file)
  if (uid !== 0 && uid !== process.getuid?.()) return msg`belongs to another account`
  if ((mode & WRITABLE_BY_OTHERS) !== 0) return msg`can be written by others (chmod go-w '${file}')`
  const open = openFolderAbove(file)
  return open === null ? null : msg`lies in ${open}, which every account can write`
}

/**
 * Why a program that settings name is not run, as the end of a sentence that begins with its path; null: it may. `notBelow`: folders
 * of instruments and of the mounted NAS, in which no program is ours.
 */
export const programFault = (path: string, notBelow: readonly string[]): string | null => {
  try {
    const file = realpathSync(path)
    if (!statSync(file).isFile()) return msg`is no file`
    accessSync(file, constants.X_OK)
    const folder = notBelow.find((one) => isBelow(file, one))
    if (folder !== undefined) return msg`lies in ${folder}, where runs are`
    const share = shareOf(dirname(file))
    return share === null ? rightsFault(file) : msg`lies on ${share}`
  } catch {
    return msg`is not there, or is no program`
  }
}
