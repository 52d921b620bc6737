// Compiles the app (main process, preload script, window) into out/.
import { binary } from '../bootstrap/paths.mjs'
import { run } from '../bootstrap/process.mjs'

/** Compiles the app; the answer is electron-vite's exit code, and it has printed why where that is not 0. */
export const buildApp = (): Promise<number> =>
  run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
