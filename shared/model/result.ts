// Result: the envelope of every IPC answer.

/** Why a call was not done. `internal` carries an id that is also in the app log, nothing else. */
type ApiErrorCode = 'invalid_input' | 'not_found' | 'conflict' | 'unavailable' | 'internal'

/** A refused call: a code for the program, a sentence for the operator. */
export interface ApiError {
  readonly code: ApiErrorCode
  readonly message: string
}

/** A value or a refusal. Never an exception, because Electron drops the fields of an `Error` between processes. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ApiError }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const refused = (code: ApiErrorCode, message: string): Result<never> => ({
  ok: false,
  error: { code, message },
})
