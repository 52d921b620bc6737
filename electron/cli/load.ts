// Loads what a command needs, and no more: what is not loaded costs no start any time.
import type { Core, CoreOptions, ListCore } from '../core/core.ts'

/** The modules of the commands. */
export const load = {
  acknowledge: () => import('./commands/acknowledge.ts'),
  bundle: () => import('./commands/bundle.ts'),
  cleanup: () => import('./commands/cleanup.ts'),
  completion: () => import('./completion.ts'),
  connection: () => import('./commands/connection.ts'),
  destination: () => import('./commands/destination.ts'),
  doctor: () => import('./commands/doctor.ts'),
  exclude: () => import('./commands/exclude.ts'),
  explain: () => import('./commands/explain.ts'),
  forecast: () => import('./commands/forecast.ts'),
  log: () => import('./commands/log.ts'),
  receipt: () => import('./commands/receipt.ts'),
  recordings: () => import('./commands/recordings.ts'),
  run: () => import('./commands/run.ts'),
  runs: () => import('./commands/runs.ts'),
  space: () => import('./commands/space.ts'),
  status: () => import('./commands/status.ts'),
}

/** Opens the whole core. Throws CoreUnavailable. */
export const openWholeCore = async (options: CoreOptions): Promise<Core> =>
  (await import('./whole-core.ts')).openCheckedCore(options)

/** Opens the list of runs alone, to read it. Throws CoreUnavailable. */
export const openListCore = async (options: CoreOptions): Promise<ListCore> =>
  (await import('../core/create-list-core.ts')).createListCore(options)
