// First file of the desktop app: runs main.ts, and keeps what was compiled of it for the next start.
import { join } from 'node:path'
import { app } from 'electron'
import { launchArguments } from './shell/launch-arguments.ts'
import { runProgram } from './shell/code-cache.ts'

/** By then what a start runs has run, and so was compiled; the window has its picture. */
const KEEP_MS = 20_000

const { dataDir } = launchArguments(app.isPackaged)
const program = runProgram(
  join(import.meta.dirname, 'main.cjs'),
  join(dataDir, 'window/Program Cache'),
)
setTimeout(program.keep, KEEP_MS).unref()
