// What the command line writes to, and how numbers and tables look there.
import { escapeAsMark } from '../core/lib/escape.ts'

/** The process's edges, handed in so that the desktop app and tests can run commands too. */
export interface CliIo {
  /** Writes text to standard output; resolves when there is room for more. */
  out(text: string): Promise<void>
  err(text: string): void
  /** All of standard input. */
  input(): Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly cwd: string
  /** Folder with programs that the package brings; null: none. */
  readonly bundledTools: string | null
  readonly version: string
  /** Calls back on Ctrl+C or a polite kill; answers how to stop listening. */
  onStop(listener: () => void): () => void
}

/** Exit codes of every command (docs/spec.md 11). */
export const EXIT = { proven: 0, needsPerson: 1, couldNotRun: 2, waiting: 3 } as const

/** Bad usage or a refusal: a sentence and exit code 2. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

export const bytesText = (bytes: number): string => {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Columns padded to their widest cell, two blanks apart. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const clean = rows.map((row) => row.map(escapeAsMark))
  const widths = (clean[0] ?? []).map((_, column) =>
    Math.max(...clean.map((row) => row[column]?.length ?? 0)),
  )
  return clean
    .map(
      (row) =>
        `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  ')}\n`,
    )
    .join('')
}

export const isoOrNull = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString()
