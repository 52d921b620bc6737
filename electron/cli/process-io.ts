// Connects a command to the streams, environment and signals of this process.
import { homedir } from 'node:os'
import { text } from 'node:stream/consumers'
import { onUnexpectedError } from '../core/lib/unexpected-errors.ts'
import { type CliIo, EXIT } from './output.ts'

/** A process in which nothing caught an error ends after this time, whatever still holds it. */
const END_AFTER_MS = 30_000

/** `about`: version of the program, and the folder with the package's own programs, null: none. */
export const processIo = (about: {
  readonly version: string
  readonly bundledTools: string | null
}): CliIo => ({
  ...about,
  out: (text) =>
    new Promise((done) => {
      if (process.stdout.write(text)) done()
      else process.stdout.once('drain', done)
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
    process.on('SIGINT', listener)
    process.on('SIGTERM', listener)
    return () => {
      process.off('SIGINT', listener)
      process.off('SIGTERM', listener)
    }
  },
  onUnexpected: (listener) =>
    onUnexpectedError((error) => {
      setTimeout(() => process.exit(EXIT.couldNotRun), END_AFTER_MS).unref()
      listener(error)
    }),
})
