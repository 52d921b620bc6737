// V8 code cache: runs the built program with what V8 compiled at an earlier start, because reading that takes a fraction of
// the time of compiling.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** Length of a SHA-256 digest. */
const DIGEST_BYTES = 32

type ModuleFunction = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void

interface Program {
  /** What the first file exports. */
  readonly exports: unknown
  /** Files whose code came from the cache; the others were compiled. */
  readonly fromCache: readonly string[]
  /** Writes the code of the files that were compiled. Never throws: it only makes the next start faster. */
  saveCache(): void
}

/**
 * Digest of source and code together: a cache of another source, or a file that was cut off, does not fit. V8 itself refuses
 * the code of another version.
 */
const digestOf = (source: string, code: Buffer): Buffer =>
  createHash('sha256').update(source).update(code).digest()

const readCode = (file: string, source: string): Buffer | undefined => {
  try {
    const cached = readFileSync(file)
    const code = cached.subarray(DIGEST_BYTES)
    return digestOf(source, code).equals(cached.subarray(0, DIGEST_BYTES)) ? code : undefined
  } catch {
    return undefined
  }
}

/** Runs the CommonJS file `first`, and the files beside it that it requires; `folder` holds the cache. */
export const runProgram = (first: string, folder: string): Program => {
  const modules = new Map<string, { exports: unknown }>()
  const uncached: { readonly file: string; readonly source: string; readonly script: Script }[] = []
  const fromCache: string[] = []

  const load = (filename: string): unknown => {
    const loaded = modules.get(filename)
    if (loaded !== undefined) return loaded.exports
    const module = { exports: {} as unknown }
    modules.set(filename, module)
    const source = readFileSync(filename, 'utf8')
    const file = join(folder, `${basename(filename)}.v8`)
    const cachedData = readCode(file, source)
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
      { filename, ...(cachedData === undefined ? {} : { cachedData }) },
    )
    if (script.cachedDataRejected === false) fromCache.push(filename)
    else uncached.push({ file, source, script })
    const requirePackage = createRequire(filename)
    const require = (id: string): unknown =>
      id.startsWith('./') ? load(join(dirname(filename), id)) : requirePackage(id)
    const run = script.runInThisContext() as ModuleFunction
    run(module.exports, require, module, filename, dirname(filename))
    return module.exports
  }

  return {
    exports: load(first),
    fromCache,
    saveCache() {
      try {
        if (uncached.length > 0) mkdirSync(folder, { recursive: true, mode: 0o700 })
        for (const { file, source, script } of uncached.splice(0)) {
          const code = script.createCachedData()
          // one fixed name: a process that is killed here leaves one file, and the digest refuses half a file
          const part = `${file}.part`
          writeFileSync(part, Buffer.concat([digestOf(source, code), code]), { mode: 0o600 })
          renameSync(part, file)
        }
      } catch {
        // the disk is full, or writing is not allowed: the next start compiles again
      }
    },
  }
}
