// Entry of the command line in a checkout: the same core, no window, plain Node (SPEC 11).
import about from '../package.json' with { type: 'json' }
import { processIo } from './cli/process-io.ts'
import { runCli } from './cli/run-cli.ts'

// a reader that closes the pipe early (`| head`) is no error
process.stdout.on('error', () => process.exit(0))

process.exitCode = await runCli(
  process.argv.slice(2),
  processIo({ version: about.version, bundledTools: null }),
)
