// Checks a program, or a file that names programs, before it is used as settings say: only a file that nobody but its owner and root
// can exchange, and that is no part of what an instrument or a share brought (docs/security.md).
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'
import { shareOf } from '../lib/data-folder.ts'

/**
 * Folders that an account shares with nobody but administrators: below them must lie on Windows, which does not tell who may write a
 * file, what the settings of a data folder of several accounts name. null: one account alone writes the settings.
 */
export type ProtectedFolders = readonly string[] | null

/** The protected folders of an account whose data folder others write too. */
export const protectedFolders = (
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] =>
  [home, env['ProgramFiles'], env['ProgramFiles(x86)'], env['SystemRoot']].filter(
    (folder) => folder !== undefined,
  )

const WRITABLE_BY_OTHERS = 0o022
const WRITABLE_BY_ALL = 0o002
const STICKY = 0o1000
const MODE_BITS = 0o7777
/** Rights of a data folder of several accounts (docs/deploy.md 2). */
const FOR_GROUP = 0o2770

/** True where the real path of `folder` is above `file`, or is it. */
const isBelow = (file: string, folder: string): boolean => {
  try {
    const way = relative(realpathSync(folder), file)
    return way !== '..' && !way.startsWith(`..${sep}`) && !/^(?:[A-Za-z]:|[\\/])/.test(way)
  } catch {
    return false
  }
}

/** True for a folder in which every account, or those of a group that it was made for, can exchange what is another's. */
const isOpen = (mode: number): boolean =>
  // in a folder with the sticky bit (/tmp) nobody does
  ((mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0) || (mode & MODE_BITS) === FOR_GROUP

/** The nearest folder above the file in which others can exchange what lies there; null: there is none. */
const openFolderAbove = (file: string): string | null => {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (isOpen(statSync(folder).mode)) return folder
    if (folder === dirname(folder)) return null
  }
}

/** Who may change a file, where that is somebody else than this account and root. */
const rightsFault = (
  file: string,
  folders: ProtectedFolders,
  platform: NodeJS.Platform,
): string | null => {
  if (platform === 'win32')
    return folders === null || folders.some((folder) => isBelow(file, folder))
      ? null
      : msg`lies where other accounts may write; several accounts write these settings, so it must lie below one of ${folders.join(', ')}`
  const { mode, uid } = statSync(file)
  if (uid !== 0 && uid !== process.getuid?.()) return msg`belongs to another account`
  if ((mode & WRITABLE_BY_OTHERS) !== 0) return msg`can be written by others (chmod go-w '${file}')`
  const open = openFolderAbove(file)
  return open === null ? null : msg`lies in ${open}, which other accounts can write`
}

/** Why a file that can name programs is not used, as `programFault` says it; one that is missing is left to who opens it. */
export const namingFault = (
  file: string,
  folders: ProtectedFolders,
  platform: NodeJS.Platform = process.platform,
): string | null => {
  if (folders === null) return null
  try {
    return rightsFault(realpathSync(file), folders, platform)
  } catch {
    return null
  }
}

/**
 * Why a program that settings name is not run, as the end of a sentence that begins with its path; null: it may. `notBelow`: folders
 * of instruments and of the mounted NAS, in which no program is ours.
 */
export const programFault = (
  path: string,
  notBelow: readonly string[],
  folders: ProtectedFolders = null,
  platform: NodeJS.Platform = process.platform,
): string | null => {
  try {
    const file = realpathSync(path)
    if (!statSync(file).isFile()) return msg`is no file`
    accessSync(file, constants.X_OK)
    const folder = notBelow.find((one) => isBelow(file, one))
    if (folder !== undefined) return msg`lies in ${folder}, where runs are`
    const share = shareOf(dirname(file))
    return share === null ? rightsFault(file, folders, platform) : msg`lies on ${share}`
  } catch {
    return msg`is not there, or is no program`
  }
}
