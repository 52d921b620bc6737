// The far side's SHA-256 list over ssh: the script that makes it and the parser that trusts nothing else.
import { shellQuote } from '../../lib/shell-quote.ts'
import type { RemoteDigest } from '../transport.ts'

/** Said before the first digest; whatever a login shell prints comes before it and is not looked at. */
const BEGIN = 'exlab-sync-begin'
const END = /^exlab-sync-end (\d+)$/

/**
 * The script for `sh` on the far side, given on stdin so that no login shell ever parses a path. Digests come
 * NUL-separated; where sha256sum has no -z (BusyBox), lines with GNU escapes are turned into such records.
 * `find -exec ... +` and not xargs, which lies about missing and empty folders (corpus fact 17).
 */
export const digestScript = (folder: string): string =>
  [
    'LC_ALL=C; export LC_ALL',
    'if ! command -v sha256sum >/dev/null 2>&1; then echo exlab-sync-none >&2; exit 127; fi',
    `cd ${shellQuote(folder.startsWith('/') ? folder : `./${folder}`)} || { echo exlab-sync-nodir >&2; exit 1; }`,
    'if sha256sum -z </dev/null >/dev/null 2>&1; then',
    `  printf '${BEGIN} z\\000'`,
    '  find . -type f -exec sha256sum -z -- {} +',
    `  printf 'exlab-sync-end %s\\000' "$?"`,
    'else',
    `  printf '${BEGIN} n\\000'`,
    `  { find . -type f -exec sha256sum -- {} +; echo "exlab-sync-end $?"; } | tr '\\n' '\\000'`,
    'fi',
    '',
  ].join('\n')

/** A cheap look: is the folder there, and how much room has it? */
export const freeSpaceScript = (folder: string): string =>
  [
    'LC_ALL=C; export LC_ALL',
    `cd ${shellQuote(folder.startsWith('/') ? folder : `./${folder}`)} || { echo exlab-sync-nodir >&2; exit 1; }`,
    'printf "exlab-sync-room\\n"',
    'df -Pk . 2>/dev/null || true',
    '',
  ].join('\n')

/** Bytes free by POSIX df, the fourth column of its second line; null: it did not say. */
export const parseFreeSpace = (lines: readonly string[]): number | null => {
  const begin = lines.findIndex((line) => line.endsWith('exlab-sync-room'))
  const blocks = Number(lines[begin + 2]?.trim().split(/\s+/).at(3))
  return begin === -1 || !Number.isFinite(blocks) ? null : blocks * 1_024
}

export interface DigestParser {
  /** One NUL-ended record. */
  push(record: Buffer): void
  /** What became of the list: null exit means that it never ended, so it is not the whole. */
  state(): { readonly began: boolean; readonly exit: number | null; readonly strange: number }
}

const RECORD = /^([0-9a-f]{64}) [ *]\.\/(.+)$/s
const ESCAPED = /^\\([0-9a-f]{64}) [ *]\.\/(.+)$/s

const unescapeGnu = (name: string): string =>
  name.replaceAll(/\\([\\nr])/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\'))

/** Parses the script's output. Anything between begin and end that is no digest is counted as strange. */
export const createDigestParser = (onDigest: (digest: RemoteDigest) => void): DigestParser => {
  let mode: 'z' | 'n' | null = null
  let exit: number | null = null
  let strange = 0
  return {
    push(record) {
      const text = record.toString('utf8')
      if (mode === null) {
        if (text.endsWith(`${BEGIN} z`)) mode = 'z'
        else if (text.endsWith(`${BEGIN} n`)) mode = 'n'
        return
      }
      const end = END.exec(text)
      if (end !== null) {
        exit = Number(end[1])
        return
      }
      // names that are not UTF-8 were refused before sending; here they can only be somebody else's
      const plain = RECORD.exec(text)
      const escaped = mode === 'n' && plain === null ? ESCAPED.exec(text) : null
      const [, sha256, path] = plain ?? escaped ?? []
      if (sha256 === undefined || path === undefined) {
        strange += 1
        return
      }
      onDigest({ path: escaped === null ? path : unescapeGnu(path), sha256, size: null })
    },
    state: () => ({ began: mode !== null, exit, strange }),
  }
}
