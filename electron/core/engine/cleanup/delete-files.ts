// Deletes a proven run's local files one by one: only files of the manifest, only if unchanged
// since they were proven, never through a symbolic link.
import { errorCode } from '../../errors.ts'
import { lstatSync, realpathSync, rmdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { equalDigests } from '../../domain/file-proof.ts'
import { identityOf, isSameState } from '../../lib/file-identity.ts'
import type { HashPool } from '../hashing/hash-pool.ts'
import type { KeptFile } from '../../queue/verify-pass-store.ts'
import type { KnownFile } from '../../files/file-row.ts'

type Deletion =
  | { readonly done: 'deleted' | 'gone' }
  /** It stays; `why` continues the sentence `<path> stays: `. */
  | { readonly done: 'skipped'; readonly why: string }

/** It may have been written since its digest was computed: only its bytes can tell. */
interface Doubt {
  readonly done: 'doubtful'
}

const CHANGED: Deletion = { done: 'skipped', why: 'it changed since it was verified' }

/**
 * Answers whether a folder lies inside the run and is not reached through a symbolic link. Caches
 * answers.
 */
const createFolderCheck = (root: string): ((folder: string) => boolean) => {
  const real = realpathSync.native(root)
  const known = new Map<string, boolean>()
  return (folder) => {
    const before = known.get(folder)
    if (before !== undefined) return before
    const isInside = realpathSync.native(join(root, folder)) === join(real, folder)
    // bounds the cache for a run of a million folders
    if (known.size > 1_000) known.clear()
    known.set(folder, isInside)
    return isInside
  }
}

/**
 * Deletes files below `root`, each only if it is in the very state in which its digest was computed.
 * Throws where the root itself cannot be read.
 */
export const createDeleter = (root: string): ((file: KnownFile) => Deletion | Doubt) => {
  const isInsideRun = createFolderCheck(root)
  return (file) => {
    const path = join(root, file.path)
    try {
      if (!isInsideRun(dirname(file.path)))
        return { done: 'skipped', why: 'its folder is a symbolic link' }
      const stat = lstatSync(path)
      if (!stat.isFile()) return { done: 'skipped', why: 'it is no longer a regular file' }
      const now = identityOf(stat)
      if (now.size !== file.size || now.mtimeUs !== file.mtimeUs) return CHANGED
      if (!isSameState(file, now)) return { done: 'doubtful' }
      unlinkSync(path)
      return { done: 'deleted' }
    } catch (error) {
      const code = errorCode(error)
      return code === 'ENOENT' || code === 'ENOTDIR'
        ? { done: 'gone' }
        : { done: 'skipped', why: `it can't be deleted (${code})` }
    }
  }
}

/**
 * As `createDeleter`; a file whose state is not known to be that of its digest is hashed again, and
 * deleted only if the digest is the proven one and the file was not touched since.
 */
export const createProvenDeleter = (
  root: string,
  pool: Pick<HashPool, 'hash'>,
  signal: AbortSignal,
): ((file: KnownFile) => Promise<Deletion>) => {
  const remove = createDeleter(root)
  return async (file) => {
    const first = remove(file)
    if (first.done !== 'doubtful') return first
    const [answer] = await pool.hash([join(root, file.path)], signal)
    if (answer === undefined) return { done: 'skipped', why: 'the cleanup was stopped' }
    if ('error' in answer)
      return answer.error === 'CHANGED'
        ? CHANGED
        : { done: 'skipped', why: `it can't be read (${answer.error})` }
    if (file.sha256 === null || !equalDigests(answer.sha256, file.sha256)) return CHANGED
    const second = remove({ ...file, ctimeUs: answer.ctimeUs, inode: answer.inode })
    return second.done === 'doubtful' ? CHANGED : second
  }
}

const foldersOf = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

interface FolderSweep {
  /**
   * Moves on to `path`, in path order; removes the folders above the previous file that are empty
   * and not above this one.
   */
  at(path: string): void
  /** Removes what is empty above the last file. */
  end(): void
}

/**
 * Removes folders that the deletion emptied, while it walks through the files; rmdir refuses a
 * folder that is not empty.
 */
export const createFolderSweep = (root: string): FolderSweep => {
  const isInsideRun = createFolderCheck(root)
  let open: string[] = []
  const removeEmpty = (folders: readonly string[]): void => {
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
      removeEmpty(open.filter((folder) => !next.includes(folder)))
      open = next
    },
    end() {
      removeEmpty(open)
      open = []
    },
  }
}

/** Most kept files that are stored and named. */
const MAX_KEPT_FILES = 100

/** Adds a file that stays to the list, as long as the list is not full. */
export const recordKept = (list: KeptFile[], path: string, why: string): void => {
  if (list.length < MAX_KEPT_FILES) list.push({ path, why })
}
