// Settles what runs when the system ends the session (log-off, shutdown, restart by an update): it waits for nobody, and on Windows
// no `before-quit` comes then.
import { inEnglish } from '../../../shared/language/messages.ts'
import { SESSION_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import type { Core } from '../../core/core.ts'

/** What tells of it: a window on Windows, `powerMonitor` elsewhere. */
interface Source<Event extends string> {
  on(event: Event, listener: () => void): unknown
}

/** Answers the two functions that have a source of such events watched; `quit` is called after the attempts were settled. */
export const watchSessionEnd = (
  core: Pick<Core, 'endSession'>,
  quit: () => void,
): {
  window(source: Source<'session-end'>): void
  system(source: Source<'shutdown'>): void
} => {
  let ended = false
  const end = (): void => {
    if (ended) return
    ended = true
    core.endSession(inEnglish(() => SESSION_MESSAGES.stopped))
    quit()
  }
  return {
    window: (source) => void source.on('session-end', end),
    system: (source) => void source.on('shutdown', end),
  }
}
