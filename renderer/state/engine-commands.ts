// Commands to the engine as a whole: pause all, speed limit on or off, look for runs.
import { call } from './bridge.ts'
import { showError } from './notice-store.ts'

export const setPaused = async (paused: boolean): Promise<void> =>
  showError(await call('engine.pause', { paused }))

/** True switches every speed limit off. */
export const setUnlimited = async (unlimited: boolean): Promise<void> =>
  showError(await call('engine.unlimited', { unlimited }))

/** Looks for finished runs in the folders of all instruments now. */
export const rescan = async (): Promise<void> => showError(await call('engine.rescan', {}))
