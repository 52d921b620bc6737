// What the connection test writes: a small folder with a text, odd names and a piece of noise, always taken away again.
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes of the speed sample. */
export const SPEED_BYTES = 8 << 20

/** Names that file systems and protocols like to change. */
export const ODD_NAMES = [
  'é composed.txt',
  'e\u0301 decomposed.txt',
  '日本語 – Ω.txt',
  ' blanks .txt',
  `${'long '.repeat(40)}name.txt`,
]

export interface ProbeFiles {
  /** Local folder; three folders in it. */
  readonly dir: string
  readonly text: string
  /** Name on the far side: ours alone, and told as a test. */
  readonly name: string
  readonly sha256: string
  remove(): void
}

export const createProbeFiles = (): ProbeFiles => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-sync-doctor-'))
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

/** When a program was last changed on this computer, as a date. */
export const ageOf = (file: string): string => {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '' : `, installed ${stat.mtime.toISOString().slice(0, 10)}`
}

/** Megabytes a second, in words. */
export const speedText = (ms: number): string =>
  `${((SPEED_BYTES / 1e6) * (1_000 / Math.max(1, ms))).toFixed(1)} MB/s`

/** Free room in words. */
export const freeSpaceText = (free: number): string => `${(free / 1e9).toFixed(1)} GB are free.`
