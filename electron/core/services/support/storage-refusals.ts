// Turns storage errors of every call into a Refusal: a queue that cannot be read or written is no bug, nor is a stored value that
// no tool may be given (docs/spec.md 12).
import type { CoreHandlers } from '../../core.ts'
import { storageFault, unreadable, unwritable } from '../../db/storage-errors.ts'
import { CoreUnavailable, Refusal } from '../../errors.ts'
import { UnsafeValue } from '../../process/argument-checks.ts'

interface StorageRefusals {
  handlers<H extends Partial<CoreHandlers>>(handlers: H): H
  call<T>(work: () => T): T
  /** For an answer that is read piece by piece. */
  pieces<T>(pieces: Iterable<T>): Iterable<T>
  /** For such an answer that comes later. */
  later<T>(work: () => Promise<Iterable<T>>): Promise<Iterable<T>>
  /** What a core that cannot start throws. */
  unavailable(error: unknown): unknown
}

/** `role`: of the core; one that only reads is not said to write. */
export const createStorageRefusals = (
  dataDir: string,
  role: 'engine' | 'reader',
): StorageRefusals => {
  const words = (error: unknown): string | null =>
    (role === 'engine' ? unwritable : unreadable)(storageFault(error, dataDir), dataDir)
  /** The Refusal of a storage error or of a stored value; any other error as it is. */
  const refusal = (error: unknown): unknown => {
    if (error instanceof UnsafeValue) return new Refusal('conflict', `${error.message}.`)
    const message = words(error)
    return message === null ? error : new Refusal('unavailable', message)
  }
  const pieces = function* <T>(all: Iterable<T>): Generator<T> {
    try {
      yield* all
    } catch (error) {
      throw refusal(error)
    }
  }
  return {
    handlers<H extends Partial<CoreHandlers>>(handlers: H): H {
      const guarded = Object.entries(handlers).map(([method, handler]) => [
        method,
        async (input: never): Promise<unknown> => {
          try {
            return await handler(input)
          } catch (error) {
            throw refusal(error)
          }
        },
      ])
      // fromEntries loses the types: these are the same methods with the same inputs and answers
      return Object.fromEntries(guarded) as H
    },
    call(work) {
      try {
        return work()
      } catch (error) {
        throw refusal(error)
      }
    },
    pieces,
    async later(work) {
      try {
        return pieces(await work())
      } catch (error) {
        throw refusal(error)
      }
    },
    unavailable(error) {
      const message = words(error)
      return message === null ? error : new CoreUnavailable('unwritable', message)
    },
  }
}
