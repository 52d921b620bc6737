// Mounts of the tests: a small tmpfs, or a folder bound to a second path. Root alone may mount; everything is unmounted with the test.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'

/** True where this process may mount: on Linux, as root. */
export const canMount = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

interface Mounted {
  unmount(): void
}

const mount = (folder: string, args: readonly string[]): Mounted => {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', [...args, folder])
  let isMounted = true
  const unmount = (): void => {
    if (!isMounted) return
    isMounted = false
    // a tool that was stopped may still have the folder open
    execFileSync('umount', ['--lazy', folder])
  }
  onTestFinished(unmount)
  return { unmount }
}

/** Mounts an empty file system of 8 MB in memory on a folder. */
export const mountTmpfs = (folder: string): Mounted =>
  mount(folder, ['-t', 'tmpfs', '-o', 'size=8m', 'exlab-test'])

/** Shows a folder under a second path, as a share is shown under a mount point. */
export const mountFolder = (source: string, folder: string): Mounted =>
  mount(folder, ['--bind', source])
