// Checks file names before sending: a name that could not be proven on the remote is refused with
// its reason, never dropped (docs/spec.md 5). Pure.
import { msg } from '../../../shared/language/msg.ts'
import { visible, hasControlCharacter } from '../../../shared/escape.ts'

interface NamedEntry {
  readonly path: string
  /** False where the name's bytes are not UTF-8. */
  readonly utf8: boolean
}

/**
 * rclone marks names that it must alter with this character, and cannot copy a name that has it
 * already (docs/tool-behaviour.md 20).
 */
const RCLONE_QUOTE = '\u201b'

/** Ending and folder name of what our own pushes have not finished: no instrument makes it, and proofs pass over it. */
export const UNFINISHED_NAME = '.exlab-partial'

const isUnfinished = (path: string): boolean =>
  path.endsWith(UNFINISHED_NAME) || path.split('/').includes(UNFINISHED_NAME)

/** Why a name can't be proven over a transport, as `name: reason`; null: it can. */
export const unsendableReason = (
  entry: NamedEntry,
  transport: 'rclone' | 'rsync_ssh',
): string | null => {
  const name = visible(entry.path)
  if (!entry.utf8) return msg`${name}: the name is not valid UTF-8`
  if (hasControlCharacter(entry.path)) {
    return msg`${name}: the name has a control character (such as a line break), which the transfer tools alter`
  }
  if (transport === 'rclone' && entry.path.includes(RCLONE_QUOTE)) {
    return msg`${name}: the name has the character U+201B, which rclone can't copy`
  }
  if (isUnfinished(entry.path))
    return msg`${name}: ExLab Sync gives this name to files that are not sent whole yet, and removes them`
  return null
}

/** True where some storage may keep a path under other characters: look-alikes of those that it does not take. */
export const mayBeAltered = (path: string): boolean =>
  /["'`$:?*|#%\\<>[\];!\u201b\u2420\uff01-\uff5e]|(?:^|\/)[ .~]|[ .](?:\/|$)/.test(path)
