// Reads and writes lines of a run's manifest, in the GNU format that `sha256sum -c` accepts (docs/spec.md 5).

/**
 * One line of the GNU format: backslashes in a name are doubled, and a leading backslash marks such
 * a line.
 */
export const manifestLine = (sha256: string, path: string): string =>
  path.includes('\\') ? `\\${sha256}  ${path.replaceAll('\\', '\\\\')}\n` : `${sha256}  ${path}\n`

const LINE = /^(\\?)([0-9a-f]{64}) {2}(.+)$/s

/** The files of a manifest that `manifestLine` wrote, in its order. Throws Error for any other text. */
export function* manifestFiles(text: Buffer): Generator<{ path: string; sha256: Buffer }> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf(10, from)
    const [, mark = '', sha256 = '', name = ''] =
      LINE.exec(text.toString('utf8', from, end === -1 ? text.length : end)) ?? []
    if (name === '') throw new Error('a line of the manifest has another form')
    const path = mark === '' ? name : name.replaceAll('\\\\', '\\')
    yield { path, sha256: Buffer.from(sha256, 'hex') }
    from = end === -1 ? text.length : end + 1
  }
}
