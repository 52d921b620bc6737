// The command line: reads arguments, opens the core in the right role, runs one command, answers its exit code.
import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type Core } from '../core/core.ts'
import { CoreUnavailable, Refusal } from '../core/errors.ts'
import { createCore } from '../core/create-core.ts'
import { configFileIn, defaultDataDir } from '../core/services/config/data-dir.ts'
import { type BundleOptions, makeBundle } from './commands/bundle.ts'
import { acknowledge, runCleanup } from './commands/cleanup.ts'
import { actOnRuns, addRuns, locateRun, runQueue, verifyRun } from './commands/runs.ts'
import { runDoctorCommand } from './commands/doctor.ts'
import {
  type ExcludeOptions,
  type IncludeOptions,
  acceptCopies,
  excludeFiles,
  includeFiles,
} from './commands/exclude.ts'
import { type ExplainOptions, runExplain } from './commands/explain.ts'
import type { CommandContext } from './select-runs.ts'
import { type CliIo, CliError, EXIT } from './output.ts'
import { showForesight, showRecordings } from './commands/outlook.ts'
import { type ReceiptOptions, checkSaved, showReceipt } from './commands/receipt.ts'
import { showLog } from './commands/log.ts'
import { showStatus } from './commands/status.ts'

type Role = 'engine' | 'reader'

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

interface GlobalOptions {
  readonly dataDir?: string
  readonly config?: string
  readonly json?: boolean
}

/** Runs one command line (without the program's own name). Never throws for what a user can get wrong. */
export const runCli = async (argv: readonly string[], io: CliIo): Promise<number> => {
  let code: number = EXIT.proven
  const program = new Command('exlab-sync')
  const withCore = async (
    role: Role,
    work: (context: CommandContext) => Promise<number>,
  ): Promise<void> => {
    const options = program.opts<GlobalOptions>()
    const dataDir = resolve(io.cwd, options.dataDir ?? defaultDataDir(io.platform, io.env, io.home))
    const core: Core = await createCore({
      dataDir,
      configFile:
        options.config === undefined ? configFileIn(dataDir) : resolve(io.cwd, options.config),
      version: io.version,
      env: io.env,
      role,
      bundledTools: io.bundledTools,
    })
    try {
      for (const words of (await core.handlers['app.info']({})).problems) io.err(words)
      const { problems } = await core.handlers['config.get']({})
      for (const { line, key, message } of role === 'engine' ? problems : []) {
        io.err(
          `config.yaml${line === null ? '' : ` line ${line}`}${key === '' ? '' : ` ${key}`}: ${message}`,
        )
      }
      code = await work({ core, io, json: options.json ?? false })
    } finally {
      await core.stop()
    }
  }
  const acting = (action: 'pause' | 'resume' | 'cancel', words: string): void => {
    program
      .command(`${action} <run...>`)
      .description(words)
      .action((runs: string[]) =>
        withCore('engine', (c) => actOnRuns(c, action, { runs, allFailed: false, files: [] })),
      )
  }

  program
    .description('Pushes instrument runs to the NAS and proves every file by SHA-256.')
    .version(io.version)
    .option('--data-dir <folder>', 'where queue, logs and config are')
    .option('--config <file>', 'another config.yaml')
    .option('--json', 'machine-readable output (docs/cli.md)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => io.err(text.trimEnd()),
    })
  program
    .command('add <folder...>')
    .description('queue runs')
    .option('--instrument <id>', 'whose runs they are')
    .action((folders: string[], o: { instrument?: string }) =>
      withCore('engine', (c) => addRuns(c, folders, o.instrument ?? null)),
    )
  program
    .command('run')
    .description('work the queue')
    .option('--until-idle', 'end when nothing is due now')
    .action((o: { untilIdle?: boolean }) =>
      withCore('engine', (c) => runQueue(c, o.untilIdle ?? false)),
    )
  program
    .command('status [run]')
    .description('what is sent, proven, waiting, failed')
    .option('--files', 'every file')
    .option('--state <state>', 'only runs in this state')
    .action((run: string | undefined, o: { files?: boolean; state?: string }) =>
      withCore('reader', (c) =>
        showStatus(c, { run: run ?? null, files: o.files ?? false, state: o.state ?? null }),
      ),
    )
  program
    .command('retry [run...]')
    .description('send again what failed')
    .option('--failed', 'every failed run')
    .option('--files <path...>', 'only these files of the run')
    .action((runs: string[], o: { failed?: boolean; files?: string[] }) =>
      withCore('engine', (c) =>
        actOnRuns(c, 'retry', { runs, allFailed: o.failed ?? false, files: o.files ?? [] }),
      ),
    )
  acting('pause', 'hold runs back; what is being sent stops')
  acting('resume', 'let held runs go on')
  acting('cancel', 'give runs up; nothing is deleted anywhere')
  program
    .command('verify <run>')
    .description('prove a run against the NAS again, now')
    .action((run: string) => withCore('engine', (c) => verifyRun(c, run)))
  program
    .command('locate <run> <folder>')
    .description('say where the folder of a run is now, after it was moved')
    .action((run: string, folder: string) => withCore('engine', (c) => locateRun(c, run, folder)))
  program
    .command('cleanup [run...]')
    .description("delete proven runs' files on this computer, where every interlock holds")
    .option('--dry-run', 'only say what could go, and why or why not')
    .action((runs: string[], o: { dryRun?: boolean }) =>
      withCore(o.dryRun === true ? 'reader' : 'engine', (c) =>
        runCleanup(c, runs, o.dryRun ?? false),
      ),
    )
  program
    .command('acknowledge <run...>')
    .description('take note of a problem: it stays, but no longer counts as new')
    .option('--by <name>', 'who takes note')
    .option('--note <text>', 'what is being done about it', '')
    .option('--undo', 'take the note back')
    .action((runs: string[], o: { by?: string; note: string; undo?: boolean }) => {
      if (o.undo !== true && o.by === undefined)
        throw new CliError('Say who takes note: --by NAME.')
      return withCore('engine', (c) =>
        acknowledge(c, runs, o.undo === true ? null : (o.by ?? null), o.note),
      )
    })
  program
    .command('exclude <run>')
    .description('leave files out of a run: they are neither sent nor proven')
    .option('--files <path...>', 'these files of the run')
    .option(
      '--pattern <glob>',
      'all that it means, now and later: * ? within a name, ** across folders',
    )
    .option('--by <name>', 'who decides it')
    .option('--note <text>', 'why', '')
    .option('--dry-run', 'only say what the pattern would take')
    .action((run: string, o: ExcludeOptions) =>
      withCore(o.dryRun === true ? 'reader' : 'engine', (c) => excludeFiles(c, run, o)),
    )
  program
    .command('include <run>')
    .description('take an exclusion back: the files are sent and proven')
    .option('--files <path...>', 'these files of the run')
    .option('--pattern <glob>', 'what was excluded by this pattern')
    .option('--all', 'everything that was excluded')
    .option('--by <name>', 'who decides it')
    .action((run: string, o: IncludeOptions) => withCore('engine', (c) => includeFiles(c, run, o)))
  program
    .command('accept <run>')
    .description('keep the NAS copies of files whose originals are gone, without a proof')
    .option('--files <path...>', 'only these files of the run')
    .option('--by <name>', 'who decides it')
    .option('--note <text>', 'why', '')
    .action((run: string, o: ExcludeOptions) => withCore('engine', (c) => acceptCopies(c, run, o)))
  program
    .command('receipt [run]')
    .description('what was proven, when and by what; --json for programs')
    .option('--html', 'as a page to print')
    .option('--output <file>', 'write it there')
    .option('--check <file>', 'check a saved receipt instead')
    .action(async (run: string | undefined, o: ReceiptOptions) => {
      const json = program.opts<GlobalOptions>().json ?? false
      if (o.check !== undefined) code = await checkSaved(io, json, resolve(io.cwd, o.check))
      else await withCore('reader', (c) => showReceipt(c, run ?? null, o))
    })
  program
    .command('bundle')
    .description('one archive for support: logs, attempts, masked config; no data, no secrets')
    .option('--output <file>', 'write it there')
    .option('--mask', 'take home folder and account name out of it')
    .option('--list', 'only say what it would hold')
    .action((o: BundleOptions) => withCore('reader', (c) => makeBundle(c, o)))
  program
    .command('log <run>')
    .description("an attempt's full output")
    .option('--attempt <number>', 'which attempt; the last one without it', wholeNumber)
    .action((run: string, o: { attempt?: number }) =>
      withCore('reader', (c) => showLog(c, run, o.attempt ?? null)),
    )

  program
    .command('doctor [instrument]')
    .description('test the connection to a destination, step by step')
    .action((instrument: string | undefined) =>
      withCore('reader', (c) => runDoctorCommand(c, instrument ?? null, 'destinations.test')),
    )
  program
    .command('rehearse [instrument]')
    .description('send, prove and remove a tiny run')
    .action((instrument: string | undefined) =>
      withCore('reader', (c) => runDoctorCommand(c, instrument ?? null, 'destinations.rehearse')),
    )
  program
    .command('recordings')
    .description('runs that are being written, and what they wait for; complete ones are queued')
    .action(() => withCore('engine', showRecordings))
  program
    .command('foresight')
    .description('when the data disks are full, and instruments that have gone silent')
    .action(() => withCore('reader', showForesight))
  program
    .command('explain')
    .description('what a saved exit code and stderr (on standard input) mean')
    .option('--transport <name>', 'rclone or rsync_ssh')
    .option('--operation <name>', 'push or hashsum')
    .option('--exit <code>', 'exit code')
    .option('--signal <name>', 'signal that ended it')
    .option('--stdout <file>', 'what it wrote to standard output')
    .option('--records <file>', 'a file of saved exits, one JSON object a line')
    .action(async (o: ExplainOptions) => {
      code = await runExplain(o, program.opts<GlobalOptions>().json ?? false, io)
    })

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT.proven : EXIT.couldNotRun
    if (error instanceof CliError || error instanceof CoreUnavailable || error instanceof Refusal) {
      io.err(error.message)
      return EXIT.couldNotRun
    }
    throw error
  }
}
