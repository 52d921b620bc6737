// The command line inside the test's own process, on the core of a lab: its exit code and what it printed.
import { runCli } from '../../electron/cli/run-cli.ts'
import type { LabFiles } from './lab-files.ts'

interface CliAnswer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `exlab-sync <args>` with a text on standard input. */
export const cliWithInput = async (
  input: string,
  lab: LabFiles,
  ...args: string[]
): Promise<CliAnswer> => {
  let out = ''
  let err = ''
  const code = await runCli(['--data-dir', lab.dataDir, ...args], {
    version: '1.2.3',
    bundledTools: null,
    out: async (text) => {
      out += text
    },
    err: (text) => {
      err += `${text}\n`
    },
    input: async () => input,
    env: process.env,
    platform: process.platform,
    home: lab.dir,
    cwd: lab.dir,
    onStop: () => () => undefined,
    endSoon: () => undefined,
    onUnexpected: () => () => undefined,
  })
  return { code, out, err }
}

/** Runs `exlab-sync <args>`. */
export const cli = (lab: LabFiles, ...args: string[]): Promise<CliAnswer> =>
  cliWithInput('', lab, ...args)
