// Files that the connection test sends: a text, odd names and random bytes. They are removed afterwards.
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withheldVariables } from '../../../process/environment.ts'

/** Size of the file for the speed step. */
const SPEED_BYTES = 8 << 20

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
  return `On the NAS itself some are stored under other characters: ${examples}. The files are proven all the same, and the manifest there has those names.`
}

export interface ProbeFiles {
  /** Local folder with the folders `write`, `names` and `speed`. */
  readonly dir: string
  /** Content of `write/test.txt`. */
  readonly text: string
  /** Name of the remote folder: unique, and recognisable as a test. */
  readonly name: string
  /** Digest of `text`. */
  readonly sha256: string
  remove(): void
}

export const createProbeFiles = (): ProbeFiles => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-connection-test-'))
  const text = `ExLab Sync connection test ${randomBytes(8).toString('hex')}\n`
  for (const folder of ['write', 'names', 'speed']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'write', 'test.txt'), text)
  for (const name of ODD_NAMES) writeFileSync(join(dir, 'names', name), name)
  writeFileSync(join(dir, 'speed', 'noise.bin'), randomBytes(SPEED_BYTES))
  return {
    dir,
    text,
    name: `exlab-sync-test-${randomBytes(6).toString('hex')}`,
    sha256: createHash('sha256').update(text).digest('hex'),
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
  return ` Not passed on, since such variables change what the program does: ${names.join(', ')}. What it needs stands in config.yaml and in ${program === 'rclone' ? 'the rclone.conf that is named there' : "ssh's configuration"}.`
}

/** The speed at which the speed file went in `ms` milliseconds. */
export const speedText = (ms: number): string =>
  `${((SPEED_BYTES / 1e6) * (1_000 / Math.max(1, ms))).toFixed(1)} MB/s`

/** Free space as a sentence; `free` in bytes. */
export const freeSpaceText = (free: number): string => `${(free / 1e9).toFixed(1)} GB are free.`
