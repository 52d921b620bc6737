// Keeps V8's compiled code of the command line for its next start, in a folder that no other account can write.
import { lstatSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, isAbsolute, join } from 'node:path'
import { makePrivateFolder } from '../core/lib/private-files.ts'

/** What decides whether others can change what is in a folder; `uid`: of its owner. */
interface FolderRights {
  readonly uid: number
  readonly mode: number
}

const WRITABLE_BY_OTHERS = 0o022
/** In such a folder only an owner replaces what is his: /tmp. */
const STICKY = 0o1000

/**
 * True where nobody but this account and root can put a file into the folder, or another folder in its place: what lies there is
 * run as this account. `rightsOf`: of one folder, a link counts as what it is.
 */
export const isOnlyOurs = (
  folder: string,
  uid: number,
  rightsOf: (folder: string) => FolderRights,
): boolean => {
  const isSafe = (one: string): boolean => {
    const { uid: owner, mode } = rightsOf(one)
    const isClosed = (mode & WRITABLE_BY_OTHERS) === 0 || (one !== folder && (mode & STICKY) !== 0)
    if (!isClosed || (owner !== uid && owner !== 0)) return false
    return dirname(one) === one || isSafe(dirname(one))
  }
  return rightsOf(folder).uid === uid && isSafe(folder)
}

/** Where programs keep what they can make again; null: nowhere. */
const cacheFolder = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null => {
  const home = env['HOME'] ?? ''
  const caches =
    platform === 'darwin'
      ? join(home, 'Library', 'Caches')
      : (env['XDG_CACHE_HOME'] ?? join(home, '.cache'))
  return isAbsolute(caches) ? join(caches, 'exlab-sync', 'compiled') : null
}

/**
 * From now on modules are loaded as V8 compiled them at an earlier start. Nothing is kept where that can't be done safely: on
 * Windows, whose rights Node does not tell, and with a Node that has no such cache.
 */
export const keepCompiledCode = (): void => {
  const uid = process.getuid?.()
  const folder = cacheFolder(process.env, process.platform)
  if (uid === undefined || folder === null || !('enableCompileCache' in nodeModule)) return
  try {
    makePrivateFolder(folder)
    if (isOnlyOurs(folder, uid, lstatSync)) nodeModule.enableCompileCache(folder)
  } catch {
    // a home that is read-only or absent: every start compiles
  }
}
