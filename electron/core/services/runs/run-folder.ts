// Checks whether a path can be a run's folder, and refuses others by name with the rule (docs/spec.md 12).
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { isWholeDisk } from '../../domain/folder-path.ts'
import { errorCode } from '../../errors.ts'

const FOLDER_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: msg`there is no such folder`,
  ELOOP: msg`its symbolic links lead in a circle`,
  EACCES: msg`this account may not read it`,
  EPERM: msg`this account may not read it`,
  ENOTDIR: msg`a part of its path is not a folder`,
}

/** What keeps this account from a folder, in words. */
const faultWords = (code: string, platform: NodeJS.Platform): string =>
  platform === 'darwin' && code === 'EPERM'
    ? msg`macOS keeps ExLab Sync out of it. Allow it in System Settings > Privacy & Security > Files and Folders, then quit ExLab Sync and open it again`
    : (FOLDER_FAULTS[code] ?? msg`it can't be read (${code})`)

/**
 * The real path of a readable folder that is not a whole disk, or a refusal. `purpose`: what
 * the folder can't be where it is refused.
 */
export const runFolder = (
  folder: string,
  purpose: 'added' | 'chosen',
  platform: NodeJS.Platform = process.platform,
): { readonly path: string } | { readonly refusal: string } => {
  let path: string
  try {
    path = realpathSync.native(resolve(folder))
    if (!statSync(path).isDirectory())
      return {
        refusal: msg`${folder} is a file. A run is a folder: choose the folder that holds it.`,
      }
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch (error) {
    const why = faultWords(errorCode(error), platform)
    return {
      refusal:
        purpose === 'added'
          ? msg`${folder} can't be added: ${why}.`
          : msg`${folder} can't be chosen: ${why}.`,
    }
  }
  if (isWholeDisk(path, sep === '\\'))
    return { refusal: msg`${path} is a whole disk. A run is a folder on it.` }
  return { path }
}
