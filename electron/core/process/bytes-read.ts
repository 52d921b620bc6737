// Counts the bytes that a process has read so far: a sign that it works, also where it says nothing.
import { readFileSync } from 'node:fs'

/** Bytes that a process read, from files and connections; null: this system does not tell. */
export const bytesRead = (pid: number): number | null => {
  try {
    const [, count] = /^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? []
    return count === undefined ? null : Number(count)
  } catch {
    return null
  }
}

/** True where this system counts what processes read. */
export const countsReading = (): boolean => bytesRead(process.pid) !== null
