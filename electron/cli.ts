// Entry of the command line in plain Node: the same core, no window (docs/spec.md 11). Used in a checkout, and by the
// packaged launcher where no window can open.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import about from '../package.json' with { type: 'json' }
import { loadCompiled } from './cli/compiled-code.ts'

// the signal would open Node's inspector
process.on('SIGUSR1', () => undefined)

// in a package this file is in resources/app.asar.unpacked/out/main, and the bundled tools are in resources/tools
const tools = join(import.meta.dirname, '../../../tools')
const packed = import.meta.dirname.includes('app.asar.unpacked') && existsSync(tools)

const { exports, keep } = loadCompiled(join(import.meta.dirname, 'cli-program.cjs'))
const program = exports as typeof import('./cli-program.ts') // the file is built from it
process.on('exit', keep)

void program
  .runProgram({ version: about.version, bundledTools: packed ? tools : null })
  .then((code) => {
    process.exitCode = code
  })
