// Files that the connection test sends: a text, odd names and random bytes. They are removed afterwards.
import { createHash, randomBytes } from 'node:crypto'
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import { makeTempFolder, writingTemp } from '../../../lib/temp-folder.ts'
import { withheldVariables } from '../../../process/environment.ts'

/** Size of the file of random bytes. */
export const NOISE_BYTES = 1 << 20

/** Size of each file of a larger sample. */
const PART_BYTES = 8 << 20

/** The time of the test file on this computer: one that a server would not give to a new file. */
export const OWN_TIME = Date.UTC(2001, 1, 3, 4, 5, 6)

/** Names that file systems and protocols may change. */
export const ODD_NAMES = [
  'é composed.txt',
  'e\u0301 decomposed.txt',
  '日本語 – Ω.txt',
  ' blanks .txt',
  `${'long '.repeat(40)}name.txt`,
]

/** Names with what storage of Windows does not take, one kind each. */
const RESTRICTED_NAMES = ['10:22', 'a|b', '"q"', '*', '?', '<x>', 'back\\slash', 'dot.', 'blank ']

/** Says which of such names the NAS stores under others; '' where none. */
export const alteredText = (stored: (path: string) => string): string => {
  const altered = RESTRICTED_NAMES.filter((name) => stored(name) !== name)
  if (altered.length === 0) return ''
  const examples = altered.map((name) => `${name} as ${stored(name)}`).join(', ')
  return msg`On the NAS itself some are stored under other characters: ${examples}. The files are proven all the same, and the manifest there has those names.`
}

export interface ProbeFiles {
  /** Local folder with the folders `write`, `names` and `speed`; the last one holds random bytes. */
  readonly dir: string
  /** Content of `write/test.txt`. */
  readonly text: string
  /** Name of the remote folder: unique, and recognisable as a test. */
  readonly name: string
  /** Digest of `text`. */
  readonly sha256: string
  /** The folder in `dir` with random bytes of about this size, at least one file; it is made where it is not there. */
  sample(bytes: number): { readonly folder: string; readonly bytes: number }
  remove(): void
}

/** A new name for the folder of a test on the NAS. */
export const newTestFolder = (): string => `exlab-sync-test-${randomBytes(6).toString('hex')}`

/** A folder here that a test which was cut off may have left: it is made anew. */
const madeAnew = (dir: string, fill: (folder: string) => void): string => {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  fill(dir)
  return dir
}

/** `own`: the folder here and the name on the NAS, so that the test takes over what an earlier one of that name left; null: new ones. */
export const createProbeFiles = (
  own: { readonly dir: string; readonly name: string } | null = null,
): ProbeFiles => {
  const text = `ExLab Sync connection test ${randomBytes(8).toString('hex')}\n`
  const fill = (made: string): void => {
    for (const folder of ['write', 'names', 'speed']) mkdirSync(join(made, folder))
    writeFileSync(join(made, 'write', 'test.txt'), text)
    for (const name of ODD_NAMES) writeFileSync(join(made, 'names', name), name)
    writeFileSync(join(made, 'speed', 'noise.bin'), randomBytes(NOISE_BYTES))
    utimesSync(join(made, 'write', 'test.txt'), OWN_TIME / 1_000, OWN_TIME / 1_000)
  }
  const dir =
    own === null ? makeTempFolder('exlab-sync-connection-test-', fill) : madeAnew(own.dir, fill)
  const makeSample = (bytes: number): { folder: string; bytes: number } => {
    const parts = Math.round(bytes / PART_BYTES)
    if (parts === 0) return { folder: 'speed', bytes: NOISE_BYTES }
    const folder = `speed-${parts}`
    mkdirSync(join(dir, folder), { recursive: true })
    const first = join(dir, folder, `noise-${parts}-1.bin`)
    writeFileSync(first, randomBytes(PART_BYTES))
    // one file under many names: the disk of this computer is neither filled nor measured
    for (let n = 2; n <= parts; n += 1) {
      const other = join(dir, folder, `noise-${parts}-${n}.bin`)
      try {
        linkSync(first, other)
      } catch {
        copyFileSync(first, other)
      }
    }
    return { folder, bytes: parts * PART_BYTES }
  }
  return {
    dir,
    text,
    name: own?.name ?? newTestFolder(),
    sha256: createHash('sha256').update(text).digest('hex'),
    sample: (bytes) => writingTemp(() => makeSample(bytes)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** The date of a program's file, as the end of a sentence; '' where there is no file. */
export const installedText = (file: string): string => {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '' : `, installed ${stat.mtime.toISOString().slice(0, 10)}`
}

/** Says which variables of the environment are not passed on to the program, as a sentence of its own; '' where none is. */
export const withheldText = (
  program: 'rclone' | 'rsync',
  env: Readonly<Record<string, string | undefined>>,
): string => {
  const names = withheldVariables(program, env)
  if (names.length === 0) return ''
  const what = names.join(', ')
  const words =
    program === 'rclone'
      ? msg`Not passed on, since such variables change what the program does: ${what}. What it needs stands in config.yaml and in the rclone.conf that is named there.`
      : msg`Not passed on, since such variables change what the program does: ${what}. What it needs stands in config.yaml and in ssh's configuration.`
  return ` ${words}`
}
