// Entry of the desktop app: runs main.ts with V8's code cache, and writes the cache for the next start.
import { join } from 'node:path'
import { app } from 'electron'
import { launchArguments } from './shell/launch-arguments.ts'
import { runProgram } from './shell/code-cache.ts'

/** After this time everything that a start runs has been compiled, and the window has been painted. */
const SAVE_DELAY_MS = 20_000

const { dataDir } = launchArguments(app.isPackaged)
const program = runProgram(
  join(import.meta.dirname, 'main.cjs'),
  join(dataDir, 'window/Program Cache'),
)
setTimeout(program.saveCache, SAVE_DELAY_MS).unref()
