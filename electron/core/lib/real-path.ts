// Resolves links, junctions, mapped drives and spellings of a path, so that real paths are compared with real paths.
import { realpathSync } from 'node:fs'

/** The real path of a folder; the path as it was given where the folder is not there. */
export const realPathOf = (folder: string): string => {
  try {
    return realpathSync.native(folder)
  } catch {
    return folder
  }
}
