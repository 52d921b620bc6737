// Names of programs that the recording guard looks for (docs/spec.md 7): which names the settings may have, and whether one of the
// programs that run has that name. Names are compared and never started. Pure.
import { msg } from '../../../shared/language/msg.ts'

/** More than any system's name of a file has. */
const MAX_CHARS = 255

/** Why a name of `guard_programs` cannot be used, as a sentence; null: it can. */
export const refuseProgramName = (name: string): string | null =>
  name.trim() === '' || name.length > MAX_CHARS || /[\\/\p{C}]/u.test(name)
    ? msg`must be the name of a program without its folder, such as ZEN.exe`
    : null

/** A name as it is compared: Windows and macOS tell no capitals apart, and on Windows the ending may be left out. */
const keyOf = (name: string, platform: NodeJS.Platform): string => {
  const text = name.trim()
  if (platform === 'darwin') return text.normalize('NFC').toLowerCase()
  if (platform !== 'win32') return text
  // the list of Windows is in a code page of the computer: other letters than those of ASCII cannot be compared
  return text
    .toLowerCase()
    .replace(/\.exe$/, '')
    .replaceAll(/[^\x20-\x7e]+/g, '?')
}

/** The first of these names that a running program has; null: none runs. `running`: names without folders. */
export const runningOf = (
  names: readonly string[],
  running: readonly string[],
  platform: NodeJS.Platform,
): string | null => {
  const keys = new Set(running.map((name) => keyOf(name, platform)))
  return names.find((name) => keys.has(keyOf(name, platform))) ?? null
}
