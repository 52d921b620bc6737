// Deletes a proven run's local files one by one: only those of the manifest, only as they were proven, never through a link.
import { errorCode } from '../../errors.ts'
import { lstatSync, realpathSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { KeptFile } from '../../queue/verify-pass-store.ts'
import type { KnownFile } from '../../files/file-row.ts'

export type Deletion =
  | { readonly done: 'deleted' | 'gone' }
  /** It stays; in words. */
  | { readonly done: 'left'; readonly why: string }

/** Tells whether a folder of the run is the run's own, and not reached through a symbolic link. Remembers answers. */
const createFolderCheck = (root: string): ((folder: string) => boolean) => {
  const real = realpathSync.native(root)
  const known = new Map<string, boolean>()
  return (folder) => {
    const before = known.get(folder)
    if (before !== undefined) return before
    const own = realpathSync.native(join(root, folder)) === join(real, folder)
    // bounded: a run of a million folders must not be remembered whole
    if (known.size > 1_000) known.clear()
    known.set(folder, own)
    return own
  }
}

/** Deletes files below `root`. Throws where the root itself cannot be looked at. */
export const createDeleter = (root: string): ((file: KnownFile) => Deletion) => {
  const isInsideRun = createFolderCheck(root)
  return (file) => {
    const path = join(root, file.path)
    try {
      if (!isInsideRun(dirname(file.path)))
        return { done: 'left', why: 'its folder is a symbolic link' }
      const stat = lstatSync(path)
      if (!stat.isFile()) return { done: 'left', why: 'it is no longer a regular file' }
      if (stat.size !== file.size || Math.round(stat.mtimeMs * 1_000) !== file.mtimeUs)
        return { done: 'left', why: 'it changed since it was verified' }
      unlinkSync(path)
      return { done: 'deleted' }
    } catch (error) {
      const code = errorCode(error)
      return code === 'ENOENT' || code === 'ENOTDIR'
        ? { done: 'gone' }
        : { done: 'left', why: `it can't be deleted (${code})` }
    }
  }
}

const foldersOf = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

export interface FolderSweep {
  /** Says which file is looked at now; folders that were left behind are taken away where they are empty. */
  at(path: string): void
  end(): void
}

/** Takes away folders that deletion emptied; one that holds anything stays, since rmdir refuses it. Holds one path. */
export const createFolderSweep = (root: string): FolderSweep => {
  const isInsideRun = createFolderCheck(root)
  let open: string[] = []
  const leave = (folders: readonly string[]): void => {
    for (const folder of folders.toReversed()) {
      try {
        if (isInsideRun(folder)) rmdirSync(join(root, folder))
      } catch {
        // not empty, or gone
      }
    }
  }
  return {
    at(path) {
      const next = foldersOf(path)
      leave(open.filter((folder) => !next.includes(folder)))
      open = next
    },
    end() {
      leave(open)
      open = []
    },
  }
}

/** The first few files that stay, to name them. */
export const MAX_LEFT_OVER = 100

export const recordKept = (list: KeptFile[], path: string, why: string): void => {
  if (list.length < MAX_LEFT_OVER) list.push({ path, why })
}
