// Finds files that a cloud service (OneDrive, Dropbox, iCloud) keeps elsewhere: reading one would download it, which nobody asked
// for, and could fill the disk (docs/spec.md 5).
import { execFileSync } from 'node:child_process'
import type { Stats } from 'node:fs'
import { dirname } from 'node:path'
import { msg } from '../../../shared/language/msg.ts'

/** Stands for such a file where the codes of the system stand (ENOENT, EACCES). */
export const IN_CLOUD = 'IN_CLOUD'

/** What a person reads of such a file. */
export const IN_CLOUD_WORDS = msg`It is kept in a cloud and not on this computer, and was not sent.`

/** NTFS may keep a file of this size without a block of its own; larger ones without a block are sparse, or somewhere else. */
const MAX_WITHOUT_BLOCK = 4_096

/** Many files of one folder, each with its path. */
const MAX_OUTPUT = 256 << 20
const MAX_WAIT_MS = 30_000

/** Asks the system what it says of the files of a folder: `command` prints a line for each, `mark` is what stands before those. */
const QUESTIONS: Partial<
  Readonly<
    Record<
      NodeJS.Platform,
      { readonly command: (folder: string) => readonly string[]; readonly mark: RegExp }
    >
  >
> = {
  win32: {
    command: (folder) => [
      `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\attrib.exe`,
      `${folder.replaceAll('/', '\\').replace(/\\$/, '')}\\*`,
    ],
    // O: offline. Neither a drive letter nor a path is among the letters in front
    mark: /^[A-Z ]*O[A-Z ]*\s(?:[A-Za-z]:|\\\\)/m,
  },
  darwin: {
    command: (folder) => ['/bin/ls', '-lnOA', '--', folder],
    mark: /^\S+\s+\d+\s+\d+\s+\d+\s+\S*\bdataless\b/m,
  },
}

interface System {
  readonly platform: NodeJS.Platform
  /** What a command printed. */
  run(command: readonly string[]): string
}

const SYSTEM: System = {
  platform: process.platform,
  run: ([program = '', ...args]) =>
    execFileSync(program, args, {
      encoding: 'latin1',
      maxBuffer: MAX_OUTPUT,
      timeout: MAX_WAIT_MS,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
}

/**
 * Says of files of one walk whether a cloud service keeps them. The system is asked once for each folder with a file that has no
 * block on the disk; where it does not answer, such a file counts as kept in a cloud.
 */
export const createCloudCheck = (
  system: System = SYSTEM,
): ((path: string, stat: Pick<Stats, 'size' | 'blocks'>) => boolean) => {
  const question = QUESTIONS[system.platform]
  if (question === undefined) return () => false
  const answers = new Map<string, boolean>()
  const ask = (folder: string): boolean => {
    try {
      return question.mark.test(system.run(question.command(folder)))
    } catch {
      return true
    }
  }
  return (path, { size, blocks }) => {
    if (blocks !== 0 || size <= MAX_WITHOUT_BLOCK) return false
    const folder = dirname(path)
    const answer = answers.get(folder) ?? ask(folder)
    answers.set(folder, answer)
    return answer
  }
}
