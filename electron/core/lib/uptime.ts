// Reads the clock that nobody can set: how long the computer has been running, and which start of it this is.
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { SECOND_MS } from '../../../shared/duration.ts'

/** Milliseconds since the computer was started; sleep counts. */
export const uptimeMs = (): number => Math.round(uptime() * SECOND_MS)

/** The name that Linux gives to a start of the computer; null: the system gives none. */
export const bootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}
