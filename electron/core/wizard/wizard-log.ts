// Formats a line of ExLab-Wizard's log of a run as that program does, so that its viewer reads it (docs/spec.md 10). Pure.

/** Longest line in bytes of UTF-8, without its line break: ExLab-Wizard's own limit. */
const MAX_BYTES = 1_024
const MARKER = '...[truncated]'

/** Tags of a line, in the order in which they stand. What is not known is left out. */
interface LogTags {
  readonly host: string
  readonly equip: string
  readonly proj: string | null
  readonly kind: string | null
  readonly run: string
}

/** UTC to the second, as ExLab-Wizard's records tell times. */
export const recordTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

/** Masks what would be a secret in the words of a program. */
const withoutSecrets = (text: string): string =>
  text
    .replaceAll(/(:\/\/[^\s/:@]{1,200}):[^\s/@]{1,200}@/g, '$1:***@')
    .replaceAll(/(Authorization:\s{0,10})\S.*/gi, '$1***')
    .replaceAll(/(Bearer )\S+/gi, '$1***')

/** One line without control characters: a name or message can't end it or begin a further one. */
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

/** A value of a tag, which ends at the bracket. */
const tagValue = (text: string): string => oneLine(text).replaceAll(/[[\]]/g, '_')

/** Cuts whole characters so that line and marker fit. */
const bounded = (line: string): string => {
  const bytes = Buffer.from(line)
  if (bytes.length <= MAX_BYTES) return line
  let end = MAX_BYTES - MARKER.length
  // a byte that continues a character begins none
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8') + MARKER
}

/** A line of the log, with its line break. */
export const logLine = (
  now: number,
  level: 'INFO' | 'ERROR',
  tags: LogTags,
  message: string,
): string => {
  const { host, equip, proj, kind, run } = tags
  const values = Object.entries({ host, equip, proj, kind, run })
    .filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '')
    .map(([key, value]) => `[${key}:${tagValue(value)}]`)
  const text = withoutSecrets(oneLine(message))
  return `${bounded(`${recordTime(now)} [${level.padEnd(5)}] ${values.join(' ')} ${text}`)}\n`
}
