// Rules before sending: names that could not be proven on the far side are refused by name, never dropped (docs/spec.md 5). Pure.
import { escapeAsCode, hasControlCharacter } from '../lib/escape.ts'

export interface NamedEntry {
  readonly path: string
  /** False where the name's bytes are not UTF-8. */
  readonly utf8: boolean
}

/** rclone's quote character for names it must alter: such a name cannot be copied at all (corpus fact 20). */
const RCLONE_QUOTE = '\u201b'

/** Why a name can't be proven over this transport, in words; null: it can. */
export const refuseName = (entry: NamedEntry, transport: 'rclone' | 'rsync_ssh'): string | null => {
  const name = escapeAsCode(entry.path)
  if (!entry.utf8) return `${name}: the name is not valid UTF-8`
  if (hasControlCharacter(entry.path)) {
    return `${name}: the name has a control character (such as a line break), which the transfer tools alter`
  }
  if (transport === 'rclone' && entry.path.includes(RCLONE_QUOTE)) {
    return `${name}: the name has the character U+201B, which rclone can't copy`
  }
  return null
}
