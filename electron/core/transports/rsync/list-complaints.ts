// Complaints of the programs that list a run's folder on the remote: about a file or folder that they could not read, while the
// list of everything else is whole.
import { scriptLines } from '../classify/own-lines.ts'
import type { ToolLine } from '../tool-line.ts'

interface Complaint {
  /** Relative to the run's folder. */
  readonly path: string
  /** The words of the program. */
  readonly words: string
  /** Its medium is damaged: the fault of that file, whoever's it is. */
  readonly damaged: boolean
}

/** Programs that go on with the next file, and say which they could not read. */
const GOES_ON = /^(?:find|sha256sum|sha256|shasum|busybox|toybox)\b/

const COMPLAINT =
  /^(?:find|sha256sum|sha256|shasum|busybox|toybox|cat|sh)\b.*?\.\/(.+?)['\u2019]?: ([^:]+)$/

/** A medium that is damaged, in the words of the system. */
const DAMAGED = /^(?:Input\/output error|I\/O error|Structure needs cleaning|Bad message)$/

/**
 * What a script's programs complained of; the list itself must have ended. null: something else is wrong too, so that the list
 * stands for nothing.
 */
export const complaintsOf = (errors: readonly ToolLine[]): readonly Complaint[] | null => {
  const complaints: Complaint[] = []
  for (const { text } of scriptLines(errors)) {
    const [, path, words] = COMPLAINT.exec(text) ?? []
    if (path === undefined || words === undefined) return null
    const damaged = DAMAGED.test(words)
    if (!damaged && !GOES_ON.test(text)) return null
    complaints.push({ path, words, damaged })
  }
  return complaints.length === 0 ? null : complaints
}

/** The folders above a path, and the path itself. */
const withFolders = (path: string): string[] =>
  path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))

/** True where a complaint is about one of the files of a run, or about a folder of it. A damaged file is told by itself. */
export const concernRun = (
  complaints: readonly Complaint[],
  files: Iterable<{ readonly path: string }>,
): boolean => {
  const paths = new Set(complaints.flatMap(({ path, damaged }) => (damaged ? [] : [path])))
  if (paths.size === 0) return false
  for (const { path } of files) if (withFolders(path).some((part) => paths.has(part))) return true
  return false
}
