// SHA-256 list computed by the remote's sha256sum over ssh: the script that prints it
// and the parser of its output.
import type { RemoteDigest } from '../transport.ts'
import {
  BEGIN_MARK,
  END_MARK,
  type ListParser,
  type OnDigest,
  enterFolder,
  remoteScript,
} from './remote-script.ts'

/**
 * The script. Records end in NUL; where sha256sum has no -z (BusyBox), its lines with GNU escapes
 * are turned into such records. `find -exec ... +` and not xargs, which hides missing and empty
 * folders (docs/tool-behaviour.md 17).
 */
export const digestScript = (folder: string): string =>
  remoteScript(
    'if ! command -v sha256sum >/dev/null 2>&1; then echo exlab-sync-none >&2; exit 127; fi',
    enterFolder(folder),
    'if sha256sum -z </dev/null >/dev/null 2>&1; then',
    `  printf '${BEGIN_MARK} z\\000'`,
    '  find . -type f -exec sha256sum -z -- {} +',
    `  printf 'exlab-sync-end %s\\000' "$?"`,
    'else',
    `  printf '${BEGIN_MARK} n\\000'`,
    `  { find . -type f -exec sha256sum -- {} +; echo "exlab-sync-end $?"; } | tr '\\n' '\\000'`,
    'fi',
  )

/** A cheap probe: the folder must be there, and `df` says how much space is free. */
export const freeSpaceScript = (folder: string): string =>
  remoteScript(
    enterFolder(folder),
    'printf "exlab-sync-free-space\\n"',
    'df -Pk . 2>/dev/null || true',
  )

/** Bytes free by POSIX df: the fourth column of its second line. null: df did not say. */
export const parseFreeSpace = (lines: readonly string[]): number | null => {
  const begin = lines.findIndex((line) => line.endsWith('exlab-sync-free-space'))
  const blocks = Number(lines[begin + 2]?.trim().split(/\s+/).at(3))
  return begin === -1 || !Number.isFinite(blocks) ? null : blocks * 1_024
}

const RECORD = /^([0-9a-f]{64}) [ *]\.\/(.+)$/s
const ESCAPED = /^\\([0-9a-f]{64}) [ *]\.\/(.+)$/s

const unescapeGnu = (name: string): string =>
  name.replaceAll(/\\([\\nr])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\'))

const parseRecord = (text: string, escaped: boolean): RemoteDigest | null => {
  const plain = RECORD.exec(text)
  const match = plain ?? (escaped ? ESCAPED.exec(text) : null)
  const [, sha256, path] = match ?? []
  if (sha256 === undefined || path === undefined) return null
  return { path: plain === null ? unescapeGnu(path) : path, sha256, size: null }
}

/** Parser of the script's output; takes one NUL-ended record at a time. */
export const createDigestParser = (onDigest: OnDigest): ListParser => {
  let mode: 'z' | 'n' | null = null
  let exit: number | null = null
  let strange = 0
  return {
    push(record) {
      const text = record.toString('utf8')
      if (mode === null) {
        if (text.endsWith(`${BEGIN_MARK} z`)) mode = 'z'
        else if (text.endsWith(`${BEGIN_MARK} n`)) mode = 'n'
        return
      }
      const end = END_MARK.exec(text)
      if (end !== null) {
        exit = Number(end[1])
        return
      }
      // names that are not UTF-8 are refused before sending, so one in the
      // list is another program's file
      const digest = parseRecord(text, mode === 'n')
      if (digest === null) strange += 1
      else onDigest(digest)
    },
    state: () => ({ began: mode !== null, exit, strange }),
  }
}
