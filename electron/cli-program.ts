// The program of the command line: cli.ts loads it as it was compiled at an earlier start.
import './configure-zod.ts'
import { processIo } from './cli/process-io.ts'
import { runCli } from './cli/run-cli.ts'

/** What cli.ts knows of itself: version of the program, and the folder with the package's own programs, null: none. */
type About = Parameters<typeof processIo>[0]

/** Runs the command line of this process; answers its exit code. */
export const runProgram = (about: About): Promise<number> =>
  runCli(process.argv.slice(2), processIo(about))
