// Renames a file over another one. On Windows an indexer, a virus scanner or another program holds a file for some 100 ms, and
// the rename is refused meanwhile: it is tried again, for a limited time.
import { renameSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { errorCode } from '../errors.ts'

/** Codes of Windows for a file that another program holds; elsewhere they do not pass by themselves. */
const HELD: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY'])

/** Pauses between the tries, ms: just under a second altogether, since the queue and the window wait for it. */
const PAUSES_MS = [10, 20, 40, 80, 160, 300, 300]

/** True where an error says that another program holds the file, or that this account may not replace it. */
export const isHeld = (error: unknown): boolean => HELD.has(errorCode(error))

interface Calls {
  readonly platform: NodeJS.Platform
  rename(from: string, to: string): void
  pause(ms: number): void
}

const SYSTEM: Calls = {
  platform: process.platform,
  rename: renameSync,
  pause: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
}

/**
 * Renames `from` to `to`, and waits while another program holds one of them. `isCurrent` is asked before every try; false:
 * nothing is renamed. Answers whether it was. Throws the system's error after the last try.
 */
export const renameRetrying = (
  from: string,
  to: string,
  isCurrent: () => boolean = () => true,
  calls: Calls = SYSTEM,
): boolean => {
  const pauses = calls.platform === 'win32' ? PAUSES_MS : []
  for (let tries = 0; isCurrent(); tries += 1) {
    try {
      calls.rename(from, to)
      return true
    } catch (error) {
      const ms = pauses[tries]
      if (ms === undefined || !isHeld(error)) throw error
      calls.pause(ms)
    }
  }
  return false
}

/** The same without blocking the thread. `move`: the system's rename. */
export const renameWaiting = async (
  from: string,
  to: string,
  isCurrent: () => Promise<boolean>,
  platform: NodeJS.Platform = process.platform,
  move: (from: string, to: string) => Promise<void> = rename,
): Promise<boolean> => {
  const pauses = platform === 'win32' ? PAUSES_MS : []
  for (let tries = 0; await isCurrent(); tries += 1) {
    try {
      await move(from, to)
      return true
    } catch (error) {
      const ms = pauses[tries]
      if (ms === undefined || !isHeld(error)) throw error
      await pause(ms)
    }
  }
  return false
}
