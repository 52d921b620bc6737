// Deletes a proven run's local files one by one: only files of the manifest, only if unchanged
// since they were proven, and each by the opened folder in which it lies (docs/security.md 1).
import { errorCode } from '../../errors.ts'
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs'
import { basename, dirname } from 'node:path/posix'
import { equalDigests } from '../../domain/file-proof.ts'
import { identityOf, isSameState } from '../../lib/file-identity.ts'
import { type GuardedFolder, UnsafePath } from '../../lib/guarded-folder.ts'
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

/** The folders of a run, each opened below the one above it and never through a link; the last one stays open. */
interface RunFolders {
  /** The folder with that path below the run, '.' for the run itself. Throws UnsafePath, and the system's error. */
  open(path: string): Promise<GuardedFolder>
  close(): Promise<void>
}

/** `root` stays open. */
const createRunFolders = (root: GuardedFolder): RunFolders => {
  let last: { readonly path: string; readonly folder: GuardedFolder } | null = null
  const close = async (): Promise<void> => {
    await last?.folder.close()
    last = null
  }
  const enter = async (path: string): Promise<GuardedFolder> => {
    const [first = '', ...rest] = path.split('/')
    let folder = await root.enter(first)
    for (const name of rest) {
      const above = folder
      try {
        folder = await above.enter(name)
      } finally {
        await above.close()
      }
    }
    return folder
  }
  return {
    async open(path) {
      if (path === '.') return root
      if (last?.path === path) return last.folder
      await close()
      last = { path, folder: await enter(path) }
      return last.folder
    },
    close,
  }
}

/** Deletes one file where it is in the very state in which its digest was computed. */
const removeFrom = (folder: GuardedFolder, file: KnownFile): Deletion | Doubt => {
  const path = folder.at(basename(file.path))
  folder.confirm()
  const stat = lstatSync(path)
  if (!stat.isFile()) return { done: 'skipped', why: 'it is no longer a regular file' }
  const now = identityOf(stat)
  if (now.size !== file.size || now.mtimeUs !== file.mtimeUs) return CHANGED
  if (!isSameState(file, now)) return { done: 'doubtful' }
  // nothing comes between this look and the deletion but what another program does
  unlinkSync(path)
  return { done: 'deleted' }
}

const whyNot = (error: unknown): Deletion => {
  if (error instanceof UnsafePath) return { done: 'skipped', why: `its folder ${error.what}` }
  const code = errorCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? { done: 'gone' }
    : { done: 'skipped', why: `it can't be deleted (${code})` }
}

interface Deleter {
  /** Deletes a file of the run, or says why it stays. */
  remove(file: KnownFile): Promise<Deletion>
  close(): Promise<void>
}

/**
 * Deletes files of the run whose folder is `root`, each only if it is in the very state in which its digest was computed.
 * A file whose state is not known to be that is hashed again, and deleted only if the digest is the proven one and the file
 * was not touched since.
 */
export const createDeleter = (
  root: GuardedFolder,
  pool: Pick<HashPool, 'hash'>,
  signal: AbortSignal,
): Deleter => {
  const folders = createRunFolders(root)
  const removeDoubtful = async (folder: GuardedFolder, file: KnownFile): Promise<Deletion> => {
    const [answer] = await pool.hash([folder.at(basename(file.path))], signal)
    if (answer === undefined) return { done: 'skipped', why: 'the cleanup was stopped' }
    if ('error' in answer)
      return answer.error === 'CHANGED'
        ? CHANGED
        : { done: 'skipped', why: `it can't be read (${answer.error})` }
    if (file.sha256 === null || !equalDigests(answer.sha256, file.sha256)) return CHANGED
    const second = removeFrom(folder, { ...file, ctimeUs: answer.ctimeUs, inode: answer.inode })
    return second.done === 'doubtful' ? CHANGED : second
  }
  return {
    async remove(file) {
      try {
        const folder = await folders.open(dirname(file.path))
        const first = removeFrom(folder, file)
        return first.done === 'doubtful' ? await removeDoubtful(folder, file) : first
      } catch (error) {
        return whyNot(error)
      }
    },
    close: folders.close,
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
  at(root: GuardedFolder, path: string): Promise<void>
  /** Removes what is empty above the last file. */
  end(root: GuardedFolder): Promise<void>
}

/**
 * Removes folders that the deletion emptied, while it walks through the files; rmdir refuses a
 * folder that is not empty, and a link.
 */
export const createFolderSweep = (): FolderSweep => {
  let open: string[] = []
  const removeEmpty = async (root: GuardedFolder, paths: readonly string[]): Promise<void> => {
    const folders = createRunFolders(root)
    for (const path of paths.toReversed()) {
      try {
        const above = await folders.open(dirname(path))
        above.confirm()
        rmdirSync(above.at(basename(path)))
      } catch {
        // not empty, gone, or no longer a folder of the run
      }
    }
    await folders.close()
  }
  return {
    async at(root, path) {
      const next = foldersOf(path)
      const left = open.filter((folder) => !next.includes(folder))
      open = next
      if (left.length > 0) await removeEmpty(root, left)
    },
    async end(root) {
      await removeEmpty(root, open)
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
