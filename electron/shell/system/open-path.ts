// Opens folders in the system's file manager, our own documents, and a letter in the mail program: never a program that a path of the
// settings leads to.
import { realpathSync, statSync } from 'node:fs'
import { extname, sep } from 'node:path'
import { shell } from 'electron'
import { REFUSAL_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import { Refusal, errorMessage } from '../../core/errors.ts'

/** Opens a document of ours, or throws Refusal. */
export const openDocument = async (path: string): Promise<null> => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Refusal('not_found', REFUSAL_MESSAGES.notThere(path))
  const reason = await shell.openPath(path)
  if (reason !== '') throw new Refusal('unavailable', REFUSAL_MESSAGES.notOpened(path, reason))
  return null
}

/** The folder as the file manager is given it. */
const asFolder = (real: string): string =>
  // Windows would run x.exe for the folder x beside it
  process.platform === 'win32' && !real.endsWith(sep) ? `${real}${sep}` : real

/** Opens a folder in the file manager. Throws Refusal for anything that is no folder: the system would run a program. */
export const openFolder = async (path: string): Promise<null> => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new Refusal('not_found', REFUSAL_MESSAGES.notThere(path))
  const real = realpathSync(path)
  if (!statSync(real).isDirectory())
    throw new Refusal('unavailable', REFUSAL_MESSAGES.noFolder(path))
  // macOS takes a folder with an ending (.app) for a program
  if (process.platform === 'darwin' && extname(real) !== '') {
    shell.showItemInFolder(real)
    return null
  }
  const reason = await shell.openPath(asFolder(real))
  if (reason !== '') throw new Refusal('unavailable', REFUSAL_MESSAGES.notOpened(path, reason))
  return null
}

/** Opens a new letter in the mail program; nothing is sent. Throws Refusal where there is none. */
export const openLetter = async (subject: string, text: string): Promise<null> => {
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`
  try {
    await shell.openExternal(`mailto:?${query}`)
  } catch (error) {
    throw new Refusal('unavailable', REFUSAL_MESSAGES.noMail(errorMessage(error)))
  }
  return null
}
