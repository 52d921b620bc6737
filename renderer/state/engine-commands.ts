// Commands to the engine as a whole: pause all, speed limit on or off, look for runs.
import { call } from './bridge.ts'
import { showError } from './notice-store.ts'

/** Pauses or resumes everything. `until`: when the pause ends by itself, epoch ms; null: a person ends it. */
export const setPaused = async (paused: boolean, until: number | null = null): Promise<void> =>
  showError(await call('engine.pause', { paused, until }))

/** True switches every speed limit off. */
export const setUnlimited = async (unlimited: boolean): Promise<void> =>
  showError(await call('engine.unlimited', { unlimited }))

/** Looks for finished runs in the folders of all instruments now. */
export const rescan = async (): Promise<void> => showError(await call('engine.rescan', {}))
