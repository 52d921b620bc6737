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

/** Mounts an empty file system of 8 MB in memory on a folder; `inodes`: the number of files that it takes. */
export const mountTmpfs = (folder: string, inodes: number | null = null): Mounted => {
  const options = inodes === null ? 'size=8m' : `size=8m,nr_inodes=${inodes}`
  return mount(folder, ['-t', 'tmpfs', '-o', options, 'exlab-test'])
}

/** Lets a file system of `mountTmpfs` take so many files from now on. */
export const setInodes = (folder: string, inodes: number): void => {
  execFileSync('mount', ['-o', `remount,nr_inodes=${inodes}`, folder])
}

/** Shows a folder under a second path, as a share is shown under a mount point. */
export const mountFolder = (source: string, folder: string): Mounted =>
  mount(folder, ['--bind', source])
