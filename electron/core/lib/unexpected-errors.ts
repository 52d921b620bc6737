// Takes errors that nothing caught, so that neither Node's stack trace nor Electron's own dialog meets a person, and one bug does
// not end a process that sends runs.
import { msg } from '../../../shared/language/msg.ts'

/** The words for an error of the program itself; `id`: where the app log has it. */
export const unexpectedWords = (id: string): string =>
  msg`Something went wrong in ExLab Sync itself. The app log has it under ${id}.`

/** Hands every uncaught exception and unhandled rejection to `handle`; answers how to stop. */
export const onUnexpectedError = (handle: (error: unknown) => void): (() => void) => {
  const take = (error: unknown): void => {
    try {
      handle(error)
    } catch {
      // an exception here would end the process at once
    }
  }
  process.on('uncaughtException', take)
  process.on('unhandledRejection', take)
  return () => {
    process.off('uncaughtException', take)
    process.off('unhandledRejection', take)
  }
}
