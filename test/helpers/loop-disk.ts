// A small ext4 disk in a file, mounted with the test: what it stores can be changed below the system's cache. Needs root.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { onTestFinished } from 'vitest'

const run = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0

interface LoopDisk {
  readonly folder: string
  /** Replaces stored bytes, of the same length, as a failing disk does: the mounted file system does not notice. */
  rot(before: string, after: string): void
}

/** Makes the disk in `image` and mounts it on `folder`; null where this account may not mount. */
export const mountLoopDisk = (image: string, folder: string): LoopDisk | null => {
  closeSync(openSync(image, 'w'))
  truncateSync(image, 16 << 20)
  mkdirSync(folder, { recursive: true })
  if (!run('mkfs.ext4', '-q', image) || !run('mount', '-o', 'loop', image, folder)) return null
  onTestFinished(() => {
    run('umount', folder)
  })
  return {
    folder,
    rot(before, after) {
      run('sync', '-f', folder)
      const at = readFileSync(image).indexOf(before)
      if (at === -1) throw new Error(`the disk does not store ${before}`)
      const fd = openSync(image, 'r+')
      writeSync(fd, Buffer.from(after), 0, before.length, at)
      closeSync(fd)
    },
  }
}
