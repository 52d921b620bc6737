// SHA-256 list computed by a program of the remote over ssh: the script that prints it
// and the parser of its output.
import {
  BEGIN_MARK,
  END_MARK,
  type ListParser,
  type OnDigest,
  enterFolder,
  remoteScript,
} from './remote-script.ts'

/**
 * Names that a list of lines cannot frame: a line feed ends a record early, and a backslash or a carriage return may be
 * written as an escape, by some programs and not by others.
 */
const UNFRAMED = String.raw`-path "*$lf*" -o -path "*$cr*" -o -path '*\\*'`

/** Prints name and digest of files one by one, each in a field that ends in NUL; the program sees no name. */
const ONE_BY_ONE =
  'for f do h=$($sum <"$f") || exit 1; printf "%s\\000%s\\000" "$f" "${h%% *}"; done'

/**
 * The script. Where sha256sum has -z, its records end in NUL. Else (BusyBox, toybox, `sha256` of BSD, Perl's `shasum`) the files
 * whose names a line can hold are listed in lines, and all others one by one, so that no name can make a record. `find -exec
 * ... +` and not xargs, which hides missing and empty folders (docs/tool-behaviour.md 17).
 */
export const digestScript = (folder: string): string =>
  remoteScript(
    'if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum',
    "elif command -v sha256 >/dev/null 2>&1; then sum='sha256 -r'",
    "elif command -v shasum >/dev/null 2>&1; then sum='shasum -a 256'",
    'else echo exlab-sync-none >&2; exit 127; fi',
    enterFolder(folder),
    'if [ "$sum" = sha256sum ] && sha256sum -z </dev/null >/dev/null 2>&1; then',
    `  printf '${BEGIN_MARK} z\\000'`,
    '  find . -type f -exec sha256sum -z -- {} +',
    `  printf 'exlab-sync-end %s\\000' "$?"`,
    'else',
    `  printf '${BEGIN_MARK} n\\000'`,
    "  lf='\n'; cr=$(printf '\\r')",
    `  each='sum=$1; shift; ${ONE_BY_ONE}'`,
    '  if find . -path . -prune >/dev/null 2>&1; then',
    `    { find . -type f ! '(' ${UNFRAMED} ')' -exec $sum {} +; echo "exlab-sync-lines $?"; } | tr '\\n' '\\000'`,
    `    find . -type f '(' ${UNFRAMED} ')' -exec sh -c "$each" sh "$sum" {} +`,
    '  else',
    "    printf 'exlab-sync-lines 0\\000'",
    '    find . -type f -exec sh -c "$each" sh "$sum" {} +',
    '  fi',
    `  printf 'exlab-sync-end %s\\000' "$?"`,
    'fi',
  )

/** A cheap probe: the folder must be there, and `df` says how much space is free, and how many files can be made. */
export const freeSpaceScript = (folder: string): string =>
  remoteScript(
    enterFolder(folder),
    'printf "exlab-sync-free-space\\n"',
    'df -Pk . 2>/dev/null || true',
    'printf "exlab-sync-free-files\\n"',
    'df -Pi . 2>/dev/null || true',
  )

/** The fourth column of the second line below a mark, as POSIX df prints it; null: df did not say. */
const readDf = (lines: readonly string[], mark: string): number | null => {
  const begin = lines.findIndex((line) => line.endsWith(mark))
  const free = lines[begin + 2]?.trim().split(/\s+/).at(3)
  return begin === -1 || free === undefined || !/^\d+$/.test(free) ? null : Number(free)
}

/** A file system without a count of files, such as btrfs, tells 0 of 0. */
const countsFiles = (lines: readonly string[]): boolean => {
  const begin = lines.findIndex((line) => line.endsWith('exlab-sync-free-files'))
  return Number(lines[begin + 2]?.trim().split(/\s+/).at(1)) > 0
}

/** Bytes free; 0 where no further file can be made. null: df did not say. */
export const parseFreeSpace = (lines: readonly string[]): number | null => {
  const blocks = readDf(lines, 'exlab-sync-free-space')
  const files = countsFiles(lines) ? readDf(lines, 'exlab-sync-free-files') : null
  if (files === 0) return 0
  return blocks === null ? null : blocks * 1_024
}

/** A digest and a name; the programs put a blank, two, or a blank and an asterisk between them. */
const RECORD = /^([0-9a-f]{64}) [ *]?\.\/(.+)$/s
const SHA256 = /^[0-9a-f]{64}$/
/** The end of the lines; what follows is told one by one. */
const LINES_END = /^exlab-sync-lines (\d+)$/

/** What the next record is: a digest with a name, or the fields of files that are told one by one. */
type Part = 'records' | 'lines' | 'name' | 'digest' | 'ended'

/** Parser of the script's output; takes one NUL-ended record at a time. */
export const createDigestParser = (onDigest: OnDigest): ListParser => {
  let part: Part | null = null
  let name = ''
  let exit: number | null = null
  let strange = 0

  // names that are not UTF-8 are refused before sending, so one in the list is another program's file
  const readRecord = (text: string): void => {
    const [, sha256, path] = RECORD.exec(text) ?? []
    if (sha256 === undefined || path === undefined) strange += 1
    else onDigest({ path, sha256, size: null })
  }
  const readField = (text: string): void => {
    if (part === 'name') {
      if (!text.startsWith('./')) strange += 1
      name = text.slice(2)
      part = 'digest'
      return
    }
    if (SHA256.test(text)) onDigest({ path: name, sha256: text, size: null })
    else strange += 1
    part = 'name'
  }
  return {
    push(record) {
      const text = record.toString('utf8')
      if (part === null) {
        if (text.endsWith(`${BEGIN_MARK} z`)) part = 'records'
        else if (text.endsWith(`${BEGIN_MARK} n`)) part = 'lines'
        return
      }
      // a field that holds a digest can be no mark
      const lines = part === 'lines' ? LINES_END.exec(text) : null
      const end = part === 'records' || part === 'name' ? END_MARK.exec(text) : null
      if (lines !== null) {
        part = 'name'
        exit = Number(lines[1]) === 0 ? null : Number(lines[1])
      } else if (end !== null) {
        part = 'ended'
        exit ??= Number(end[1])
      } else if (part === 'records' || part === 'lines') readRecord(text)
      else if (part === 'ended') strange += 1
      else readField(text)
    },
    state: () => ({ began: part !== null, exit: part === 'ended' ? exit : null, strange }),
  }
}
