// Step of the connection test of a folder: how this computer reaches it, and what that means for its runs.
import { type Step, passed } from '../connection-test.ts'

/** What a person should know about the path of a folder on this computer. */
export const folderWords = (path: string, windows: boolean): string => {
  if (windows && /^[A-Za-z]:/.test(path))
    return `It is reached by the drive ${path.slice(0, 2)}. A drive letter of a share may not be there while nobody is signed in: name the share itself then (\\\\server\\share\\folder).`
  if (/^(?:\/\/|\\\\)/.test(path))
    return 'It is reached as a share, with what this account may do there.'
  return 'It is reached as a folder of this computer.'
}

/** The step `remote`: there is nothing to set up for a folder. */
export const folderStep = (path: string): Step => ({
  id: 'remote',
  title: 'This computer reaches it by a path',
  needs: ['tool'],
  run: async () => passed(folderWords(path, process.platform === 'win32')),
})
