// The app's own log, logs/app.log: errors of the program, each with an id that can be quoted. It is rotated: one older file is
// kept.
import { join } from 'node:path'
import { visibleLines } from '../../../shared/escape.ts'
import { appendRotating } from './rotating-file.ts'

interface AppLog {
  /** Logs an error; answers its id. Never throws: where the log cannot be written, the error is lost and its id stays. */
  error(where: string, error: unknown): string
}

/** The log of a data folder; its file is opened anew for each error. */
export const openAppLog = (dataDir: string): AppLog => {
  const file = join(dataDir, 'logs', 'app.log')
  return {
    error(where, error) {
      const id = crypto.randomUUID().slice(0, 8)
      const text = visibleLines(
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      )
      try {
        appendRotating(file, `${new Date().toISOString()} ${id} ${where}: ${text}\n`)
      } catch {
        // a full disk or a data folder that may only be read: a terminal never gets a stack trace in its place
      }
      return id
    },
  }
}
