// Yields to the event loop during long work on the main thread, so that calls of the window are answered meanwhile.

/** Resolves after pending I/O callbacks have run. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
