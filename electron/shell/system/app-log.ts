// The app's own log, logs/app.log: errors of the program, each with an id that can be quoted. It is rotated: one older file is
// kept.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { appendRotating } from '../../core/lib/rotating-file.ts'

interface AppLog {
  /** Logs an error; answers its id. */
  error(where: string, error: unknown): string
}

/** The log of a data folder; its file is opened anew for each error. */
export const openAppLog = (dataDir: string): AppLog => {
  const file = join(dataDir, 'logs', 'app.log')
  return {
    error(where, error) {
      const id = randomUUID().slice(0, 8)
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      try {
        appendRotating(file, `${new Date().toISOString()} ${id} ${where}: ${text}\n`)
      } catch {
        // where the log cannot be written, for example on a full disk, the console gets the error
        console.error(id, where, text)
      }
      return id
    },
  }
}
