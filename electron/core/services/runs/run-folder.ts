// Checks whether a path can be a run's folder, and refuses others by name with the rule (docs/spec.md 12).
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { isWholeDisk } from '../../domain/folder-path.ts'
import { errorCode } from '../../errors.ts'

const FOLDER_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ELOOP: 'its symbolic links lead in a circle',
  EACCES: 'this account may not read it',
  EPERM: 'this account may not read it',
  ENOTDIR: 'a part of its path is not a folder',
}

/** What keeps this account from a folder, in words. */
const faultWords = (code: string, platform: NodeJS.Platform): string =>
  platform === 'darwin' && code === 'EPERM'
    ? 'macOS keeps ExLab Sync out of it. Allow it in System Settings > Privacy & Security > Files and Folders, then quit ExLab Sync and open it again'
    : (FOLDER_FAULTS[code] ?? `it can't be read (${code})`)

/**
 * The real path of a readable folder that is not a whole disk, or a refusal. `refused` completes its sentence, for
 * example "can't be added".
 */
export const runFolder = (
  folder: string,
  refused: string,
  platform: NodeJS.Platform = process.platform,
): { readonly path: string } | { readonly refusal: string } => {
  let path: string
  try {
    path = realpathSync.native(resolve(folder))
    if (!statSync(path).isDirectory())
      return { refusal: `${folder} is a file. A run is a folder: choose the folder that holds it.` }
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch (error) {
    return { refusal: `${folder} ${refused}: ${faultWords(errorCode(error), platform)}.` }
  }
  if (isWholeDisk(path, sep === '\\'))
    return { refusal: `${path} is a whole disk. A run is a folder on it.` }
  return { path }
}
