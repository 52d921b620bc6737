// Checks a package before it runs: no debugger, and beside the archive only files that equal those within it. The archive itself is
// checked by Electron where the system allows it (docs/security.md).
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Switches that let another program read and drive the app. */
const DEBUGGING =
  /^--?(?:remote-debugging-|remote-allow-origins|inspect|debug|js-flags|wait-for-debugger|load-extension)/

/** True where one of the arguments is for a debugger. */
export const isDebugging = (argv: readonly string[]): boolean =>
  argv.some((word) => DEBUGGING.test(word))

/** Name of the list within the archive: digests of the native code, which exists outside of it alone. */
export const NATIVE_DIGESTS = 'out/main/native-digests.json'

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))

/** True where native code is signed with the package, which changes its bytes; the system checks the signature there. */
const IS_SIGNED = process.platform === 'darwin'

/**
 * The first file beside the archive `archive` that is not what was packed; null: all are. Plain Node, worker threads and the
 * system's loader cannot read an archive, so a copy of what they need lies beside it.
 */
export const changedFile = (archive: string): string | null => {
  const beside = `${archive}.unpacked`
  const native = JSON.parse(readFileSync(join(archive, NATIVE_DIGESTS), 'utf8')) as Readonly<
    Record<string, string>
  >
  const isAsPacked = (file: string): boolean => {
    const name = relative(beside, file).replaceAll(sep, '/')
    if (name.endsWith('.node'))
      return (
        IS_SIGNED || createHash('sha256').update(readFileSync(file)).digest('hex') === native[name]
      )
    try {
      return readFileSync(file).equals(readFileSync(join(archive, name)))
    } catch {
      // it is not in the archive
      return false
    }
  }
  return filesBelow(beside).find((file) => !isAsPacked(file)) ?? null
}
