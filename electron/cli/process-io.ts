// Connects a command to the streams, environment and signals of this process.
import { homedir } from 'node:os'
import { text } from 'node:stream/consumers'
import { killProcessAfter } from '../core/lib/end-process.ts'
import { onUnexpectedError } from '../core/lib/unexpected-errors.ts'
import { type CliIo, EXIT } from './output.ts'

/** A process in which nothing caught an error, or that was asked to end, ends after this time, whatever still holds it. */
const END_AFTER_MS = 30_000

/** A person or the system asks the process to end; SIGHUP: its terminal was closed; SIGBREAK: Ctrl+Break of Windows. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const

/** `about`: version of the program, and the folder with the package's own programs, null: none. */
export const processIo = (about: {
  readonly version: string
  readonly bundledTools: string | null
}): CliIo => {
  const stopListeners = new Set<() => void>()
  let isRead = true
  // a reader that closes the pipe early (`| head`) is no error; a command that works a queue settles it first
  process.stdout.on('error', () => {
    isRead = false
    if (stopListeners.size === 0) process.exit(0)
    for (const listener of stopListeners) listener()
  })
  process.stderr.on('error', () => undefined)
  return {
    ...about,
    out: (text) =>
      new Promise((done) => {
        if (!isRead || process.stdout.write(text)) return done()
        process.stdout.once('drain', done)
        process.stdout.once('error', () => done())
      }),
    err: (text) => {
      process.stderr.write(`${text}\n`)
    },
    input: () => text(process.stdin),
    env: process.env,
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
    onStop(listener) {
      stopListeners.add(listener)
      for (const signal of STOP_SIGNALS) process.on(signal, listener)
      return () => {
        stopListeners.delete(listener)
        for (const signal of STOP_SIGNALS) process.off(signal, listener)
      }
    },
    endSoon: (last) => killProcessAfter(END_AFTER_MS, last),
    onUnexpected: (listener) =>
      onUnexpectedError((error) => {
        setTimeout(() => process.exit(EXIT.couldNotRun), END_AFTER_MS).unref()
        listener(error)
      }),
  }
}
