// Commands to the engine as a whole: pause all, speed limits, look for runs.
import type { Input } from '../../shared/contract/index.ts'
import { call } from './bridge.ts'
import { showError } from './notice-store.ts'

/** Pauses or resumes everything. `until`: when the pause ends by itself, epoch ms; null: a person ends it. */
export const setPaused = async (paused: boolean, until: number | null = null): Promise<void> =>
  showError(await call('engine.pause', { paused, until }))

/** Replaces the speed limits of the settings, or has them hold again (shared/contract/engine.ts). */
export const setSpeed = async (
  limit: Input<'engine.speed'>['limit'],
  until: number | null = null,
): Promise<void> => showError(await call('engine.speed', { limit, until }))

/** Looks for finished runs in the folders of all instruments now. */
export const rescan = async (): Promise<void> => showError(await call('engine.rescan', {}))
