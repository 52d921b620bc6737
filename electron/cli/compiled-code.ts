// Loads the program of the command line as V8 compiled it at an earlier start, from a folder that no other account can write.
import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Script, constants } from 'node:vm'
import { makePrivateFolder } from '../core/lib/private-folder.ts'

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

/** Longest part of a program's path that names its folder. */
const NAME_LENGTH = 100

/** The folder for the compiled code of the program in `main`; null: nothing is kept, because that can't be done safely. */
const safeFolder = (
  main: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string | null => {
  // Windows has no owner and rights of a folder that Node tells
  const uid = process.getuid?.()
  const caches = cacheFolder(env, platform)
  if (uid === undefined || caches === null) return null
  // two programs with one name only compile more often: what is kept is compared with the source
  const folder = join(caches, main.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(-NAME_LENGTH))
  try {
    makePrivateFolder(folder)
    return isOnlyOurs(folder, uid, lstatSync) ? folder : null
  } catch {
    // a home that is read-only or absent: every start compiles
    return null
  }
}

/** Bytes of the length of the compiled code, at the end of a kept file. */
const LENGTH_BYTES = 4

/** What was kept of a source; null: nothing, or it was another source: V8 itself compares no more than the length. */
const keptCode = (file: string, source: Buffer): Buffer | null => {
  try {
    const kept = readFileSync(file)
    const end = kept.length - LENGTH_BYTES
    const length = kept.readUInt32LE(end)
    return kept.subarray(length, end).equals(source) ? kept.subarray(0, length) : null
  } catch {
    return null
  }
}

/**
 * Keeps what was compiled of a source. The code is first, because V8 copies what does not begin at a multiple of eight; the length
 * is last, so that a file that was cut off is not taken.
 */
const keepCode = (file: string, source: Buffer, code: Buffer): void => {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(code.length)
  const part = `${file}.${process.pid}.tmp`
  writeFileSync(part, Buffer.concat([code, source, length]), { mode: 0o600, flag: 'wx' })
  renameSync(part, file)
}

/** A file of the program. */
interface Loaded {
  readonly source: Buffer
  readonly script: Script
  readonly module: { exports: unknown }
}

/** A program that was loaded. */
interface Program {
  readonly exports: unknown
  /**
   * Keeps what V8 compiled, where this start had to compile a file: all of them as they are now, with the functions that were
   * called, which V8 compiles at their first call.
   */
  keep(): void
}

const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})'] as const

/** Loads a file of the built program, and what it loads of the files beside it, as V8 compiled them at an earlier start. */
export const loadCompiled = (
  file: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Program => {
  const plain = createRequire(file)
  const main = dirname(file)
  const folder = safeFolder(main, env, platform)
  if (folder === null) return { exports: plain(file), keep: () => undefined }
  const loaded = new Map<string, Loaded>()
  let isKept = true
  const load = (name: string): unknown => {
    const before = loaded.get(name)
    if (before !== undefined) return before.module.exports
    const path = join(main, name)
    const source = readFileSync(path)
    const cachedData = keptCode(join(folder, name), source) ?? undefined
    const script = new Script(WRAPPER.join(source.toString()), {
      filename: path,
      cachedData,
      // what is no file of the program, such as a module of Node, may be imported when it is needed
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (cachedData === undefined || script.cachedDataRejected === true) isKept = false
    const module = { exports: {} }
    // before it runs: what it loads may load it
    loaded.set(name, { source, script, module })
    script.runInThisContext().call(module.exports, module.exports, required, module, path, main)
    return module.exports
  }
  const required = (name: string): unknown =>
    name.startsWith('./') && name.endsWith('.cjs') ? load(basename(name)) : plain(name)
  return {
    exports: load(basename(file)),
    keep() {
      if (isKept) return
      try {
        for (const [name, { source, script }] of loaded)
          keepCode(join(folder, name), source, script.createCachedData())
      } catch {
        // a full disk: the next start compiles, too
      }
    },
  }
}
