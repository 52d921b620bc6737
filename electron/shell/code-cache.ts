// Runs the built program with what V8 compiled of it the last time: reading that back takes a fraction of the time.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** SHA-256, in bytes. */
const DIGEST = 32

type Compiled = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void

export interface Program {
  /** What the first file exports. */
  readonly exports: unknown
  /** Files that were read back; the others were compiled. */
  readonly readBack: readonly string[]
  /** Keeps what was compiled meanwhile, if it was not kept. Never throws: it only makes the next start faster. */
  keep(): void
}

/** Of source and code together: the code of another source, or half a file, is none. V8 itself refuses another version's. */
const digestOf = (source: string, code: Buffer): Buffer =>
  createHash('sha256').update(source).update(code).digest()

const readCode = (file: string, source: string): Buffer | undefined => {
  try {
    const kept = readFileSync(file)
    const code = kept.subarray(DIGEST)
    return digestOf(source, code).equals(kept.subarray(0, DIGEST)) ? code : undefined
  } catch {
    return undefined
  }
}

/** Runs the CommonJS file `first`, and the files beside it that it requires; `folder` holds what was compiled. */
export const runProgram = (first: string, folder: string): Program => {
  const modules = new Map<string, { exports: unknown }>()
  const unkept: { readonly file: string; readonly source: string; readonly script: Script }[] = []
  const readBack: string[] = []

  const load = (filename: string): unknown => {
    const known = modules.get(filename)
    if (known !== undefined) return known.exports
    const module = { exports: {} as unknown }
    modules.set(filename, module)
    const source = readFileSync(filename, 'utf8')
    const file = join(folder, `${basename(filename)}.v8`)
    const cachedData = readCode(file, source)
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
      { filename, ...(cachedData === undefined ? {} : { cachedData }) },
    )
    if (script.cachedDataRejected === false) readBack.push(filename)
    else unkept.push({ file, source, script })
    const elsewhere = createRequire(filename)
    const require = (id: string): unknown =>
      id.startsWith('./') ? load(join(dirname(filename), id)) : elsewhere(id)
    const run = script.runInThisContext() as Compiled
    run(module.exports, require, module, filename, dirname(filename))
    return module.exports
  }

  return {
    exports: load(first),
    readBack,
    keep() {
      try {
        if (unkept.length > 0) mkdirSync(folder, { recursive: true, mode: 0o700 })
        for (const { file, source, script } of unkept.splice(0)) {
          const code = script.createCachedData()
          // one name, so that whoever is killed here leaves nothing that piles up; half a file is told by its digest
          const part = `${file}.part`
          writeFileSync(part, Buffer.concat([digestOf(source, code), code]), { mode: 0o600 })
          renameSync(part, file)
        }
      } catch {
        // no room, or not allowed: the next start compiles again
      }
    },
  }
}
