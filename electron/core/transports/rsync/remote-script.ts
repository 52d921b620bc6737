// Parts of the scripts that run in the remote's shell. A script goes to `sh` on stdin, so that no
// login shell ever parses a path; marks tell its output from what a login shell prints
// (docs/tool-behaviour.md 5).
import { shellQuote } from '../../lib/shell-quote.ts'
import { SCRIPT_STARTED } from '../classify/marks.ts'
import { RSYNC_UNFINISHED, type RemoteDigest } from '../transport.ts'

/** Printed before the first record; what comes before it is a login shell's and is ignored. */
export const BEGIN_MARK = 'exlab-sync-begin'

/** The last record, with the exit code of the command that made the list. */
export const END_MARK = /^exlab-sync-end (\d+)$/

/** A script in English, whatever the remote's language. On stderr it says first that it runs: what stands above is the login's. */
export const remoteScript = (...lines: readonly string[]): string =>
  ['LC_ALL=C; export LC_ALL', `echo ${SCRIPT_STARTED} >&2`, ...lines, ''].join('\n')

/**
 * Changes to a folder, or ends the script with a mark that the classifier
 * knows as `remote_path_missing`.
 */
export const enterFolder = (folder: string): string =>
  `cd ${shellQuote(folder.startsWith('/') ? folder : `./${folder}`)} || { echo exlab-sync-nodir >&2; exit 1; }`

const isUnfinishedFolder = (path: string): boolean =>
  path === RSYNC_UNFINISHED || path.endsWith(`/${RSYNC_UNFINISHED}`)

/** Removes files of a folder, and the folders of rsync's unfinished files that are empty then. */
export const removeScript = (folder: string, paths: readonly string[]): string => {
  const folders = new Set(
    paths.map((path) => path.slice(0, path.lastIndexOf('/'))).filter(isUnfinishedFolder),
  )
  return remoteScript(
    enterFolder(folder),
    ...paths.map((path) => `rm -f -- ${shellQuote(`./${path}`)}`),
    ...[...folders].map((path) => `rmdir -- ${shellQuote(`./${path}`)} 2>/dev/null`),
    'exit 0',
  )
}

/** Parser of the output of a script that lists files; it passes digests on as they come. */
export interface ListParser {
  push(bytes: Buffer): void
  state(): ListState
}

/** A list is complete only if it began, ended, and held nothing that the script does not write. */
interface ListState {
  readonly began: boolean
  /** null: the list has not ended. */
  readonly exit: number | null
  /** Records that are not the script's. */
  readonly strange: number
}

export type OnDigest = (digest: RemoteDigest) => void
