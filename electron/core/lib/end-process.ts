// Ends this process in a bounded time. A thread that reads a folder of a share that hangs waits in the kernel, and every ordinary
// way to end a process waits for that thread.
import { setTimeout as after } from 'node:timers/promises'
import { SECOND_MS } from '../../../shared/duration.ts'

/** A tool that is stopped ends within ten seconds (process/run-process.ts); what has not been settled after this time is stuck. */
const SETTLE_LIMIT_MS = 20 * SECOND_MS

/** True where `work` has ended within the time for settling what runs, however it ended. */
export const endsInTime = async (
  work: Promise<unknown>,
  limitMs = SETTLE_LIMIT_MS,
): Promise<boolean> => {
  const timer = new AbortController()
  const ended = work.then(
    () => true,
    () => true,
  )
  const late = after(limitMs, false, { signal: timer.signal }).catch(() => true)
  try {
    return await Promise.race([ended, late])
  } finally {
    timer.abort()
  }
}

/** Has the kernel end this process now: no thread is waited for, and nothing else of it runs. */
export const killProcess = (): void => void process.kill(process.pid, 'SIGKILL')

/** Has the kernel end this process where it has not ended by itself within that time; `last` is done before. */
export const killProcessAfter = (
  ms = SETTLE_LIMIT_MS,
  last: () => void = () => undefined,
): void => {
  const kill = (): void => {
    try {
      last()
    } finally {
      killProcess()
    }
  }
  setTimeout(kill, ms).unref()
}
