// Takes names out of a message before the rules read it: a file, a folder or a run may be called "Permission denied", and a name
// never decides anything (docs/tool-behaviour.md 2).

/** Stands for a name; it looks like an absolute path, which some rules expect. */
const MASK = '/…'

/** A call of the system on an absolute path, as Go prints it: `mkdir /srv/x: file exists`. The path ends at the last colon. */
const GO_PATH =
  /\b(open|mkdir|stat|lstat|read|write|readdirent|readlink|remove|unlink\w*|rename|chtimes|chmod|chown|lchown|symlink|link|sync|close|truncate|fallocate|utimensat|renameat|createfile|findfirstfile|getfileattributesex) (?:\/|\\\\|[A-Za-z]:[\\/]).*: /gi

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/** The temporary name under which rclone sends a file (docs/tool-behaviour.md 28). */
const UNFINISHED = String.raw`(?:\.[0-9a-f]{8}\.(?:exlab-)?partial)?`

/** Pattern of the names of a message's objects and of their parts, where they stand as a part of a path or in quotes. */
const namesPattern = (objects: readonly string[]): RegExp | null => {
  const names = new Set(
    objects.flatMap((object) => [object, ...object.split('/')]).filter((name) => name !== ''),
  )
  if (names.size === 0) return null
  const longestFirst = [...names].toSorted((a, b) => b.length - a.length).map(escaped)
  const any = `(?:${longestFirst.join('|')})${UNFINISHED}`
  const wordy = longestFirst.filter((name) => !/^\w+$/.test(name))
  const spaced = wordy.length === 0 ? '' : `|(?<= )(?:${wordy.join('|')})${UNFINISHED}(?=: )`
  // behind a blank only in front of a colon, since the words of the fault itself are at the end; and no single word
  return new RegExp(String.raw`(?<=[/\\"']|^)${any}(?=[:"'/\\)]|$)${spaced}`, 'g')
}

/** Most names that are looked for; a run with more of them fails by something else than a name. */
const MAX_NAMES = 500

/**
 * A function that takes names out of rclone's messages: the objects that it logs, the paths of system calls, addresses, and the
 * place that it could not open.
 */
export const rcloneNameMask = (objects: readonly string[]): ((text: string) => string) => {
  const names = namesPattern(objects.slice(0, MAX_NAMES))
  return (text) => {
    const known = names === null ? text : text.replace(names, '…')
    return known
      .replace(/^((?:Fatal error: )?Failed to create file system for ").*?(?=": )/, '$1…')
      .replaceAll(/"https?:\/\/[^"]*"/g, '"…"')
      .replace(/(failed to run ").*?(": \S+: )\/.*: (?=[^:]+: Process exited)/, `$1…$2${MASK}: `)
      .replace(/(failed to run ").*?(?=": )/, '$1…')
      .replace(/(failed to open file ).*?(?=: not an )/, '$1…')
      .replaceAll(/\b(src|dst)\(.*?\)(?= "[0-9a-f]*"(?: vs |$))/g, '$1(…)')
      .replace(GO_PATH, `$1 ${MASK}: `)
  }
}

/** Takes the names out of a message of rsync, which quotes them. */
export const maskRsyncNames = (text: string): string =>
  text
    .replace(/".*"/s, `"${MASK}"`)
    .replace(/^(ERROR|WARNING): .*(?= failed verification -- update )/, `$1: ${MASK}`)
