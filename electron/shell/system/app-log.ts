// The app's own log: errors of ours, with an id that can be quoted. Bounded: one older file is kept.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { appendRotating } from '../../core/lib/rotating-file.ts'

export interface AppLog {
  /** Writes an error down; answers the id under which it stands. */
  error(where: string, error: unknown): string
}

export const openAppLog = (dataDir: string): AppLog => {
  const file = join(dataDir, 'logs', 'app.log')
  return {
    error(where, error) {
      const id = randomUUID().slice(0, 8)
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
      try {
        appendRotating(file, `${new Date().toISOString()} ${id} ${where}: ${words}\n`)
      } catch {
        // a full disk must not turn one error into two; the console is what is left
        console.error(id, where, words)
      }
      return id
    },
  }
}
