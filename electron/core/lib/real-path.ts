// Resolves links, junctions, mapped drives and spellings of a path, so that real paths are compared with real paths.
import { realpathSync } from 'node:fs'
import { realpath } from 'node:fs/promises'

/** The real path of a folder; the path as it was given where the folder is not there. */
export const realPathOf = (folder: string): string => {
  try {
    return realpathSync.native(folder)
  } catch {
    return folder
  }
}

/** The real path of a folder that may lie on a share that does not answer: after `limitMs`, the path as it was given. */
export const realPathWithin = async (folder: string, limitMs: number): Promise<string> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(folder), limitMs)
  })
  const real = await Promise.race([realpath(folder).catch(() => folder), limit])
  clearTimeout(timer)
  return real
}
