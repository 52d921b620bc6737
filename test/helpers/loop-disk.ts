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
  /** Lets everything that writes wait, as a share does whose server hangs, until the test ends or `thaw` is called. */
  freeze(): void
  thaw(): void
}

/** Makes the disk in `image` and mounts it on `folder`; null where this account may not mount. */
export const mountLoopDisk = (image: string, folder: string, megabytes = 16): LoopDisk | null => {
  closeSync(openSync(image, 'w'))
  truncateSync(image, megabytes << 20)
  mkdirSync(folder, { recursive: true })
  if (!run('mkfs.ext4', '-q', image) || !run('mount', '-o', 'loop', image, folder)) return null
  const thaw = (): void => void run('fsfreeze', '--unfreeze', folder)
  onTestFinished(() => {
    thaw()
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
    freeze: () => void run('fsfreeze', '--freeze', folder),
    thaw,
  }
}
