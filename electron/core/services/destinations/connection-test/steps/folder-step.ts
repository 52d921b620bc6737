// Step of the connection test of a folder: how this computer reaches it, and what that means for its runs.
import { realpathSync } from 'node:fs'
import { msg } from '../../../../../../shared/language/msg.ts'
import { type Step, passed } from '../connection-test.ts'

/** The share that a drive letter stands for; null: it is a disk of this computer, or the system does not tell. */
const shareBehind = (path: string): string | null => {
  try {
    const real = realpathSync.native(path)
    return real.startsWith('\\\\') ? real : null
  } catch {
    return null
  }
}

/** What a person should know about the path of a folder on this computer. */
export const folderWords = (
  path: string,
  windows: boolean,
  behind: (path: string) => string | null = shareBehind,
): string => {
  const isLetter = windows && /^[A-Za-z]:/.test(path)
  const share = isLetter ? behind(path) : null
  if (share !== null)
    return msg`The drive ${path.slice(0, 2)} stands for the share ${share}, for this account and this session alone: a program that runs while nobody is signed in does not have it. Write ${share} in the settings.`
  if (isLetter)
    return msg`It is reached by the drive ${path.slice(0, 2)}. A drive letter of a share may not be there while nobody is signed in: name the share itself then (\\\\server\\share\\folder).`
  if (/^(?:\/\/|\\\\)/.test(path))
    return msg`It is reached as a share, with what this account may do there.`
  return msg`It is reached as a folder of this computer.`
}

/** The step `remote`: there is nothing to set up for a folder. */
export const folderStep = (path: string): Step => ({
  id: 'remote',
  title: msg`This computer reaches it by a path`,
  needs: ['tool'],
  run: async () => passed(folderWords(path, process.platform === 'win32')),
})
