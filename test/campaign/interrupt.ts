// Ctrl-C of a campaign: it ends at the next point where it can be resumed; a second Ctrl-C ends it at once.

/** Aborted by the first Ctrl-C; `unit` names what is finished first. */
export const stopOnInterrupt = (unit: string): AbortSignal => {
  const controller = new AbortController()
  process.once('SIGINT', () => {
    console.log(`stopping after this ${unit} ...`)
    controller.abort()
  })
  return controller.signal
}
