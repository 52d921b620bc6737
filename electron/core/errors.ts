// Errors whose message is meant for a person, and helpers that read any caught value.

/** Handlers refuse a call by throwing this; `ipc/host.ts` and the CLI show its message. Anything else thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: 'invalid_input' | 'not_found' | 'conflict' | 'unavailable'

  constructor(code: Refusal['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Why the core could not be opened on a data folder (docs/spec.md 12). `locked`: another engine works this queue;
 * `newer`: a newer version wrote the database; `corrupt`: it is damaged or not ours; `unwritable`: it cannot be opened.
 */
export class CoreUnavailable extends Error {
  override readonly name = 'CoreUnavailable'
  readonly code: 'locked' | 'newer' | 'corrupt' | 'unwritable'
  /** The process that works the queue; null: it is not known, or nothing works it. */
  readonly holder: number | null

  constructor(code: CoreUnavailable['code'], message: string, holder: number | null = null) {
    super(message)
    this.code = code
    this.holder = holder
  }
}

/** The message of whatever was thrown. */
export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** The system's code of an error (`ENOENT`, `EACCES`); `UNKNOWN` where it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN'
