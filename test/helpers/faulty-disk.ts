// A folder shown through a file system with the faults of other systems' disks and shares (faulty-disk.py), unmounted with the test.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { canMount } from './mounts.ts'

/** Debian's Python, for which Debian packages fusepy. */
const PYTHON = '/usr/bin/python3'

interface Faults {
  /** Names that another program holds. */
  readonly busy?: readonly string[]
  /** It answers the bytes that were written, and stores others. */
  readonly lies?: boolean
  /** Names that differ by case alone are one. */
  readonly folds?: boolean
  /** Times are kept in steps of so many seconds. */
  readonly seconds?: number
}

interface FaultyDisk {
  /** Where the disk is mounted. */
  readonly folder: string
  /** What is stored. */
  readonly backing: string
  /** Has these faults, and no others, from now on. */
  have(faults: Faults): void
}

/** True where such a disk can be mounted: on Linux, as root, with Debian's python3-fusepy. */
export const canMountFaultyDisk = (): boolean =>
  canMount() &&
  existsSync('/dev/fuse') &&
  spawnSync(PYTHON, ['-c', 'import fusepy'], { stdio: 'ignore' }).status === 0

/** Mounts the disk on `folder`, with files of its own in `dir`. */
export const mountFaultyDisk = async (
  dir: string,
  folder: string,
  faults: Faults,
): Promise<FaultyDisk> => {
  const backing = join(dir, 'backing')
  const control = join(dir, 'faults.json')
  for (const path of [backing, folder]) mkdirSync(path, { recursive: true })
  const have = (now: Faults): void => writeFileSync(control, JSON.stringify(now))
  have(faults)
  const script = join(import.meta.dirname, 'faulty-disk.py')
  const disk = spawn(PYTHON, [script, backing, folder, control], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(disk, 'close')
  onTestFinished(async () => {
    execFileSync('umount', ['--lazy', folder])
    await ended
  })
  await once(createInterface(disk.stdout), 'line')
  return { folder, backing, have }
}
