// The command line's edges on a real process.
import { homedir } from 'node:os'
import { text } from 'node:stream/consumers'
import type { CliIo } from './output.ts'

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
})
