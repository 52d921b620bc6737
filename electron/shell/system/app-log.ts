// The app's own log: errors of ours, with an id that can be quoted. Bounded: one older file is kept.
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 5 << 20

export interface AppLog {
  /** Writes an error down; answers the id under which it stands. */
  error(where: string, error: unknown): string
}

export const openAppLog = (dataDir: string): AppLog => {
  const folder = join(dataDir, 'logs')
  const file = join(folder, 'app.log')
  return {
    error(where, error) {
      const id = randomUUID().slice(0, 8)
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
      try {
        mkdirSync(folder, { recursive: true })
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
          renameSync(file, `${file}.1`)
        appendFileSync(file, `${new Date().toISOString()} ${id} ${where}: ${words}\n`)
      } catch {
        // a full disk must not turn one error into two; the console is what is left
        console.error(id, where, words)
      }
      return id
    },
  }
}
