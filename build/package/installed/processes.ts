// Finds and ends processes of the installed Linux package, by their ids.
import { readFileSync, readdirSync } from 'node:fs'

/** Folder that the package installs into. */
export const INSTALLED = '/opt/ExLab Sync'

/** Command line of a process; '' where it has ended. */
export const commandLineOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Process ids of the installed app whose command line holds a text. */
export const processes = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLineOf(pid).startsWith(`${INSTALLED}/`))
    .filter((pid) => commandLineOf(pid).includes(text))

/** Ends a process that may have ended by itself meanwhile; a negative id means its group. */
export const terminate = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // it ended with its parent
  }
}
