// Output of the command line: the interface to the process, exit codes, and the format of sizes, times and tables.
import { inDateRange } from '../../shared/duration.ts'
import { visible, visibleLines } from '../../shared/escape.ts'

/** Input, output and environment of a command, injected so that the desktop app and tests can run commands too. */
export interface CliIo {
  /** Writes to standard output; resolves when the stream takes more. */
  out(text: string): Promise<void>
  /** Writes a line to standard error. */
  err(text: string): void
  /** Reads standard input to its end. */
  input(): Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly cwd: string
  /** Folder with the programs that the package brings; null: none. */
  readonly bundledTools: string | null
  readonly version: string
  /**
   * Calls back, once or several times, when a person or the system asks the command to end (SIGINT, SIGTERM, SIGHUP), or when
   * nobody reads its output any more; answers how to stop listening.
   */
  onStop(listener: () => void): () => void
  /** Has the process end in a while, whatever still holds it then; `last` is done before. */
  endSoon(last: () => void): void
  /** Calls back with an error that nothing caught. Answers how to stop listening. */
  onUnexpected(listener: (error: unknown) => void): () => void
}

/** The same streams, on which nothing is printed that a terminal would obey or not show; JSON stays the same JSON. */
export const printable = (io: CliIo): CliIo => ({
  ...io,
  out: (text) => io.out(visibleLines(text)),
  err: (text) => io.err(visibleLines(text)),
})

/** Exit codes of every command (docs/spec.md 11). */
export const EXIT = { proven: 0, needsPerson: 1, couldNotRun: 2, waiting: 3 } as const

/** Bad usage or a refusal: its message is printed, and the exit code is 2. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

/** Prints a result: as JSON, or as the text. */
export const printResult = (
  { io, json }: { readonly io: CliIo; readonly json: boolean },
  value: unknown,
  text: string,
): Promise<void> => io.out(json ? `${JSON.stringify(value)}\n` : text)

/** Binary units, with a point in every locale: scripts read this output, so it does not follow the system's format. */
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

/** A table whose columns are padded to their widest cell, two blanks apart. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const clean = rows.map((row) => row.map(visible))
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

/** ISO 8601 UTC of epoch ms. */
export const isoOrNull = (at: number | null): string | null =>
  at === null ? null : new Date(inDateRange(at)).toISOString()
